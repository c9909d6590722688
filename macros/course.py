"""A course as a list of dates, for the command: reads its options, prints text, CSV or JSON."""

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import calendar, schedule, wording
from . import plan as plans
from .calendar import Series
from .model import HOURS_IN, Amount, Data, Limit, Stage
from .plan import Plan
from .schedule import Window

VERSION = 1
"""Version of the JSON: a key may be added; when one goes or changes its meaning, this number grows."""

YEARS = (2000, 2199)
"""The years that a date may have; any other is a slip of the finger."""

Kind = Literal["session", "before", "after", "stage", "check"]
_HEADS: dict[Kind, str] = {
    "before": "Before: leave alone, each from its day on",
    "after": "After: first whole day",
    "check": "Photos, in the same light",
    "stage": "Healing",
}


@dataclass(frozen=True)
class Item:
    """Something that falls on a day of a course.

    Args:
        session: number of the session; None: after the last.
        kind: the session itself, a limit before it (from when it holds) or after it (its first free whole
            day), a stage of healing, or a photo check.
        id: id of the limit, stage or figure.
        what: its name.
        days: the days on which it can fall, or that a stage lasts; None: no number says.
        note: what else to know, such as that the time is the clinic's own.
    """

    session: int | None
    kind: Kind
    id: str
    what: str
    days: Window | None
    note: str = ""


def items(data: Data, plan: Plan) -> tuple[Item, ...]:
    """Everything of a course that has a day, session by session, the soonest first.

    Args:
        data: the shared data.
        plan: a plan with a first date. If it does not say how many sessions, the fewest that are usual are
            given, and nothing after the last; if it does not say the gap, the usual one is taken.

    Raises:
        ValueError: when there is no first date, or a session is not after the one before.
    """
    return tuple(_Course(data, plan).items())


class _Course:
    """A plan over the data."""

    def __init__(self, data: Data, plan: Plan) -> None:
        if plan.first is None:
            raise ValueError("a course needs the date of the first session")
        self.data, self.plan = data, plan
        self.figures = {f.id: f for f in data.figures}
        gap = plan.gap or plans.bounds(data).gap
        sessions = plan.sessions or calendar.fewest_usual(data)
        self.windows = schedule.session_windows(plan.first, sessions, gap, plan.moved)

    def items(self) -> Iterator[Item]:
        for number, window in enumerate(self.windows, 1):
            yield Item(number, "session", "session", f"Session {number}", window)
            limits = [y for x in self.data.limits for y in self._limit(x, number, window)]
            for side in ("before", "after"):
                yield from sorted((x for x in limits if x.kind == side), key=_by_day)
            for stage in self.data.stages:
                if days := self._stage(stage, number, window):
                    yield Item(number, "stage", stage.id, stage.name, days)
        if self.plan.sessions:
            yield from self._last(self.windows[-1])

    def _span(self, id_: str) -> Amount | None:
        figure = self.figures.get(id_)
        return None if figure is None or figure.value == "clinic" else figure.value

    def _time(self, id_: str) -> Amount:
        span = self._span(id_)
        if span is None:
            raise ValueError(f'figure "{id_}" has no number')
        return span

    def _limit(self, limit: Limit, number: int, window: Window) -> Iterator[Item]:
        """A limit, with a clinic's own time in its place if the plan has one; and its longer case."""
        own = self.plan.times.get(limit.id)
        span = own or self._span(limit.from_ if limit.when == "before" else limit.until)
        day = schedule.day_before if limit.when == "before" else schedule.days_after
        note = "your clinic's time" if own else "" if span else "ask your clinic"
        if limit.until == "never":
            note = "not at all"
        days = window.shift(day(span)) if span else None
        yield Item(number, limit.when, limit.id, limit.topic, days, note)
        if limit.longer:
            days = window.shift(day(self._time(limit.longer.until)))
            case = wording.inside(limit.longer.when)
            yield Item(number, limit.when, limit.id, limit.topic, days, case)

    def _stage(self, stage: Stage, number: int, window: Window) -> Window | None:
        """The days of a stage after a session. The last one lasts until the next session, if there is one."""
        if stage.track != "session":
            return None
        starts = None if stage.starts == "session" else self._time(stage.starts)
        span = schedule.stage_days(starts, self._time(stage.ends))
        end = window.latest + dt.timedelta(span.last)
        if stage.ends == self.data.course.gap:
            if number == self.plan.sessions:
                return None
            if number < len(self.windows):
                end = self.windows[number].latest - dt.timedelta(1)
        return Window(window.earliest + dt.timedelta(span.first), end)

    def _last(self, last: Window) -> Iterator[Item]:
        """What comes after the last session: the photo checks, and the stages up to them."""
        for id_ in self.data.course.results:
            days = schedule.months_after(last, self._time(id_))
            yield Item(None, "check", id_, self.figures[id_].label, days)
        for stage in self.data.stages:
            if stage.track == "course":
                counted = self._span(stage.starts)
                starts = schedule.months_after(last, counted) if counted else last
                ends = schedule.months_after(last, self._time(stage.ends))
                yield Item(None, "stage", stage.id, stage.name, Window(starts.earliest, ends.latest))


def _by_day(item: Item) -> dt.date:
    return item.days.earliest if item.days else dt.date.max


# ---- how it is printed ----


def as_text(data: Data, plan: Plan) -> str:
    """A course for people to read."""
    bounds, found = plans.bounds(data), items(data, plan)
    gap = f"{wording.amount(plan.gap or bounds.gap)} from one to the next"
    usual = f"Most courses have {wording.amount(bounds.usual_sessions)}. These are the first, {gap}."
    lines = [
        "Your clinic's plan comes first.",
        *([] if data.site.clinical_review else ["No doctor or nurse has checked this guide yet."]),
        f"{wording.count(plan.sessions, 'sessions')}, {gap}." if plan.sessions else usual,
    ]
    width = max(len(x.what) for x in found) + 2
    for number, group in itertools.groupby(found, key=lambda x: x.session):
        of = list(group)
        lines += ["", _line(of.pop(0), 0) if number else "After your last session"]
        if any(x.days and x.kind in ("before", "check") and not x.days.exact for x in of):
            lines.append("  The day is not fixed yet: each line gives the earliest and the latest day.")
        for kind, head in _HEADS.items():
            if listed := [x for x in of if x.kind == kind]:
                lines += [f"  {head}", *(f"    {_line(x, width)}" for x in listed)]
    return "\n".join(lines) + "\n"


def _line(item: Item, width: int) -> str:
    """An item in one line: its name, its days, its note."""
    days = wording.window(item.days) if item.days else ""
    note = f"({item.note})" if days and item.note else item.note
    return " ".join(filter(None, [f"{item.what}:".ljust(width), days, note]))


def as_csv(data: Data, plan: Plan) -> str:
    """A course for a spreadsheet: one row an item, dates as 2027-01-11."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("session", "kind", "id", "what", "from", "to", "note"))
    for x in items(data, plan):
        writer.writerow((x.session, x.kind, x.id, x.what, *_iso(x.days).values(), x.note))
    return text.getvalue()


def as_json(data: Data, plan: Plan) -> str:
    """A course for programs. `sessions` has what belongs to each, `after` what comes after the last."""

    def facts(of: Iterable[Item]) -> list[dict[str, Any]]:
        return [
            {
                "kind": x.kind,
                "id": x.id,
                "what": x.what,
                **_iso(x.days),
                **({"note": x.note} if x.note else {}),
            }
            for x in of
        ]

    found = items(data, plan)
    of = {number: [x for x in found if x.session == number] for number in {x.session: 1 for x in found}}
    sessions = [
        {"number": number, **_iso(listed[0].days), "items": facts(listed[1:])}
        for number, listed in of.items()
        if number
    ]
    whole = {
        "version": VERSION,
        "plan": plan.text(),
        "reviewed": data.site.clinical_review is not None,
        "sessions": sessions,
        "after": facts(of.get(None, [])),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _iso(days: Window | None) -> dict[str, str | None]:
    ends = (days.earliest.isoformat(), days.latest.isoformat()) if days else (None, None)
    return dict(zip(("from", "to"), ends, strict=True))


FORMATS: Mapping[str, Callable[[Data, Plan], str]] = {"text": as_text, "csv": as_csv, "json": as_json}
"""What a course can be printed as, besides the calendar file."""


# ---- what it is given ----


def read_date(text: str, example: str) -> dt.date:
    """Read a date such as 2027-01-11.

    Args:
        text: what was given.
        example: an option with a date that is right, for the message.

    Raises:
        ValueError: when there is no such date, or it is far off.
    """
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f'"{text}" is no date. Write one that exists, as year-month-day: {example}')
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(f"the year {day.year} is not from {YEARS[0]} to {YEARS[1]}: {example}")
    return day


def read_plan(
    data: Data,
    first: str,
    sessions: str | None = None,
    gap: str | None = None,
    moved: Iterable[str] = (),
    times: Iterable[str] = (),
) -> Plan:
    """Read a plan from what a command was given.

    Args:
        data: the shared data; it sets what is accepted.
        first: date of the first session, such as 2027-01-11.
        sessions: how many, such as 4.
        gap: time from one session to the next, such as 5w, 4-6w or 2m.
        moved: sessions with a day of their own, such as 3=2027-04-10.
        times: a clinic's own times, such as retinoids=10d.

    Raises:
        ValueError: with what is wrong, what is accepted and an example.
    """
    plan = Plan(
        read_date(first, "--first 2027-01-11"),
        None if sessions is None else _sessions(data, sessions),
        None if gap is None else _gap(data, gap),
        _moved(data, moved, sessions),
        _times(data, times),
    )
    try:
        _Course(data, plan)
    except ValueError as fault:
        raise ValueError(f"--moved: {fault}. Give a later date: --moved 3=2027-04-10") from None
    return plan


def _sessions(data: Data, text: str) -> int:
    low, high = plans.bounds(data).sessions
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or not low <= int(text) <= high:
        raise ValueError(f'"{text}" sessions: a plan has {low} to {high}: --sessions 4')
    return int(text)


def _gap(data: Data, text: str) -> Amount:
    low, high = plans.bounds(data).gap_days
    figures = {f.id: f for f in data.figures}
    ends = [wording.figure(figures[x]) for x in (data.course.accepted.gap.from_, data.course.accepted.gap.to)]
    accepted = f"a gap is {ends[0]} to {ends[1]}, in days, weeks or months: --gap 5w or --gap 4-6w"
    try:
        gap = plans.read_span(text)
    except ValueError:
        raise ValueError(f'"{text}" is no gap; {accepted}') from None
    each = {"days": 1, "weeks": 7, "months": 31}.get(gap.unit, 0)
    if not low <= int(gap.lower or 0) * each <= int(gap.upper or 0) * each <= high:
        raise ValueError(f"{wording.amount(gap)} from one session to the next: {accepted}")
    return gap


def _moved(data: Data, given: Iterable[str], sessions: str | None) -> dict[int, dt.date]:
    example = "--moved 3=2027-04-10"
    most = int(sessions) if sessions else calendar.fewest_usual(data)
    found: dict[int, dt.date] = {}
    for text in given:
        number, _, day = text.partition("=")
        if not re.fullmatch(r"\d{1,3}", number, re.ASCII) or not day:
            raise ValueError(f'"{text}" does not say which session and when: {example}')
        if int(number) == 1:
            raise ValueError("--moved: the day of session 1 is given by --first 2027-01-11")
        if not 1 < int(number) <= most:
            raise ValueError(f"--moved: there is no session {int(number)}; this course has {most}: {example}")
        if int(number) in found:
            raise ValueError(f"--moved: session {int(number)} is moved twice; give one date: {example}")
        found[int(number)] = read_date(day, example)
    return found


def _times(data: Data, given: Iterable[str]) -> dict[str, Amount]:
    bounds, figures = plans.bounds(data), {f.id: f for f in data.figures}
    accepted = data.course.accepted.times
    ends = [wording.figure(figures[x]) for x in (accepted.from_, accepted.to)]
    example = "--time retinoids=10d"
    found: dict[str, Amount] = {}
    for text in given:
        id_, _, time = text.partition("=")
        if id_ not in bounds.times:
            near = wording.nearest(id_, bounds.times)
            mean = f' Did you mean "{near}"?' if near else ""
            known = ", ".join(sorted(bounds.times))
            raise ValueError(f'--time: a clinic sets no time for "{id_}".{mean} It can for: {known}')
        if id_ in found:
            raise ValueError(f'--time: "{id_}" is given twice; give one time: {example}')
        says = f"a clinic's own time is {ends[0]} to {ends[1]}, in hours, days or weeks: {example}"
        try:
            span = plans.read_span(time)
        except ValueError:
            raise ValueError(f'"{time}" is no time for "{id_}"; {says}') from None
        low, high = bounds.time_hours
        hours = int(span.upper or 0) * HOURS_IN.get(span.unit, 0)
        if span.lower != span.upper or not low <= hours <= high:
            raise ValueError(f'{wording.amount(span)} for "{id_}"; {says}')
        found[id_] = span
    return found


def read_series(text: str) -> Series:
    """Read the number of a course as a plan carries it after `k`: "4711-1-4".

    Raises:
        ValueError: when it is none.
    """
    if not re.fullmatch(r"\d{1,12}-\d{1,6}-\d", text, re.ASCII):
        raise ValueError(
            f'"{text}" is no course. Write its number, its revision, and the most sessions that an earlier '
            "file had: --course 4711-1-4"
        )
    return Series(*(int(x) for x in text.split("-")))


def read_stamp(text: str) -> dt.datetime:
    """Read when a file is made: a time in UTC such as 2027-01-02T09:30:00Z, or seconds since 1970.

    Raises:
        ValueError: when it is neither.
    """
    try:
        if re.fullmatch(r"\d{1,11}", text, re.ASCII):
            stamp = dt.datetime.fromtimestamp(int(text), dt.UTC)
        else:
            stamp = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):
        stamp = None
    if stamp is None or stamp.year > YEARS[1]:
        raise ValueError(f'"{text}" is no time in UTC: --stamp 2027-01-02T09:30:00Z')
    return stamp


def read_site(text: str) -> str:
    """Read the address of a guide; give it back with a slash at its end.

    Raises:
        ValueError: when it is none.
    """
    if not re.fullmatch(r"https?://[^\s#?]+", text):
        raise ValueError(f'"{text}" is no address of a site: --site https://example.org/guide/')
    return text.rstrip("/") + "/"
