"""A person's own plan: dates, sessions, gap and a clinic's own times, and how an address says them.

An address is `<page>#<id>~<plan>`. The plan begins with the version of this grammar; its parts follow, each
with a letter of its own, joined by dots: `1.d2027-01-11.s4.g5w.m3-2027-04-10.lretinoids_10d`. It holds
numbers, dates and ids of ours, and nothing that names a person. The browser reads it (`docs/assets/plan.js`);
here it is written, and its bounds are set.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from . import schedule, wording
from .model import Amount, Data, Figure, Limit, Standing

VERSION = 1
UNITS = {"h": "hours", "d": "days", "w": "weeks", "m": "months"}
_LETTERS = {unit: letter for letter, unit in UNITS.items()}
_SPAN = re.compile(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?([hdwm])")
FAR_YEARS = 3
"""How far from today a first session may be, in years; further off it is a slip of the finger."""


def read_span(text: str) -> Amount:
    """Read a span of time as plans and commands write it: "5w", "4-6w", "48h", "2m".

    Raises:
        ValueError: when it is none.
    """
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is no span of time; write it like 5w, 4-6w or 2m')
    low, high, letter = found.groups()
    ends: dict[str, Any] = {"from": int(low), "to": int(high)} if high else {"exactly": int(low)}
    return Amount.model_validate({"unit": UNITS[letter], **ends})


def write_span(span: Amount) -> str:
    """Write a span of time as plans do; the opposite of `read_span`.

    Raises:
        ValueError: when an end is open, or it is no span in hours, days, weeks or months.
    """
    if span.lower is None or span.upper is None or span.unit not in _LETTERS:
        raise ValueError(f"no closed span of time: {span}")
    ends = f"{span.lower}" if span.lower == span.upper else f"{span.lower}-{span.upper}"
    return ends + _LETTERS[span.unit]


# Offsets, as pages carry them in `data-at`: a point, or two with ".." between them. A point is an anchor and
# a number of days or calendar months: "s+2" (s: the session looked at), "s-7", "c3" (c: a session by its
# number), "l+3m" (l: the last session), "n-1" (n: the session after the one looked at). Of a window of days,
# ":e" asks for the earliest and ":l" for the latest.

BEFORE_NEXT = "n-1"
AT_LAST = "l+0"


def after(days: int) -> str:
    """The offset of a day of a session: "s+2", "s-7"."""
    return f"s{days:+d}"


def session(number: int) -> str:
    """The offset of a session by its number: "c3"."""
    return f"c{number}"


def after_last(span: Amount) -> str:
    """The offset of a check, in calendar months after the last session; the later end counts: "l+3m".

    Raises:
        ValueError: when the span is not in months.
    """
    end = span.upper if span.upper is not None else span.lower
    if span.unit != "months" or end is None:
        raise ValueError("a check is counted in calendar months")
    return f"l+{end}m"


@dataclass(frozen=True)
class Plan:
    """What a plan can say; what it does not say stays as the guide has it.

    Args:
        first: date of the first session.
        sessions: how many sessions.
        gap: time from one session to the next, closed at both ends.
        moved: dates of sessions that fall on a day of their own, by number (from 2).
        times: a clinic's own times, by id of the limit, each exact.
    """

    first: dt.date | None = None
    sessions: int | None = None
    gap: Amount | None = None
    moved: Mapping[int, dt.date] = field(default_factory=lambda: MappingProxyType({}))
    times: Mapping[str, Amount] = field(default_factory=lambda: MappingProxyType({}))

    def text(self) -> str:
        """The plan as an address says it, after the `~`."""
        parts = [str(VERSION)]
        if self.first:
            parts.append(f"d{self.first.isoformat()}")
        if self.sessions:
            parts.append(f"s{self.sessions}")
        if self.gap:
            parts.append(f"g{write_span(self.gap)}")
        parts += [f"m{number}-{day.isoformat()}" for number, day in sorted(self.moved.items())]
        parts += [f"l{id_}_{write_span(span)}" for id_, span in sorted(self.times.items())]
        return ".".join(parts)


@dataclass(frozen=True)
class Bounds:
    """What a plan may hold.

    Args:
        sessions: fewest and most sessions.
        usual_sessions: what most courses have.
        gap_days: shortest and longest gap, in days.
        gap: the usual gap.
        longest_gap: the longest gap, in its own unit.
        time_hours: shortest and longest of a clinic's own times, in hours.
        times: ids of the limits for which a clinic may have its own time, with "before" or "after".
    """

    sessions: tuple[int, int]
    usual_sessions: Amount
    gap_days: tuple[int, int]
    gap: Amount
    longest_gap: Amount
    time_hours: tuple[int, int]
    times: Mapping[str, str]

    @property
    def usual_numbers(self) -> range:
        """How many sessions most courses have, each number."""
        return range(int(self.usual_sessions.lower or 1), int(self.usual_sessions.upper or 1) + 1)

    @property
    def whole_weeks(self) -> list[Amount]:
        """The gaps in whole weeks, the shortest first."""
        shortest, longest = self.gap_days
        return [read_span(f"{n}w") for n in range(math.ceil(shortest / 7), longest // 7 + 1)]

    @property
    def gaps(self) -> list[Amount]:
        """The gaps to choose from: whole weeks, and the longest if it is in another unit."""
        return self.whole_weeks + ([self.longest_gap] if self.longest_gap.unit != "weeks" else [])


def bounds(data: Data) -> Bounds:
    """What a plan may hold, from the accepted ranges of `data/course.yml`.

    Raises:
        ValueError: when a figure that a bound is taken from has no number.
    """
    figures = {f.id: f for f in data.figures}

    def span(id_: str) -> Amount:
        value = figures[id_].value
        if value == "clinic":
            raise ValueError(f'figure "{id_}" has no number')
        return value

    accepted = data.course.accepted
    low, high = span(accepted.sessions.from_).lower, span(accepted.sessions.to).upper
    longest = span(accepted.gap.to)
    return Bounds(
        sessions=(int(low or 1), int(high or 1)),
        usual_sessions=span(data.course.sessions),
        gap_days=(_days(span(accepted.gap.from_))[0], _days(longest)[1]),
        gap=span(data.course.gap),
        longest_gap=Amount.model_validate({"unit": longest.unit, "exactly": longest.upper}),
        time_hours=(
            int(schedule.span_hours(span(accepted.times.from_))),
            int(schedule.span_hours(span(accepted.times.to))),
        ),
        times={x.id: x.when for x in data.limits if _has_own_time(x, figures)},
    )


def says(data: Data) -> dict[str, str]:
    """What the scripts say of a plan, in words of ours only; each "#" is filled in, in turn.

    Of a fault: which part, what is wrong with it, and what is accepted.

    Raises:
        ValueError: as `bounds` does.
    """
    accepted, figures = data.course.accepted, {f.id: f for f in data.figures}
    gap, times = (
        " to ".join(wording.figure(figures[x]) for x in (part.from_, part.to))
        for part in (accepted.gap, accepted.times)
    )
    limits = bounds(data)
    sessions = " to ".join(map(str, limits.sessions))
    usual = f"{wording.amount(limits.usual_sessions)}, {wording.amount(limits.gap)} apart"
    years = wording.count(FAR_YEARS, "years")
    return {
        "version": "This guide cannot read the plan in this link. "
        "It is damaged, or from a newer edition. This page shows the usual days.",
        "part": "A part of the plan in this link cannot be read. It is left out.",
        "twice": "The plan in this link says one thing twice. The first counts.",
        "date": "Session #: there is no such date. Choose a month, and write day and year as numbers.",
        "far": f"Session #: the date is more than {years} from today. Check the year.",
        "alone": "Session #: your plan has no such session, or no first date to count from.",
        "order": "Session #: its date must come after session #.",
        "sessions": f"Number of sessions: it must be {sessions}.",
        "gap": f"Time between sessions: it must be {gap}.",
        "times": f"Your clinic's time: it must be {times}, in hours, days or weeks.",
        "odd": f"Session # does not come {gap} after session #. No study used such a gap. Ask your clinic.",
        "own": "your clinic's time: #",
        "usual": "#, # a session: your clinic's time is #. Usual: #.",
        "theirs": "This shows what is usual. Your clinic's plan comes first: #.",
        "mine": "Your plan: #.",
        "link": f"This plan comes from a link: #. The usual range is {usual}.",
        "apart": "# apart",
        "usualPlan": usual,
        "pick": "Show the dates of session",
        "picked": "The dates are now those of session #.",
        "changed": "Your dates are changed. They stand in the tables too.",
        "gone": "Your dates are removed.",
        "free": "Day #",
        "start": "# before",
        "before": "Your first session is in #",
        "day": "Today is day # of your # session",
        "dayOf": "Today is the day of your # session",
        "after": "It is # since your last session",
        "next": "Next: your # session, #.",
        "had": "Your # session can fall from #. Did you have it? Put in its date.",
        "soon": "Your next session is near. Stop these now: #.",
        "wrong": "Something in this link is not right. Ask your clinic, or put in your dates.",
        "check": "Next: #, #.",
        "over": "Your sessions and photo checks are over.",
        "today": "Today",
        "instead": "your plan: #",
    }


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _has_own_time(limit: Limit, figures: Mapping[str, Figure]) -> bool:
    """Whether a clinic may have its own time: where sources differ, or none gives a number.

    Before a session, "your clinic sets this" is about whether, not about when.
    """
    figure = figures.get(limit.edge)
    if figure is None:
        return False
    return figure.standing is Standing.VARIES or (
        figure.standing is Standing.CLINIC and limit.when == "after"
    )


def _days(span: Amount) -> tuple[int, int]:
    """The fewest and the most days of a span; calendar months differ."""
    low, high = int(span.lower or 0), int(span.upper or 0)
    if span.unit == "months":
        return schedule.month_days(low)[0], schedule.month_days(high)[1]
    each = 7 if span.unit == "weeks" else 1
    return low * each, high * each
