"""The calendar file of a plan, by RFC 5545: finished for the command, and as a template for the browser.

Both come from `entries`: what stands in a calendar, on which days of a session, in which words. Places that
need a date hold an offset in braces, as pages do in `data-at` (`macros/plan.py`), with the limit for which a
clinic may have its own time, and words for when there is no day: `{s+2}`, `{s-7:e|retinoids-before}`,
`{|serums|ask your clinic}`. `finished` fills them in; `docs/assets/calendar.js` does the same with the
template, so that no wording and no structure is written twice.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import icalendar

from . import plan as plans
from . import schedule, wording
from .model import Data, Figure, Limit, Stage
from .numbers import PLACEHOLDER
from .plan import Plan
from .schedule import Window

MOST = 6
"""How many entries a session has at most; more would bury the dates that matter."""

# The figures whose days have an entry. What must stop before `_READY` has an entry of its own.
_READY, _FIRST_DAY, _FIRST_WEEK = "actives-before", "first-day", "visible-healing"

_SESSION = "Session {number}: {s+0}."
_LEAVE = "Leave these alone, each from its day on:"
_FREE = "First whole day for each:"
_CLINIC_FIRST = "Your clinic's plan comes first."
_OWN = " (your clinic's time)"
_GONE = ("Canceled", "Canceled", ("This entry is no longer in the plan.",))
_REMINDER = "Reminder: see your notes"
_SAYS = {
    "file": "Your browser has saved my-dates.ics. Open it to add the dates to your calendar.",
    "text": "Copied. Paste it into your notes or a message.",
    "refused": "Your browser does not let this page copy. The text below is marked: copy it yourself.",
}
_FILL = re.compile(r"\{([^{}]*)\}")
_POINT = re.compile(r"([sl])\+?(-?\d+)(m?)")
_LINK = "{base}"

# A name that nobody can own (RFC 2606). The random number makes an entry one of a kind; the same number
# in a later file of the same plan tells a calendar that the entry is the same one.
_UID = "{number}-{id}@microneedling-guide.invalid"


@dataclass(frozen=True)
class Entry:
    """One kind of entry in a calendar.

    Args:
        kind: what tells it from others of the same session; it stands in the UID.
        when: which sessions have it: each, those with an exact day, the first, or the last of a course whose
            number of sessions is known. An entry of the first or last has one UID, whichever session that is.
        at: its days, as offsets; of several the earliest counts.
        title: what it is called if titles may say what it is about.
        neutral: what it is called otherwise; it gives nothing away on a locked screen.
        lines: its text.
        open: title, neutral title and text while the session has no exact day, if they differ.
    """

    kind: str
    when: Literal["each", "exact", "first", "last"]
    at: tuple[str, ...]
    title: str
    neutral: str
    lines: tuple[str, ...]
    open: tuple[str, str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Series:
    """What makes a later file of the same plan known to a calendar.

    Args:
        number: the random number of the course; it says nothing of the person.
        revision: how often the plan changed since the first file.
        sessions: the most sessions that an earlier file had; what is gone of them is written as cancelled.
    """

    number: int
    revision: int = 0
    sessions: int = 0


def entries(data: Data) -> tuple[Entry, ...]:
    """What stands in a calendar, in the order of a session.

    Raises:
        ValueError: when there are more kinds of entries than a session may have.
    """
    words = _Words(data)
    before = [x for x in data.limits if x.when == "before"]
    ready_day = schedule.day_before(words.span(_READY))
    early = [x for x in before if (day := words.day(x)) is not None and day < ready_day]
    ready = [x for x in before if x not in early]
    after = [x for x in data.limits if x.when == "after"]
    week_day = schedule.days_after(words.span(_FIRST_WEEK))
    late = [x for x in after if (day := words.day(x)) is not None and day >= week_day]
    soon = [x for x in after if x not in late]
    countdown = f"Countdown: {_LINK}schedule/#countdown~{{plan}}"
    when_can_i = f"When can I: {_LINK}recovery/#when-can-i~{{plan}}"
    help_ = f"When to get help: {_LINK}recovery/#warning-signs~{{plan}}"
    found = [
        Entry(
            "ready",
            "each",
            tuple(words.at(x) for x in ready if words.day(x) is not None),
            "Microneedling: get ready for session {number}",
            _REMINDER,
            (words.first, _SESSION, _LEAVE, *map(words.line, [*early, *ready]), countdown),
        ),
        Entry(
            "session",
            "each",
            (plans.after(0),),
            "Microneedling: session {number}{of}",
            "Appointment",
            (
                words.first,
                "Session {number}{of}.",
                f"What to bring: {_LINK}schedule/#what-to-bring~{{plan}}",
                f"The first day: {_LINK}recovery/#first-day~{{plan}}",
                help_,
            ),
            open=(
                "Microneedling: session {number}{of} can fall on these days",
                "Appointment on one of these days",
                (
                    words.first,
                    "Session {number}{of} can fall on any of these days: {s+0}.",
                    "Do you have the date? Put it in your plan, and make this file again: "
                    f"{_LINK}schedule/#courses~{{plan}}",
                ),
            ),
        ),
        Entry(
            "first-day",
            "exact",
            (plans.after(schedule.days_after(words.span(_FIRST_DAY))),),
            "Microneedling: the first day after session {number} is over",
            _REMINDER,
            (words.first, _SESSION, _FREE, *map(words.line, soon), when_can_i, help_),
        ),
        Entry(
            "first-week",
            "exact",
            (plans.after(week_day),),
            "Microneedling: the first week after session {number} is over",
            _REMINDER,
            (words.first, _SESSION, _FREE, *map(words.line, late), "{next}", when_can_i),
        ),
        *(words.check(id_) for id_ in data.course.results),
    ]
    if early:
        # Later sessions have it in the entry that ends the week before: see `next` in the template.
        found.insert(
            0,
            Entry(
                "early",
                "first",
                tuple(words.at(x) for x in early),
                "Microneedling: begin to get ready for session {number}",
                _REMINDER,
                (words.first, _SESSION, _LEAVE, *map(words.line, early), countdown),
            ),
        )
    most = sum(x.when != "first" for x in found)
    if most > MOST:
        raise ValueError(f"{most} entries for one session in a calendar; {MOST} is the most")
    return tuple(found)


class _Words:
    """The words of limits and checks, with offsets where a date belongs."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.figures: Mapping[str, Figure] = {f.id: f for f in data.figures}
        self.own = plans.bounds(data).times
        checked = "" if data.site.clinical_review else " No doctor or nurse has checked this guide yet."
        self.first = _CLINIC_FIRST + checked

    def plain(self, text: str) -> str:
        """A text of the data with its figures in place."""
        return PLACEHOLDER.sub(lambda found: wording.figure(self.figures[found[1]]), text)

    def span(self, id_: str) -> Any:
        value = self.figures[id_].value
        if value == "clinic":
            raise ValueError(f'figure "{id_}" has no number')
        return value

    def day(self, limit: Limit) -> int | None:
        """The day on which a limit begins before a session, or ends after one; None: no number says."""
        figure = self.figures.get(limit.edge)
        if figure is None or figure.value == "clinic":
            return None
        if limit.when == "before":
            return schedule.day_before(figure.value)
        return schedule.days_after(figure.value)

    def at(self, limit: Limit) -> str:
        """The offset of a limit's day, with the limit's id if a clinic may have its own time."""
        day = self.day(limit)
        offset = "" if day is None else plans.after(day) + (":e" if limit.when == "before" else "")
        return f"{offset}|{limit.id}" if limit.id in self.own else offset

    def line(self, limit: Limit) -> str:
        """A limit with its day, and what else a reader needs."""
        more = [self.plain(x) for x in (limit.then, limit.note) if x]
        at = self.at(limit)
        if not at:
            return " ".join(["-", self.plain(limit.sentence), *more])
        date = f"{{{at}}}" if self.day(limit) is not None else f"{{{at}|ask your clinic}}"
        if limit.longer:
            longer = plans.after(schedule.days_after(self.span(limit.longer.until)))
            more.insert(0, f"{limit.longer.when}: {{{longer}}}.")
        return " ".join([f"- {limit.topic}: {date}.", *more])

    def next(self) -> str:
        """What the entry that ends a week says of the session after it."""
        early = [x for x in entries(self.data) if x.kind == "early"]
        lines = [line for x in early for line in x.lines if line.startswith("- ")]
        return "\n".join(["Next, session {number}: {s+0}.", *([_LEAVE, *lines] if lines else [])])

    def check(self, id_: str) -> Entry:
        """A photo check, with the words of the stage that ends there."""
        figure, at = self.figures[id_], plans.after_last(self.span(id_))
        stage: Stage = next(x for x in self.data.stages if x.ends == id_)
        return Entry(
            id_,
            "last",
            (at,),
            f"Microneedling: {wording.inside(figure.label)}",
            _REMINDER,
            (
                self.first,
                f"{figure.label}: {{{at}}}.",
                *(self.plain(x) for x in stage.do),
                self.plain(stage.normal),
                f"When to judge the result: {_LINK}schedule/#results-dates~{{plan}}",
            ),
        )


def fewest_usual(data: Data) -> int:
    """How many sessions a file shows if the plan does not say: no more than most courses have."""
    return plans.bounds(data).usual_numbers.start


def template(data: Data) -> dict[str, Any]:
    """All that the browser needs to write the file of a plan; it fills in dates, numbers and addresses.

    Returns:
        a value for JSON. `file` is the file's head, one entry and its end, unfolded; the texts of `entries`
        are not escaped yet.
    """
    names = ("stamp", "revision", "status", "start", "end", "title", "text")
    calendar = _calendar([{name: f"{{{name}}}" for name in names} | {"uid": _UID}])
    file = "".join(f"{line}\r\n" for line in calendar.content_lines() if line)
    begin, end = file.index("BEGIN:VEVENT"), file.index("END:VCALENDAR")
    return {
        "file": [file[:begin], file[begin:end], file[end:]],
        "sessions": fewest_usual(data),
        "first": _Words(data).first,
        "own": _OWN,
        "gone": _words(*_GONE),
        "next": _Words(data).next(),
        "entries": [_facts(x) for x in entries(data)],
        "says": _SAYS,
    }


def _facts(entry: Entry) -> dict[str, Any]:
    """An entry for JSON."""
    facts: dict[str, Any] = {
        "kind": entry.kind,
        "when": entry.when,
        "at": entry.at,
        "words": _words(entry.title, entry.neutral, entry.lines),
    }
    if entry.open:
        facts["open"] = _words(*entry.open)
    return facts


def _words(title: str, neutral: str, lines: tuple[str, ...]) -> list[str]:
    return [title, neutral, "\n".join(lines)]


class _Raw(icalendar.vText):
    """A value that is written as it is: a number, a date or a placeholder, but no text."""

    def to_ical(self) -> bytes:
        return str(self).encode()


def _calendar(events: Iterable[Mapping[str, str]]) -> icalendar.Calendar:
    """The file, with its entries; every value is text already."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Microneedling guide//Dates//EN")
    # Without an ORGANIZER, against RFC 5546: with one, calendars take the entry for a stranger's invitation.
    calendar.add("method", "PUBLISH")
    for values in events:
        event = icalendar.Event()
        event["uid"] = _Raw(values["uid"])
        event["sequence"] = _Raw(values["revision"])
        event["status"] = _Raw(values["status"])
        event["dtstamp"] = _Raw(values["stamp"])
        event["dtstart"] = _Raw(values["start"], params={"value": "DATE"})
        event["dtend"] = _Raw(values["end"], params={"value": "DATE"})
        event.add("summary", values["title"])
        event.add("description", values["text"])
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar


class _Dates:
    """The dates of a plan: what stands in the braces of a template.

    Args:
        sessions: how many sessions the file shows.
        all_: how many it must have dates for, those included that are gone.
        base: the address of the guide, with a slash at its end; None: no links.
        text: the plan as its links say it.
    """

    def __init__(self, data: Data, plan: Plan, sessions: int, all_: int, base: str | None, text: str) -> None:
        self.plan, self.sessions, self.base, self.text = plan, sessions, base, text
        self.when = plans.bounds(data).times
        gap = plan.gap or plans.bounds(data).gap
        assert plan.first is not None
        self.windows = schedule.session_windows(plan.first, all_, gap, plan.moved)
        self.next = _Words(data).next()

    def window(self, key: str, number: int) -> Window:
        """The days of an offset for a session: "s+2", "s-7:e|retinoids-before"."""
        at, own, *_ = [*key.split("|"), ""]
        offset, _, end = at.partition(":")
        if span := self.plan.times.get(own):
            before = self.when[own] == "before"
            offset = plans.after(schedule.day_before(span) if before else schedule.days_after(span))
        found = _POINT.fullmatch(offset)
        assert found, f"no offset: {key}"
        anchor, count, months = found[1], int(found[2]), found[3]
        window = self.windows[(number if anchor == "s" else self.sessions) - 1]
        if months:
            window = Window(
                schedule.add_months(window.earliest, count), schedule.add_months(window.latest, count)
            )
        else:
            window = window.shift(count)
        return Window(window.earliest, window.earliest) if end == "e" else window

    def fill(self, text: str, number: int) -> str:
        """A text of the template with everything in place; lines with a link go if there is no address."""
        lines = [x for x in text.split("\n") if self.base is not None or _LINK not in x]
        filled = (_FILL.sub(lambda found: self._value(found[1], number), x) for x in lines)
        return "\n".join(x for x in filled if x)

    def _value(self, key: str, number: int) -> str:
        match key:
            case "number":
                return str(number)
            case "of":
                return f" of {self.plan.sessions}" if self.plan.sessions else ""
            case "base":
                return self.base or ""
            case "plan":
                return self.text
            case "next":
                return self.fill(self.next, number + 1) if number < self.sessions else ""
        at, own, words, *_ = [*key.split("|"), "", ""]
        has_own = own in self.plan.times
        if not at and not has_own:
            return words
        return wording.window(self.window(key, number)) + (_OWN if has_own else "")


@dataclass(frozen=True)
class Filled:
    """An entry of a plan: its days, and its words with everything in place.

    Args:
        id: the end of its UID, unique in the file.
        gone: whether the plan has it no more.
        days: the days on which it stands, as one event.
        title: what it is called if titles may say what it is about.
        neutral: what it is called otherwise.
        text: its text; its lines have a newline between them.
    """

    id: str
    gone: bool
    days: Window
    title: str
    neutral: str
    text: str


def filled(
    data: Data, plan: Plan, series: Series | None = None, base: str | None = None, text: str | None = None
) -> tuple[Filled, ...]:
    """The entries of a plan in the order of their days, and those that a changed plan has no more.

    Args:
        data: the shared data.
        plan: a plan with a first date.
        series: what an earlier file had.
        base: the address of the guide, with a slash at its end; None: no links.
        text: the plan as its links say it; None: as `Plan.text` does.

    Raises:
        ValueError: when the plan has no first date, or its sessions do not follow one another.
    """
    if plan.first is None:
        raise ValueError("a calendar needs the date of the first session")
    series = series or Series(0)
    sessions = plan.sessions or fewest_usual(data)
    all_ = max(sessions, series.sessions if series.revision else 0)
    dates = _Dates(data, plan, sessions, all_, base, plan.text() if text is None else text)
    found: dict[str, Filled] = {}
    for number in range(1, all_ + 1):
        exact = dates.windows[number - 1].exact
        fits = {
            "each": True,
            "exact": exact,
            "first": number == 1 and sessions > 1,
            "last": number == plan.sessions,
        }
        for entry in entries(data):
            id_ = entry.kind if entry.when in ("first", "last") else f"{number}-{entry.kind}"
            here = number <= sessions and fits[entry.when]
            if here or (series.revision and id_ not in found):
                found[id_] = _filled(entry, id_, number, dates, gone=not here, exact=exact)
    return tuple(sorted(found.values(), key=lambda x: x.days.earliest))


def _filled(entry: Entry, id_: str, number: int, dates: _Dates, *, gone: bool, exact: bool) -> Filled:
    days = min((dates.window(x, number) for x in entry.at), key=lambda x: x.earliest)
    title, neutral, lines = entry.title, entry.neutral, entry.lines
    if gone:
        title, neutral, lines = _GONE
    elif entry.open and not exact:
        title, neutral, lines = entry.open
    return Filled(
        id_,
        gone,
        days,
        dates.fill(title, number),
        neutral,
        dates.fill("\n".join(lines), number),
    )


def finished(
    data: Data,
    plan: Plan,
    stamp: dt.datetime,
    series: Series | None = None,
    *,
    clear: bool = False,
    base: str | None = None,
    text: str | None = None,
) -> bytes:
    """The calendar file of a plan, the same bytes for the same plan.

    Args:
        data: the shared data.
        plan: a plan with a first date.
        stamp: when the file was made, in UTC; nothing here asks for the time.
        series: the number of the course, and what an earlier file had; None: made from the plan.
        clear: whether titles may say what they are about.
        base: the address of the guide, with a slash at its end; None: no links.
        text: the plan as its links say it; None: as `Plan.text` does.

    Raises:
        ValueError: when the plan has no first date, or its sessions do not follow one another.
    """
    series = series or Series(int(hashlib.sha256(plan.text().encode()).hexdigest()[:8], 16))
    events = [
        {
            "uid": _UID.format(number=series.number, id=x.id),
            "stamp": stamp.strftime("%Y%m%dT%H%M%SZ"),
            "revision": str(series.revision),
            "status": "CANCELLED" if x.gone else "CONFIRMED",
            "start": f"{x.days.earliest:%Y%m%d}",
            "end": f"{x.days.latest + dt.timedelta(1):%Y%m%d}",
            "title": x.title if clear else x.neutral,
            "text": x.text,
        }
        for x in filled(data, plan, series, base, text)
    ]
    return bytes(_calendar(events).to_ical())
