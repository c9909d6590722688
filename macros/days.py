"""When a limit begins and ends and how long a stage lasts, in words and as offsets: for tables and sheets."""

from __future__ import annotations

from markupsafe import Markup

from . import plan, schedule, wording
from .model import Amount, Limit, Stage
from .render import Renderer

_NO_KNOWN_END, _NEVER = 9_000, 10_000  # hours, to sort by; longer than any limit


class Days(Renderer):
    """The days of limits and stages, over one set of data."""

    def _starts(self, entry: Limit) -> Amount | None:
        """How long before a session a limit begins; None: your clinic sets it."""
        return self._amount(entry.from_)

    def _countdown_order(self) -> list[Limit]:
        """The limits before a session, the earliest first; what the clinic decides stands last."""
        limits = (x for x in self.data.limits if x.when == "before")
        return sorted(limits, key=lambda x: schedule.day_before(a) if (a := self._starts(x)) else 1)

    def _before(self, entry: Limit) -> Markup:
        """The day on which a limit before a session begins, as a cell says it."""
        words, at = "Ask your clinic", ""
        if span := self._starts(entry):
            number = schedule.day_before(span)
            words, at = wording.sentence(wording.day(number)), plan.after(number)
        return self._derived(words, entry.from_, at=at, own=self._own(entry))

    def _after_order(self) -> list[Limit]:
        """The limits after a session, the soonest free first; what is never free stands last."""

        def ends(entry: Limit) -> float:
            if entry.until == "never":
                return _NEVER
            span = self._amount(entry.until)
            return schedule.span_hours(span) if span else _NO_KNOWN_END

        return sorted((x for x in self.data.limits if x.when == "after"), key=ends)

    def _after(self, entry: Limit) -> Markup | str:
        """The first whole day after a limit, as a cell says it."""
        if days := self._free(entry, opening=True):
            return self._render("free", days=days)
        if entry.until == "never":
            return "Not at all"
        return self._derived("Ask your clinic", entry.until, own=self._own(entry))

    def _free(self, entry: Limit, *, opening: bool = False) -> list[tuple[str, Markup]]:
        """The first whole days after a limit: the usual one, and the one of a case that lasts longer.

        `opening` is for a cell of its own, with capital letters.
        """
        cases = [("", entry.until)] + ([(entry.longer.when, entry.longer.until)] if entry.longer else [])
        days: list[tuple[str, Markup]] = []
        for when, id_ in cases:
            span = self._amount(id_) if id_ in self._figures and entry.when == "after" else None
            if span:
                number = schedule.days_after(span)
                words = wording.day(number)
                if opening and not days:
                    words = wording.sentence(words)
                shown = self._derived(words, id_, at=plan.after(number), own=self._own(entry, id_))
                days.append((when if opening else wording.inside(when), shown))
        return days

    def _own(self, entry: Limit, id_: str = "") -> str:
        """The id of a limit if a clinic may have its own time for it; not for the case that lasts longer."""
        longer = entry.longer is not None and entry.longer.until == id_
        return entry.id if entry.id in self._bounds.times and not longer else ""

    def _stage_time(self, entry: Stage) -> Markup:
        ends = self._time(entry.ends)
        ids = [x for x in (entry.starts, entry.ends) if x in self._figures]
        if entry.track == "course":
            words = wording.between([self._figures[x] for x in ids])
            points = [plan.after_last(self._time(x)) for x in ids]
            at = "..".join(points if len(points) > 1 else [plan.AT_LAST, *points])
            return self._derived(wording.sentence(words), *ids, at=at)
        starts = None if entry.starts == "session" else self._time(entry.starts)
        days = schedule.stage_days(starts, ends)
        # Until the next session, whenever that is; the last has none, so the usual gap ends it.
        last = plan.BEFORE_NEXT if entry.ends == self.data.course.gap else plan.after(days.last)
        return self._derived(
            wording.sentence(wording.days(days)), *ids, at=f"{plan.after(days.first)}..{last}"
        )
