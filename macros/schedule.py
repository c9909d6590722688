"""The arithmetic of a course: pure functions, no formatting, no files, no clock.

A session stands at an unknown time of day 0. A whole day counts as free only if it is free whatever that time
was, so no day given here ever comes sooner than the hours allow.
"""

import calendar
import datetime as dt
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from .model import HOURS_IN, Amount

_LONGEST_MONTH = 31


def _hours(value: int | float, unit: str, *, month_days: int) -> float:
    """A time in hours; a month as `month_days` days, whichever is on the safe side."""
    if unit == "minutes":
        return value / 60
    if unit == "months":
        return value * month_days * 24
    return value * HOURS_IN[unit]


def span_hours(span: Amount) -> float:
    """The end of a span that counts on the safe side, in hours: the later one, or the only one.

    Raises:
        ValueError: when it is no span of time.
    """
    end = span.upper if span.upper is not None else span.lower
    if not span.is_time or end is None:
        raise ValueError(f"no span of time: {span}")
    return _hours(end, span.unit, month_days=_LONGEST_MONTH)


def days_after(span: Amount) -> int:
    """First whole day after a span that starts at a session; the later end counts.

    Args:
        span: a span of time; open at the upper end, its lower end counts ("at least 24 hours").

    Returns:
        the number of the day, day 0 being the session's. 24 hours gives 2: they end some time on day 1.

    Raises:
        ValueError: when it is no span of time.
    """
    return 1 + math.ceil(span_hours(span) / 24)


def day_before(span: Amount) -> int:
    """Day on which a limit before a session begins; the earlier start of a range counts.

    Args:
        span: a span of time that is counted back from a session.

    Returns:
        the number of the day, negative: 7 days before is -7, 24 hours before is -1.

    Raises:
        ValueError: when it is no span of time.
    """
    return -math.ceil(span_hours(span) / 24)


@dataclass(frozen=True)
class DayRange:
    """Days from `first` to `last`, both included; day 0 is the session's."""

    first: int
    last: int


def stage_days(starts: Amount | None, ends: Amount) -> DayRange:
    """Whole days of a stage that starts where another ended (None: at the session)."""
    return DayRange(0 if starts is None else days_after(starts), days_after(ends) - 1)


@dataclass(frozen=True)
class Weeks:
    """A point of a course, in whole weeks after the first session."""

    earliest: int
    latest: int


def session_weeks(number: int, gap: Amount) -> Weeks:
    """Weeks after the first session in which session `number` (from 1) can fall.

    Raises:
        ValueError: when the gap is not in closed, whole weeks or days, or the number is below 1.
    """
    if number < 1:
        raise ValueError(f"there is no session {number}")
    if gap.lower is None or gap.upper is None or gap.unit not in ("weeks", "days"):
        raise ValueError("the gap of a course is in weeks or days, with both ends")
    days = HOURS_IN[gap.unit] // 24
    low, high = int(gap.lower) * days * (number - 1), int(gap.upper) * days * (number - 1)
    return Weeks(low // 7, math.ceil(high / 7))


@functools.cache
def month_days(months: int) -> tuple[int, int]:
    """The fewest and the most days that a number of calendar months can have."""
    starts = [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(4 * 365 + 1)]
    lengths = [(add_months(day, months) - day).days for day in starts]
    return min(lengths), max(lengths)


def check_weeks(sessions: int, gap: Amount, after_last: Amount) -> Weeks:
    """Whole weeks after the first session in which a photo check falls, some months after the last one.

    Calendar months differ in length. The earliest week is the first that no short months come before.
    """
    if after_last.unit != "months" or after_last.lower is None or after_last.upper is None:
        raise ValueError("a check is counted in calendar months")
    last = session_weeks(sessions, gap)
    shortest, longest = month_days(int(after_last.lower))[0], month_days(int(after_last.upper))[1]
    return Weeks(last.earliest + math.ceil(shortest / 7), last.latest + math.ceil(longest / 7))


@dataclass(frozen=True)
class Minutes:
    """A total time, in minutes."""

    low: int
    high: int


def still_running(limit: Amount | None, stage: DayRange) -> bool:
    """Whether a limit after a session still holds on the first day of a stage; None: it has no known end."""
    return limit is None or days_after(limit) > stage.first


def time_in_chair(sessions: int, *parts: Amount) -> Minutes:
    """Time that all sessions take together: the parts of one session, times the sessions."""
    low = sum(_hours(p.lower or 0, p.unit, month_days=0) for p in parts) * 60 * sessions
    high = sum(_hours(p.upper or 0, p.unit, month_days=0) for p in parts) * 60 * sessions
    return Minutes(round(low), round(high))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some calendar months later; the last day of the month when there is no such day.

    >>> add_months(dt.date(2027, 11, 30), 3)
    datetime.date(2028, 2, 29)
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_span(day: dt.date, count: int, unit: str) -> dt.date:
    """A day some days, weeks or calendar months after another.

    Raises:
        ValueError: for a unit that is no whole number of days or months.
    """
    if unit == "months":
        return add_months(day, count)
    if unit not in ("days", "weeks"):
        raise ValueError(f"no whole days: {unit}")
    return day + dt.timedelta(count * (7 if unit == "weeks" else 1))


@dataclass(frozen=True)
class Window:
    """The days on which something falls, from `earliest` to `latest`; one day when they are the same."""

    earliest: dt.date
    latest: dt.date

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest

    def shift(self, days: int) -> "Window":
        """The same window some days later."""
        return Window(self.earliest + dt.timedelta(days), self.latest + dt.timedelta(days))


def session_windows(
    first: dt.date, sessions: int, gap: Amount, moved: Mapping[int, dt.date] | None = None
) -> tuple[Window, ...]:
    """When each session of a course falls, the first one included.

    A session with a date of its own is on that day; later ones count from it. Gaps in calendar months are
    counted from the last such date at once, so that a short month does not shorten what follows.

    Args:
        first: date of the first session.
        sessions: how many sessions.
        gap: time from one session to the next, in days, weeks or months, closed at both ends.
        moved: dates of sessions that fall on a day of their own, by number (from 2).

    Raises:
        ValueError: when the gap is open or no whole days, or a date is not after the session before.
    """
    if gap.lower is None or gap.upper is None:
        raise ValueError("the gap of a course has both ends")
    fixed, since = first, 0
    windows = [Window(first, first)]
    for number in range(2, sessions + 1):
        since += 1
        if moved and number in moved:
            fixed, since = moved[number], 0
            if fixed <= windows[-1].earliest:
                raise ValueError(f"session {number} is not after session {number - 1}")
        low, high = int(gap.lower) * since, int(gap.upper) * since
        windows.append(Window(add_span(fixed, low, gap.unit), add_span(fixed, high, gap.unit)))
    return tuple(windows)


def months_after(window: Window, span: Amount) -> Window:
    """The window some calendar months later; a range of months widens it.

    Raises:
        ValueError: when the span is not in months with both ends.
    """
    if span.unit != "months" or span.lower is None or span.upper is None:
        raise ValueError("a check is counted in calendar months")
    return Window(add_months(window.earliest, int(span.lower)), add_months(window.latest, int(span.upper)))
