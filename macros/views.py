"""What a page may call: one method each. Views choose and order; templates hold the mark-up.

Every method that a page may call has an example in its docstring; CONTRIBUTING.md lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import jinja2
from markupsafe import Markup

from . import calendar, pages, plan, schedule, wording
from .links import Links
from .model import Amount, Limit, Stage
from .pictures import Pictures
from .render import Place, Row, known
from .sheets import Sheets
from .sources import Sources

CALLS = (
    # inside a sentence
    "figure",
    "limit",
    "sign",
    "term",
    "emergency",
    "site",
    # cards and lines
    "at_a_glance",
    "warning_card",
    "warning_link",
    "usual_days",
    "not_reviewed",
    "page_start",
    "page_end",
    "all_headings",
    # the course and its days
    "course_table",
    "course_tables",
    "course_sums",
    "course_length",
    "countdown",
    "when_can_i",
    "timeline",
    "my_dates",
    "plan_data",
    "calendar_data",
    # other tables
    "signs_table",
    "suitability_table",
    "risks_table",
    "scar_types_table",
    "options_table",
    "questions_list",
    "words_table",
    # pictures
    "skin_picture",
    "scar_shapes",
    "timeline_chart",
    "course_strip",
    "people_picture",
    # sheets for paper
    "sheet_how",
    "sheet_before",
    "sheet_after",
    "sheet_questions",
    "sheet_course",
    # sources
    "figures_table",
    "sources_of",
    "contradictions",
    "claims_table",
    "cautions",
    "references_list",
    # lasting addresses
    "link_builder",
    "addresses",
    "alias",
    "moved",
    "changes_table",
)


class Guide(Sources, Pictures, Sheets, Links):
    """All that pages may call, over one set of data."""

    def calls(self) -> dict[str, Callable[..., Any]]:
        """Every call that a page may make, by name."""
        return {name: getattr(self, name) for name in CALLS}

    # ---- inline ----

    def limit(self, id_: str) -> Markup:
        """A limit as a sentence, with what its time is counted from.

        Example: `{{ limit("makeup") }}` prints "Wear no makeup for at least 24 hours from the time of your
        session."

        Raises:
            ValueError: when there is no such limit.
        """
        entry = known(self._limits, "limit", id_)
        then = self._text(entry.then) if entry.then else None
        return self._render("limit", id=id_, words=self._sentence(entry), free=self._free(entry), then=then)

    def _sentence(self, entry: Limit) -> Markup:
        return self._text(entry.sentence, counted=entry.until if entry.when == "after" else entry.from_)

    def sign(self, id_: str) -> Markup:
        """A warning sign and what to do, as two sentences.

        Example: `{{ sign("blisters") }}`.

        Raises:
            ValueError: when there is no such sign.
        """
        entry = known(self._signs, "sign", id_)
        return self._render("sign", id=id_, sign=self._text(entry.sign), do=self._text(entry.do))

    def term(self, id_: str) -> str:
        """A plain word with the medical one behind it, to explain it where it stands.

        Example: `{{ term("atrophic-scar") }}` prints "pockmarks (atrophic scars)".

        Raises:
            ValueError: when there is no such term.
        """
        entry = known(self._terms, "term", id_)
        return f"{entry.plain} ({entry.medical})"

    def site(self, key: str) -> str:
        """A fact about the guide itself, from `data/site.yml`.

        Example: `{{ site("funding") }}`.

        Args:
            key: publisher, funding, interests or report.

        Raises:
            ValueError: when there is no such fact.
        """
        facts = {k: getattr(self.data.site, k) for k in ("funding", "interests", "report")}
        facts["publisher"] = (
            self.data.site.publisher or "Nobody has published this edition yet. It is a preview."
        )
        return str(known(facts, "fact", key))

    # ---- cards ----

    def at_a_glance(self) -> Markup:
        """The course in one box.

        Example: `{{ at_a_glance() }}`, alone on its line.
        """
        return self._render("glance", course=self.data.course)

    @jinja2.pass_context
    def warning_card(self, context: Mapping[str, Any]) -> Markup:
        """The warning card: emergency and same-day signs, and a link to the rest. One full card a page.

        Example: `{{ warning_card() }}`, alone on its line.
        """
        return self._render(
            "warning_card",
            **self._card_signs(),
            link=Place.of(context).link("when-to-get-help", "all-signs"),
            note=self._review_note(),
        )

    @jinja2.pass_context
    def warning_link(self, context: Mapping[str, Any]) -> Markup:
        """One line that leads to the warning signs, where the full card does not stand.

        Example: `{{ warning_link() }}`, alone on its line.
        """
        return self._render("warning_link", link=Place.of(context).link("when-to-get-help"))

    def usual_days(self) -> Markup:
        """What is usual on which day after a session, in one box.

        Example: `{{ usual_days() }}`, alone on its line.
        """
        stages = [
            (self._stage_time(x), self._text(x.normal)) for x in self.data.stages if x.track == "session"
        ]
        return self._render("usual_days", stages=stages)

    @jinja2.pass_context
    def not_reviewed(self, context: Mapping[str, Any]) -> Markup:
        """One line on the state of clinical review, for pages with signs or limits in their text.

        Example: `{{ not_reviewed() }}`, alone on its line.
        """
        return self._render(
            "not_reviewed",
            note=self._review_note(),
            link=Place.of(context).link("about", "how-made"),
        )

    @jinja2.pass_context
    def page_start(self, context: Mapping[str, Any], timed: bool = True) -> Markup:
        """How long a page takes to read, and the place where its contents list goes.

        Example: `{{ page_start() }}`, alone on its line, after the first paragraph.

        Args:
            context: where the call stands; the engine gives it.
            timed: False on pages to look things up in, which nobody reads from end to end.
        """
        source = self.docs / f"{Place.of(context).page}.md"
        time = ""
        if timed and source.is_file():
            time = wording.count(pages.minutes_to_read(self._page(source)), "minutes")
        return self._render("page_start", time=time)

    def _page(self, source: Path) -> str:
        """A page as its calls render it: once, however many ask; anew when its text is another."""
        key = (source.stem, pages.text(source))
        if key not in self._shown:
            self._shown[key] = pages.render(source, self)
        return self._shown[key]

    @jinja2.pass_context
    def all_headings(self, context: Mapping[str, Any]) -> Markup:
        """Every page, section and question of the guide, as links.

        Example: `{{ all_headings() }}`, alone on its line.
        """
        place = Place.of(context)
        listed = [
            (
                path.stem,
                pages.front(path, "title"),
                place.link(path.stem),
                [(x.level, x.text, place.link(path.stem, x.id)) for x in pages.headings(path)],
            )
            for path in pages.in_order(self.docs)
            if path.stem != place.page
        ]
        return self._render("all_headings", pages=listed)

    @jinja2.pass_context
    def page_end(self, context: Mapping[str, Any]) -> Markup:
        """The end of every page: its figures with links to their sources, and the dates of review.

        Example: `{{ page_end() }}`, as the last line of a page.
        """
        place = Place.of(context)
        source = self.docs / f"{place.page}.md"
        ids = pages.figures_shown(self._page(source)) if source.is_file() else []
        rows = [
            (
                place.link("sources", f"figure-{id_}"),
                self._figures[id_].label,
                wording.figure(self._figures[id_]),
            )
            for id_ in ids
        ]
        review = self.data.site.review
        return self._render(
            "page_end",
            rows=[] if place.page == "sources" else rows,
            last=wording.date(review.last),
            due=wording.date(review.due),
            due_iso=review.due.isoformat(),
            facts=self._facts(source) if source.is_file() else None,
        )

    def _facts(self, source: Path) -> dict[str, Any]:
        """What a page is, for machines, in the words of schema.org; no reviewer while there is none."""
        review, checked = self.data.site.review, self.data.site.clinical_review
        facts: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "MedicalWebPage",
            "name": pages.front(source, "title"),
            "description": pages.front(source, "description"),
            "inLanguage": "en-US",
            "lastReviewed": review.last.isoformat(),
            "audience": {"@type": "Patient"},
            "about": {"@type": "MedicalProcedure", "name": "Microneedling for atrophic scars"},
        }
        if checked:
            facts["reviewedBy"] = {"@type": "Person", "name": checked.name, "jobTitle": checked.role}
        return facts

    # ---- the course ----

    def course_table(self, sessions: int) -> Markup:
        """When each session of a course can fall, and when to judge the result.

        Example: `{{ course_table(3) }}`, alone on its line.

        Args:
            sessions: number of sessions, within the accepted range of `data/course.yml`.

        Raises:
            ValueError: when the number is outside that range.
        """
        self._check_sessions(sessions)
        course = self.data.course
        gap = self._time(course.gap)
        rows = []
        for number in range(1, sessions + 1):
            weeks = schedule.session_weeks(number, gap)
            rows.append(self._weeks_row(f"Session {number}", weeks, plan.session(number), course.gap))
        for id_ in course.results:
            weeks = schedule.check_weeks(sessions, gap, self._time(id_))
            at = self._check_at(id_)
            rows.append(self._weeks_row(self._figures[id_].label, weeks, at, course.gap, id_))
        return self._table(
            f"course-{sessions}",
            f"A course of {wording.count(sessions, 'sessions')}, in weeks after the first",
            ("What", "Earliest", "Latest"),
            rows,
            compact=True,
        )

    def course_tables(self) -> Markup:
        """A course table for each usual number of sessions, each under its own heading.

        Example: `{{ course_tables() }}`, alone on its line.
        """
        return self._render(
            "course_tables",
            courses=[
                (n, wording.count(n, "sessions"), self.course_strip(n), self.course_table(n))
                for n in self._bounds.usual_numbers
            ],
        )

    def _weeks_row(self, label: str, weeks: schedule.Weeks, at: str, *ids: str) -> Row:
        if weeks.latest == 0:
            start = self._derived("Start", *ids, at=at)
            return Row((label, start, start))
        return Row(
            (
                label,
                self._derived(f"Week {weeks.earliest}", *ids, at=f"{at}:e"),
                self._derived(f"Week {weeks.latest}", *ids, at=f"{at}:l"),
            )
        )

    def course_length(self) -> Markup:
        """The time from the first session to the last photo check, over all usual courses.

        Example: `{{ course_length() }}` prints "34 to 57 weeks".
        """
        course = self.data.course
        gap, last = (self._time(x) for x in (course.gap, course.results[-1]))
        numbers = self._bounds.usual_numbers
        least = schedule.check_weeks(numbers[0], gap, last)
        most = schedule.check_weeks(numbers[-1], gap, last)
        words = f"{least.earliest} to {most.latest} weeks"
        return self._derived(words, course.sessions, course.gap, course.results[-1])

    def course_sums(self) -> Markup:
        """Weeks, visits and hours in the chair for each usual number of sessions.

        Example: `{{ course_sums() }}`, alone on its line.
        """
        course = self.data.course
        gap = self._time(course.gap)
        parts = (course.session_length, course.numbing)
        rows = []
        for number in self._bounds.usual_numbers:
            weeks = schedule.session_weeks(number, gap)
            chair = schedule.time_in_chair(number, *(self._time(p) for p in parts))
            rows.append(
                Row(
                    (
                        self._derived(wording.count(number, "sessions"), course.sessions),
                        self._derived(f"{weeks.earliest} to {weeks.latest} weeks", course.gap),
                        self._derived(wording.hours(chair), *parts),
                    )
                )
            )
        return self._table(
            "course-sums",
            "What a course takes",
            ("Course", "First to last session", "Time at the clinic in all"),
            rows,
            how="Find the row with your number of sessions. The time counts each session and its "
            "numbing cream. A first talk with the clinic is one more visit.",
        )

    @jinja2.pass_context
    def countdown(self, context: Mapping[str, Any]) -> Markup:
        """What to stop before a session, and on which day, the earliest first.

        Example: `{{ countdown() }}`, alone on its line.
        """
        rows = [self._limit_row(entry, self._before(entry)) for entry in self._countdown_order()]
        return self._table(
            "countdown-table",
            "What to stop before a session",
            ("What", "What to do", "Start by"),
            rows,
            how="Start at the top. Of a range of times, the table uses the longest.",
            source=Place.of(context).link("sources", "limits"),
            checked=True,
        )

    @jinja2.pass_context
    def when_can_i(self, context: Mapping[str, Any]) -> Markup:
        """What to leave alone after a session and from which whole day it is free, soonest first.

        Example: `{{ when_can_i() }}`, alone on its line.
        """
        rows = [self._limit_row(x, self._after(x)) for x in self._after_order()]
        return self._table(
            "when-can-i-table",
            "What to leave alone after a session",
            ("What", "What to do", "First whole day"),
            rows,
            how="Find what you want to do. Your clinic's own times come first. "
            "The day of your session is day 0.",
            source=Place.of(context).link("sources", "limits"),
            checked=True,
        )

    def _limit_row(self, entry: Limit, last: Markup | str) -> Row:
        more = [self._longer(entry.longer)] if entry.longer else []
        more += [self._text(x) for x in (entry.then, entry.note) if x]
        words = self._render("limit_cell", sentence=self._sentence(entry), more=more)
        return Row.of("limit", entry, entry.topic, words, last, data=True)

    @jinja2.pass_context
    def timeline(self, context: Mapping[str, Any]) -> Markup:
        """The stages of healing, in order.

        Example: `{{ timeline() }}`, alone on its line.
        """
        rows = []
        for entry in self.data.stages:
            name = self._render("stage_name", name=entry.name, time=self._stage_time(entry))
            feel = self._render(
                "stage_feel",
                see=self._text(entry.see),
                feel=self._text(entry.feel),
                normal=self._text(entry.normal),
            )
            leave, longer = self._still_left(entry)
            do = self._render(
                "stage_do",
                do=[self._text(x) for x in entry.do],
                leave=wording.listed(leave),
                longer=longer,
            )
            rows.append(Row.of("stage", entry, name, feel, do, data=True))
        return self._table(
            "timeline-table",
            "Healing, stage by stage",
            ("When", "What to expect", "What to do"),
            rows,
            how="Find your day. The day of your session is day 0.",
            source=Place.of(context).link("sources", "stages"),
            checked=True,
        )

    def _still_left(self, stage: Stage) -> tuple[list[str], list[tuple[str, str]]]:
        """Short names of what is still to be left alone on the first day of a stage.

        Apart from them, what is free by then, but not in a case that lasts longer: the case, and the name.
        """
        if stage.track == "course":
            return [], []
        starts = None if stage.starts == "session" else self._time(stage.starts)
        days = schedule.stage_days(starts, self._time(stage.ends))
        leave: list[str] = []
        longer: list[tuple[str, str]] = []
        for entry in self.data.limits:
            usual, *more = self._waits(entry)
            if entry.short and schedule.still_running(usual[1], days):
                leave.append(entry.short)
            elif entry.short and entry.longer and any(schedule.still_running(x, days) for _, x in more):
                longer.append((entry.longer.when, entry.short))
        return leave, longer

    def _waits(self, entry: Limit) -> list[tuple[str, Amount | None]]:
        """What to leave alone, by its short name, and how long; then the same in a case that lasts longer."""
        usual = self._amount(entry.until) if entry.until in self._figures else None
        waits = [(entry.short or "", usual)]
        if entry.longer:
            waits.append(
                (f"{entry.short} {wording.inside(entry.longer.when)}", self._amount(entry.longer.until))
            )
        return waits

    @jinja2.pass_context
    def plan_data(self, context: Mapping[str, Any], today: bool = False) -> Markup:
        """What the planner's script needs: what a plan may hold and, if asked, what to do on which day.

        Example: `{{ plan_data() }}`, alone on its line. It prints nothing that a reader sees.

        Args:
            context: where the call stands; the engine gives it.
            today: whether the page tells a reader what day of healing it is.
        """
        facts: dict[str, Any] = {
            "version": plan.VERSION,
            "sessions": self._bounds.sessions,
            "usualSessions": wording.amount(self._bounds.usual_sessions),
            "gapDays": self._bounds.gap_days,
            "usualGap": plan.write_span(self._bounds.gap),
            "usualGapWords": wording.amount(self._bounds.gap),
            "timeHours": self._bounds.time_hours,
            "farYears": plan.FAR_YEARS,
            "times": {id_: self._own_time_facts(self._limits[id_]) for id_ in self._bounds.times},
            "says": plan.says(self.data),
        }
        if today:
            facts["ordinals"] = plan.ORDINALS
            facts["stages"] = [self._stage_facts(x) for x in self.data.stages]
            facts["leave"] = [fact for x in self.data.limits if x.short for fact in self._leave_facts(x)]
            facts["stop"] = [(x.id, x.topic, schedule.day_before(y)) for x, y in self._stops()]
            facts["checks"] = [(self._figures[x].label, self._check_at(x)) for x in self.data.course.results]
        place = Place.of(context)
        return self._render(
            "plan_data",
            facts=facts,
            today=today,
            dates=place.link("schedule", "my-dates"),
            countdown=place.link("schedule", "countdown"),
            before=[(x.topic, self._before(x)) for x, _ in self._stops()],
            stages=[
                (
                    x.id,
                    x.name,
                    self._text(x.normal),
                    [self._text(y) for y in x.do],
                    place.link("recovery", f"stage-{x.id}"),
                )
                for x in self.data.stages
            ],
            signs="#warning-signs" if place.page == "recovery" else place.link("when-to-get-help"),
        )

    def my_dates(self) -> Markup:
        """The reader's own dates: a form, which the planner's script puts in, and a table of the course.

        Example: `{{ my_dates() }}`, alone on its line, on a page with `plan_data()`.
        """
        fewest, most = self._bounds.sessions
        usual = self._bounds.usual_numbers
        return self._render(
            "my_dates",
            months=wording.MONTHS,
            fewest_usual=usual.start,
            numbers=[(n, wording.count(n, "sessions"), n in usual) for n in range(fewest, most + 1)],
            usual=wording.amount(self._bounds.gap),
            gaps=[(plan.write_span(x), wording.amount(x)) for x in self._bounds.gaps],
            later=range(2, most + 1),
            rows=[(n, f"Session {n}", plan.session(n)) for n in range(1, most + 1)],
            checks=[(self._figures[x].label, self._check_at(x)) for x in self.data.course.results],
        )

    def _stops(self) -> list[tuple[Limit, Amount]]:
        """What to stop before a session, and how long before, where that is known; the earliest first."""
        return [(x, span) for x in self._countdown_order() if (span := self._starts(x))]

    def _check_at(self, id_: str) -> str:
        return plan.after_last(self._time(id_))

    def _own_time_facts(self, entry: Limit) -> dict[str, str]:
        figure = self._figures[entry.edge]
        return {"when": entry.when, "topic": entry.topic, "usual": wording.figure(figure)}

    def _stage_facts(self, entry: Stage) -> dict[str, Any]:
        """When a stage begins, for the planner: the day of a session, and the months of a course."""
        if entry.track == "session":
            starts = None if entry.starts == "session" else self._time(entry.starts)
            return {"id": entry.id, "from": schedule.stage_days(starts, self._time(entry.ends)).first}
        months = 0 if entry.starts == "last-session" else self._time(entry.starts).upper
        # It takes the place of the stage that lasts until the next session: after the last there is none.
        (quiet,) = (x for x in self.data.stages if x.ends == self.data.course.gap)
        return {"id": entry.id, "from": self._stage_facts(quiet)["from"], "months": months}

    def _leave_facts(self, entry: Limit) -> list[dict[str, Any]]:
        """Something to leave alone for the planner: until which day it is not free; None: no known end.

        A case that lasts longer follows, from the day on which the usual one ends.
        """
        (name, usual), *longer = self._waits(entry)
        free = schedule.days_after(usual) if usual else None
        facts = [{"id": self._own(entry), "name": name, "free": free, "never": entry.until == "never"}]
        for name, wait in longer:
            facts.append({"name": name, "from": free, "free": schedule.days_after(wait) if wait else None})
        return facts

    def calendar_data(self) -> Markup:
        """What the script needs to write a calendar file: its structure and words, and the buttons for it.

        Example: `{{ calendar_data() }}`, alone on its line. It prints nothing that a reader sees.
        """
        check = calendar.entries(self.data)[-1]
        return self._render(
            "calendar_data",
            facts=calendar.template(self.data),
            neutral=check.neutral,
            clear=check.title,
        )

    # ---- other tables ----

    @jinja2.pass_context
    def signs_table(self, context: Mapping[str, Any], urgency: str) -> Markup:
        """The warning signs of one urgency, and what to do.

        Example: `{{ signs_table("same day") }}`, alone on its line.

        Args:
            context: where the call stands; the engine gives it.
            urgency: "emergency", "same day" or "soon".
        """
        captions = {
            "emergency": "Emergency signs",
            "same day": "Signs to show a doctor today",
            "soon": "Signs to have looked at soon",
        }
        caption = known(captions, "urgency", urgency)
        signs = [s for s in self.data.signs if s.urgency == urgency]
        return self._table(
            f"signs-{urgency.replace(' ', '-')}",
            caption,
            ("Sign", "When", "What to do"),
            [self._entry_row("sign", s, s.sign, s.when, s.do) for s in signs],
            how="One sign is enough.",
            source=Place.of(context).link("sources", "signs"),
        )

    @jinja2.pass_context
    def suitability_table(self, context: Mapping[str, Any], advice: Literal["do not", "ask first"]) -> Markup:
        """Who should not have the treatment, or must ask first, and why.

        Example: `{{ suitability_table("ask first") }}`, alone on its line.

        Args:
            context: where the call stands; the engine gives it.
            advice: "do not" or "ask first".
        """
        rows = [
            self._entry_row("suitability", x, x.situation, x.do, x.why)
            for x in self.data.suitability
            if x.advice == advice
        ]
        if not rows:
            raise ValueError(f'no advice "{advice}"; write "do not" or "ask first"')
        return self._table(
            f"suitability-{advice.replace(' ', '-')}",
            "Who should not have it now" if advice == "do not" else "Who must ask first",
            ("If this is you", "What to do", "Why"),
            rows,
            how="Read each line. If one fits you, do what it says before you book.",
            source=Place.of(context).link("sources", "suitability"),
            checked=True,
        )

    @jinja2.pass_context
    def risks_table(self, context: Mapping[str, Any]) -> Markup:
        """What can go wrong and how often that is reported.

        Example: `{{ risks_table() }}`, alone on its line.
        """
        return self._table(
            "risks-table",
            "What can go wrong",
            ("Risk", "What it is like", "How often"),
            [self._entry_row("risk", x, x.name, x.what, x.how_often) for x in self.data.risks],
            how="The most usual come first. Ask your clinic about the ones that worry you.",
            source=Place.of(context).link("sources", "risks"),
        )

    @jinja2.pass_context
    def scar_types_table(self, context: Mapping[str, Any]) -> Markup:
        """Kinds of scars and how they answer to needling.

        Example: `{{ scar_types_table() }}`, alone on its line.
        """
        rows = [
            self._entry_row("scar", x, x.name, x.looks, f"{x.response} {x.other}")
            for x in self.data.scar_types
        ]
        return self._table(
            "scar-types-table",
            "Kinds of scars",
            ("Scar", "What it looks like", "What needling can do"),
            rows,
            how="Find the scar that looks most like yours. Then ask the person who examines your skin.",
            source=Place.of(context).link("sources", "scar-types"),
        )

    @jinja2.pass_context
    def options_table(self, context: Mapping[str, Any]) -> Markup:
        """Other ways to treat scars, doing nothing among them.

        Example: `{{ options_table() }}`, alone on its line.
        """
        return self._table(
            "options-table",
            "Other options",
            ("Option", "What it is", "What to weigh"),
            [self._entry_row("option", x, x.name, x.what, x.weigh) for x in self.data.options],
            how="Pick the ones that fit your scars. Ask a skin doctor what each would do for you.",
            source=Place.of(context).link("sources", "options"),
        )

    def questions_list(self, group: str) -> Markup:
        """Questions to ask a clinic, with the reason for each.

        Example: `{{ questions_list("device") }}`, alone on its line.

        Args:
            group: person, device, skin, plan or trouble.
        """
        items = [(self._text(x.question), self._text(x.why)) for x in self.data.questions if x.group == group]
        if not items:
            raise ValueError(f'no questions in the group "{group}"')
        return self._render("questions", items=items)

    def words_table(self) -> Markup:
        """The medical words, what they mean, and what people also say.

        Example: `{{ words_table() }}`, alone on its line.
        """
        rows = [
            Row.of(
                "word",
                x,
                self._render("word", plain=wording.sentence(x.plain), medical=x.medical),
                self._render("meaning", meaning=x.meaning, also=", ".join(x.also)),
            )
            for x in self.data.terms
        ]
        return self._table("words-table", "Words you may hear", ("Word", "What it means"), rows)
