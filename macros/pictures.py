"""The pictures that a page may call: drawings of the skin, the timeline, the course and people.

`charts` says where everything stands; the templates draw it. Each picture has its words beside it.
"""

from __future__ import annotations

from markupsafe import Markup

from . import charts, wording
from .charts import Span, Stop
from .render import Renderer, known

RATINGS = ("excellent", "good", "fair", "poor")


class Pictures(Renderer):
    """The pictures of the guide, each with its words beside it."""

    def skin_picture(self) -> Markup:
        """How needling works, as four drawings of the skin: a pit, the needles, healing, after.

        Example: `{{ skin_picture() }}`, alone on its line.
        """
        depth = self._time("needle-depth")
        return self._render("skin_picture", panels=charts.steps(depth), depth="needle-depth")

    def scar_shapes(self) -> Markup:
        """The shapes of scars in cross-section, and how each answers to needling.

        Example: `{{ scar_shapes() }}`, alone on its line.
        """
        types = {x.id: x for x in self.data.scar_types}
        shapes = [known(types, "scar type", id_) for id_ in charts.SHAPES]
        return self._render(
            "scar_shapes",
            shapes=[
                (x.id, self._text(x.name), self._text(x.looks), self._text(x.response), charts.scar(x.id))
                for x in shapes
            ],
            mix=self._text(known(types, "scar type", "mix").response),
        )

    def timeline_chart(self) -> Markup:
        """Healing on one line: what you may feel, what to leave alone, what comes next.

        Example: `{{ timeline_chart() }}`, alone on its line.
        """
        chart = charts.timeline(self.data)
        stops = charts.line(self.data)
        return self._render(
            "timeline_chart",
            chart=chart,
            notes=[(b.span.name, note) for b in chart.bars if (note := self._note(b.span))],
            said=[(bar.span.name, bar.span.words) for bar in chart.bars],
            figures=" ".join(dict.fromkeys(b.span.figure for b in chart.bars if b.span.figure)),
            parts=[
                (words, [self._stop(x) for x in stops if x.point.part == part])
                for part, words in enumerate(charts.PARTS)
            ],
        )

    def _stop(self, stop: Stop) -> Markup:
        groups = {
            "begins": [x for x in stop.begins if x.group == "feel"],
            "leave": [x for x in stop.begins if x.kind in ("span", "at least") and x.group == "leave"],
            "never": [x for x in stop.begins if x.kind == "never"],
            "clinic": [x for x in stop.begins if x.kind == "clinic"],
            "fading": [x for x in stop.may_end if x.group == "feel"],
            "waiting": [x for x in stop.may_end if x.group == "leave"],
            "over": [x for x in stop.ends if x.group == "feel"],
        }
        return self._render(
            "timeline_stop",
            point=stop.point,
            word="months" if stop.point.part else "day",
            figures=" ".join(
                dict.fromkeys(x.figure for x in (*stop.may_end, *stop.ends, *stop.comes) if x.figure)
            ),
            names={key: wording.listed(x.name.lower() for x in rows) for key, rows in groups.items()},
            free=[(x.name, x.figure, self._note(x)) for x in stop.ends if x.group == "leave"],
            comes=stop.comes,
        )

    def _note(self, span: Span) -> Markup | None:
        """What still holds when a wait is over: a longer time in some cases, or care afterwards."""
        limit = self._limits.get(span.id.removeprefix("limit-"))
        if limit is None:
            return None
        parts = [self._text(limit.then)] if limit.then else []
        if limit.longer:
            parts.append(self._longer(limit.longer))
        return Markup(" ").join(parts) or None

    def course_strip(self, sessions: int) -> Markup:
        """A course on a calendar strip: the weeks in which each session and photo check can fall.

        Example: `{{ course_strip(3) }}`, alone on its line.

        Args:
            sessions: number of sessions, within the accepted range of `data/course.yml`.

        Raises:
            ValueError: when the number is outside that range.
        """
        self._check_sessions(sessions)
        course = self.data.course
        return self._render(
            "course_strip",
            id=f"course-strip-{sessions}",
            sessions=wording.count(sessions, "sessions"),
            figures=f"{course.sessions} {course.gap}",
            strips=[
                (size, charts.strip(sessions, self.data, narrow=size == "narrow"))
                for size in ("narrow", "wide")
            ],
        )

    def people_picture(self) -> Markup:
        """How people in one series were rated, one icon for each person.

        Example: `{{ people_picture() }}`, alone on its line.

        Raises:
            ValueError: when the counts do not make up one group.
        """
        kinds = [(kind, self._time(f"series-{kind}")) for kind in RATINGS]
        group = kinds[0][1].of or 0
        return self._render(
            "people_picture",
            picture=charts.people(kinds),
            group=wording.count(group, "people"),
            counted=[(kind, wording.amount(n)) for kind, n in kinds],
            kinds=[(kind, f"series-{kind}") for kind in RATINGS],
            figures=" ".join(f"series-{kind}" for kind in RATINGS),
        )
