"""Spans, counts and days in words, and as machine-readable values."""

import datetime as dt
import difflib
from collections.abc import Iterable

from .model import TIME_UNITS, Amount, Figure, Side
from .schedule import DayRange, Minutes, Weeks, Window

CLINIC_SETS = "your clinic sets this"
_ONE = {
    "minutes": "minute",
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "sessions": "session",
    "people": "person",
    "studies": "study",
    "millimeters": "millimeter",
}
_ISO = {"minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D", "weeks": "P{}W", "months": "P{}M"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COUNTED = {
    Side.BEFORE: ("before the time of your session", "before a session"),
    Side.AFTER: ("from the time of your session", "after a session"),
    Side.AFTER_LAST: ("after your last session", "after your last session"),
    Side.BETWEEN: ("from one session to the next", "from one session to the next"),
}


def amount(value: Amount) -> str:
    """An amount in words: "4 to 6 weeks", "at least 24 hours", "up to 7 days", "7 of 50 people"."""
    words = _bare(value)
    return f"about {words}" if value.about else words


def _bare(value: Amount) -> str:
    numbers, open_low, open_high = _ends(value)
    unit = value.unit
    if unit == "day-number":
        return f"day {numbers}"
    if unit == "spf":
        return f"SPF {numbers} or higher" if open_high else f"SPF {numbers}"
    if unit == "age":
        return f"{numbers} or older" if open_high else numbers
    if unit == "score":
        return f"{numbers} out of {value.of}"
    name = "percent" if unit == "percent" else _ONE[unit] if numbers == "1" else unit
    if value.of is not None:
        return f"{numbers} of {value.of} {unit}"
    prefix = "at least " if open_high else "up to " if open_low else ""
    return f"{prefix}{numbers} {name}"


def _number(value: int | float) -> str:
    """A number in digits: "1,500", "1.5"."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")


def _ends(value: Amount) -> tuple[str, bool, bool]:
    """The numbers, whether the lower end is open, whether the upper is."""
    if value.lower is None or value.upper is None:
        known = value.upper if value.lower is None else value.lower
        return _number(known or 0), value.lower is None, value.upper is None
    if value.lower == value.upper:
        return _number(value.lower), False, False
    return f"{_number(value.lower)} to {_number(value.upper)}", False, False


def machine(value: Amount) -> str:
    """An amount for machines: ISO 8601 durations ("P4W/P6W", an open end as ".."), else numbers."""
    form = _ISO.get(value.unit, "{}")
    low, high = (
        ".." if n is None else form.format(_number(n).replace(",", "")) for n in (value.lower, value.upper)
    )
    return low if low == high else f"{low}/{high}"


def figure(entry: Figure) -> str:
    """What a figure prints in a sentence."""
    return CLINIC_SETS if entry.value == "clinic" else amount(entry.value)


def wait(entry: Figure) -> str:
    """A span with what it is counted from, such as "24 hours from the time of your session"."""
    words = figure(entry)
    if entry.value == "clinic" or entry.counts is None:
        return words
    by_hour, by_day = _COUNTED[entry.counts]
    return f"{words} {by_hour if entry.value.unit in ('minutes', 'hours') else by_day}"


def between(points: list[Figure]) -> str:
    """The time up to a point, or from one point to the next: "3 to 6 months after your last session"."""
    words = wait(points[-1])
    if len(points) == 1:
        return f"up to {words}"
    start, unit = figure(points[0]), words.split()[1]
    return f"{start.removesuffix(f' {unit}')} to {words}"


def day(number: int) -> str:
    """A day of a session: "day 2", "the day of your session", "7 days before"."""
    if number == 0:
        return "the day of your session"
    if number > 0:
        return f"day {number}"
    whole, rest = divmod(-number, 7)
    return f"{count(whole, 'weeks') if whole > 1 and not rest else count(-number, 'days')} before"


def days(span: DayRange) -> str:
    """Days of a stage: "day 2 to day 3", "day 8 to week 6"."""
    if span.first == span.last:
        return day(span.first)
    whole, rest = divmod(span.last, 7)
    return f"day {span.first} to " + (f"day {span.last}" if rest or whole < 2 else f"week {whole}")


def weeks(span: Weeks) -> str:
    """Weeks after the first session: "week 8 to week 12"; the first session is "the start"."""
    if span.latest == 0:
        return "the start"
    return (
        f"week {span.earliest}"
        if span.earliest == span.latest
        else f"week {span.earliest} to week {span.latest}"
    )


def count(number: int, unit: str) -> str:
    """A whole number with its unit: "1 visit", "4 visits"."""
    return f"{number:,} {unit.removesuffix('s') if number == 1 else unit}"


def hours(span: Minutes) -> str:
    """A total time, in hours and minutes: "2 hours 30 minutes to 6 hours"."""
    low, high = _clock(span.low), _clock(span.high)
    return low if low == high else f"{low} to {high}"


def _clock(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    parts = [count(whole, "hours")] if whole else []
    if rest or not whole:
        parts.append(count(rest, "minutes"))
    return " ".join(parts)


def date(value: dt.date) -> str:
    """A date in words, for US readers: "November 22, 2026"."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"


def window(value: Window) -> str:
    """Days in words: "Monday, January 11, 2027", "Monday, February 8 to Monday, February 22, 2027"."""
    first, last = (f"{_WEEK[x.weekday()]}, {date(x)}" for x in (value.earliest, value.latest))
    if value.exact:
        return last
    year = f", {value.latest.year}"
    return f"{first.removesuffix(year)} to {last}"


def listed(words: Iterable[str]) -> str:
    """Words joined as in a sentence: "a, b and c"."""
    items = list(words)
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """The text with a small first letter, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The known id that is most like a mistyped one, if any is."""
    return next(iter(difflib.get_close_matches(word, sorted(among), n=1)), None)


assert set(_ISO) == set(TIME_UNITS)
