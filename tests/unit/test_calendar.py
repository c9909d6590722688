"""The calendar file: what it says, on which days, and that calendars can read it."""

import datetime as dt
import gzip
import json
import re
from collections import Counter
from random import Random
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import calendar, course, pages, plan, schedule, wording
from macros.calendar import Filled, Series
from macros.load import load_data
from macros.model import Data
from macros.plan import Plan, read_span
from tests.plans import some
from tests.unit.project import DATA as FOLDER
from tests.unit.project import DOCS

DATA = load_data(FOLDER)
FIRST = dt.date(2027, 1, 11)
STAMP = dt.datetime(2026, 11, 22, 9, 30, 5, tzinfo=dt.UTC)
BASE = "https://example.org/guide/"
FOUR = Plan(FIRST, 4, read_span("5w"))
AWKWARD = 'Comma, semicolon; back\\slash, \\n, "quotes" and letters: é 漢字 😀. '

courses = st.randoms(use_true_random=False).map(lambda x: some(x, DATA))


def file(plan: Plan, series: Series | None = None, data: Data = DATA, **how: Any) -> bytes:
    return calendar.finished(data, plan, STAMP, series or Series(4711), **{"base": BASE} | how)


Event = tuple[str, dt.date, dt.date, str, str, str, int]


def one_way(text: bytes) -> list[Event]:
    """The events of a file as the icalendar package reads them."""
    return [
        (
            str(x["uid"]),
            x.decoded("dtstart"),
            x.decoded("dtend"),
            str(x["summary"]),
            str(x["description"]),
            str(x["status"]),
            int(str(x["sequence"])),
        )
        for x in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]


def other_way(text: bytes) -> list[Event]:
    """The same as the vobject package reads them."""
    return [
        (
            x.uid.value,
            x.dtstart.value,
            x.dtend.value,
            x.summary.value,
            x.description.value,
            x.status.value,
            int(x.sequence.value),
        )
        for x in vobject.readOne(text.decode()).vevent_list
    ]


def faults(text: bytes) -> list[str]:
    """Where a file breaks RFC 5545 in its lines: longer than 75 octets, cut inside a letter, or no CRLF."""
    lines = text.split(b"\r\n")
    found = [f"{len(x)} octets" for x in lines if len(x) > 75]
    found += ["a line end of its own" for x in lines if b"\n" in x or b"\r" in x]
    for line in lines:
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append("a letter in two lines")
    return found + ([] if lines[-1] == b"" else ["no end of the last line"])


@given(courses)
@settings(max_examples=12)
def test_two_parsers_read_every_file_alike(given: Plan) -> None:
    text = file(given)
    assert faults(text) == []
    assert one_way(text) == other_way(text)
    assert [x[3:5] for x in one_way(text)] == [
        (x.neutral, x.text) for x in calendar.filled(DATA, given, Series(4711), BASE)
    ]


def test_faults_in_lines_are_found() -> None:
    assert faults(b"A:b\r\n") == []
    assert faults(b"A:" + b"b" * 74 + b"\r\n") == ["76 octets"]
    assert faults(b"A:b\nC:d\r\n") == ["a line end of its own"]
    assert (
        faults("A:é".encode()[:-1] + b"\r\n " + "é".encode()[-1:] + b"\r\n") == ["a letter in two lines"] * 2
    )
    assert faults(b"A:b") == ["no end of the last line"]


def test_awkward_text_comes_back_as_it_was() -> None:
    limits = tuple(x.model_copy(update={"note": AWKWARD * 3}) for x in DATA.limits)
    base = "https://example.org/a,b;c/é漢字/"
    text = file(FOUR, data=DATA.model_copy(update={"limits": limits}), base=base)
    assert faults(text) == []
    assert one_way(text) == other_way(text)
    ready = next(x for x in one_way(text) if "-1-ready@" in x[0])
    assert ready[4].count(AWKWARD * 3) == 4
    assert ready[4].endswith(f"Countdown: {base}schedule/#countdown~{FOUR.text()}")


def test_every_event_is_private_free_and_without_an_alarm() -> None:
    text = file(FOUR).decode()
    events = text.count("BEGIN:VEVENT")
    assert events > 10
    for line in ("CLASS:PRIVATE", "TRANSP:TRANSPARENT", "STATUS:CONFIRMED", "DTSTAMP:20261122T093005Z"):
        assert text.count(f"\r\n{line}\r\n") == events, line
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "\r\nMETHOD:PUBLISH\r\n" in text
    assert "VALARM" not in text
    assert text.count("\r\nDTSTART;VALUE=DATE:") == events


def test_titles_give_nothing_away_unless_that_is_wanted() -> None:
    telling = re.compile("needl|session|skin|sun|clinic|photo|face|day|week", re.IGNORECASE)
    neutral = {x[3] for x in one_way(file(Plan(FIRST, 3)))} | {x[3] for x in one_way(file(FOUR))}
    assert neutral == {"Appointment", "Appointment on one of these days", "Reminder: see your notes"}
    assert [x for x in neutral - {"Appointment on one of these days"} if telling.search(x)] == []
    clear = [x[3] for x in one_way(file(FOUR, clear=True))]
    assert all(x.startswith("Microneedling: ") for x in clear)
    assert len(set(clear)) == len(clear)


def per_session(found: tuple[Filled, ...], sessions: int) -> Counter[str]:
    """How many entries each session has; those of the whole course count with its first or last session."""
    of = (x.id.split("-")[0] for x in found if not x.gone)
    return Counter(x if x.isdigit() else {"early": "1"}.get(x, str(sessions)) for x in of)


@given(courses, st.booleans())
@settings(max_examples=60)
def test_no_session_has_more_than_six_entries(given: Plan, again: bool) -> None:
    found = calendar.filled(DATA, given, Series(1, int(again), 6))
    counts = per_session(found, given.sessions or calendar.fewest_usual(DATA))
    assert max(counts.values()) <= calendar.MOST == 6


def test_a_seventh_entry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "MOST", 5)
    with pytest.raises(ValueError, match="6 entries for one session in a calendar; 5 is the most"):
        calendar.entries(DATA)


@given(courses)
@settings(max_examples=60)
def test_every_date_in_the_text_is_that_of_the_course(given: Plan) -> None:
    items = course.items(DATA, given)
    limits = {x.id: x for x in DATA.limits}
    days = {x.session: x.days for x in items if x.kind == "session"}
    for entry in calendar.filled(DATA, given):
        number = entry.id.split("-")[0]
        lines = entry.text.split("\nNext, session")[0].split("\n")
        if not number.isdigit() or entry.id.endswith("-session"):
            continue
        session = days[int(number)]
        assert session is not None
        assert f"Session {number}: {wording.window(session)}." in lines
        side = "before" if entry.id.endswith("-ready") else "after"
        dated = [x for x in lines if x.startswith("- ")]
        assert dated
        for item in items:
            if item.session == int(number) and item.kind == side and item.days:
                day = item.days.earliest if side == "before" else item.days.latest
                date = wording.window(schedule.Window(day, day))
                own = " (your clinic's time)" if item.id in given.times else ""
                topic = limits[item.id].topic
                line = next((x for x in dated if x.startswith(f"- {topic}: ")), None)
                if line is not None and item.note != "after deep treatment":
                    assert line.startswith(f"- {topic}: {date}{own}."), line
                elif line is not None:
                    assert f"After deep treatment: {date}." in line


@given(courses)
@settings(max_examples=30)
def test_each_limit_stands_in_one_entry_of_a_session_whose_day_is_known(given: Plan) -> None:
    texts: dict[str, str] = {}
    for x in calendar.filled(DATA, given):
        if re.match(r"\d-(?!session)", x.id):
            texts[x.id[0]] = texts.get(x.id[0], "") + x.text.split("\nNext, ")[0]
    windows = [x for x in course.items(DATA, given) if x.kind == "session"]
    for number, text in texts.items():
        exact = next(x.days.exact for x in windows if x.days and x.session == int(number))
        for limit in DATA.limits:
            if exact or limit.when == "before":
                said = [x for x in (f"- {limit.topic}: ", f"- {limit.sentence.split('{')[0]}") if x in text]
                assert said, limit.id


@given(courses)
@settings(max_examples=60)
def test_no_day_comes_sooner_than_the_hours_allow(given: Plan) -> None:
    figures = {f.id: f.value for f in DATA.figures}
    found = course.items(DATA, given)
    sessions = {x.session: x.days for x in found if x.kind == "session"}

    def soonest(number: int | None, span: Any) -> dt.datetime:
        """When a span has ended for whom came last on the last of the days."""
        window = sessions[number]
        assert window is not None
        return dt.datetime.combine(window.latest, dt.time(23, 59)) + dt.timedelta(
            hours=schedule.span_hours(span)
        )

    for item in found:
        if item.kind == "after" and item.days:
            limit = next(x for x in DATA.limits if x.id == item.id)
            until = limit.longer.until if limit.longer and "deep" in item.note else limit.until
            span = given.times.get(item.id) or figures[until]
            assert dt.datetime.combine(item.days.latest, dt.time()) >= soonest(item.session, span)
    for entry in calendar.filled(DATA, given):
        for kind, figure in (("first-day", "first-day"), ("first-week", "visible-healing")):
            if entry.id.endswith(f"-{kind}"):
                starts = dt.datetime.combine(entry.days.earliest, dt.time())
                assert starts >= soonest(int(entry.id[0]), figures[figure])


def test_getting_ready_begins_with_the_earliest_start_that_is_possible() -> None:
    found = {x.id: x for x in calendar.filled(DATA, Plan(FIRST, 2, read_span("4-6w")))}
    assert found["early"].days == schedule.Window(dt.date(2026, 12, 14), dt.date(2026, 12, 14))
    assert found["1-ready"].days.earliest == dt.date(2027, 1, 4)
    assert found["2-ready"].days == schedule.Window(dt.date(2027, 2, 1), dt.date(2027, 2, 1))
    own = Plan(FIRST, 1, times={"acids-before": read_span("10d")})
    ready = next(x for x in calendar.filled(DATA, own) if x.id == "1-ready")
    assert ready.days.earliest == dt.date(2027, 1, 1)
    assert "Friday, January 1, 2027 (your clinic's time)" in ready.text


def test_a_session_without_a_day_stands_on_all_its_days_and_has_no_first_free_days() -> None:
    found = {x.id: x for x in calendar.filled(DATA, Plan(FIRST, 2, read_span("4-6w")))}
    assert found["2-session"].days == schedule.Window(dt.date(2027, 2, 8), dt.date(2027, 2, 22))
    assert (
        "can fall on any of these days: Monday, February 8 to Monday, February 22, 2027."
        in found["2-session"].text
    )
    assert "1-first-day" in found
    assert "2-first-day" not in found
    event = next(x for x in one_way(file(Plan(FIRST, 2, read_span("4-6w")))) if "-2-session@" in x[0])
    assert event[1:3] == (dt.date(2027, 2, 8), dt.date(2027, 2, 23)), "the end is the day after the last"


def test_the_week_after_a_session_tells_of_the_next_one() -> None:
    found = {x.id: x.text for x in calendar.filled(DATA, FOUR)}
    assert "Next, session 2: Monday, February 15, 2027." in found["1-first-week"]
    assert "- Strong sun and tanning: Monday, January 18, 2027." in found["1-first-week"]
    assert "Next, " not in found["4-first-week"]


def test_photo_checks_are_calendar_months_after_the_last_session() -> None:
    found = {x.id: x.days.earliest for x in calendar.filled(DATA, Plan(dt.date(2027, 8, 31), 1))}
    assert found["results-first"] == dt.date(2027, 11, 30)
    assert found["results-later"] == dt.date(2028, 2, 29)


def test_a_plan_without_a_number_of_sessions_promises_no_last_one() -> None:
    ids = {x.id for x in calendar.filled(DATA, Plan(FIRST))}
    assert {"1-session", "2-session", "3-session"} <= ids
    assert not ids & {"4-session", "results-first", "results-later"}
    assert "Session 1." in next(x.text for x in calendar.filled(DATA, Plan(FIRST)) if x.id == "1-session")


def test_a_later_file_has_the_same_uids_and_a_higher_number() -> None:
    first, second = one_way(file(FOUR)), one_way(file(FOUR, Series(4711, 2, 4)))
    assert [x[0] for x in first] == [x[0] for x in second]
    assert {x[6] for x in first} == {0}
    assert {x[6] for x in second} == {2}
    assert all(re.fullmatch(r"4711-[a-z0-9-]+@microneedling-guide\.invalid", x[0]) for x in first)
    assert len({x[0] for x in first}) == len(first)
    assert {x[0] for x in one_way(file(FOUR, Series(5)))}.isdisjoint({x[0] for x in first})


def test_what_a_changed_plan_has_no_more_is_canceled_under_its_uid() -> None:
    before = {x[0]: x for x in one_way(file(FOUR))}
    after = {x[0]: x for x in one_way(file(Plan(FIRST, 3, read_span("4-6w")), Series(4711, 1, 4)))}
    gone = {x.removeprefix("4711-").split("@")[0] for x, event in after.items() if event[5] == "CANCELLED"}
    assert set(before) <= set(after), "nothing is left behind"
    assert {f"4-{x}" for x in ("ready", "session", "first-day", "first-week")} <= gone, "the fourth session"
    assert {"2-first-day", "2-first-week", "3-first-day"} <= gone, "their days are no longer known"
    assert not gone & {"1-first-day", "3-session", "results-first", "results-later", "early"}
    canceled = after["4711-4-session@microneedling-guide.invalid"]
    assert canceled[3] == "Canceled"
    assert canceled[4] == "This entry is no longer in the plan."


def test_what_belongs_to_a_whole_course_is_canceled_once() -> None:
    ids = [x.id for x in calendar.filled(DATA, Plan(FIRST), Series(1, 1, 6)) if x.gone]
    assert ids.count("results-first") == ids.count("results-later") == 1
    assert "early" not in ids
    assert "early" in [x.id for x in calendar.filled(DATA, Plan(FIRST, 1), Series(1, 1, 3)) if x.gone]


def test_a_first_file_cancels_nothing() -> None:
    assert not any(x.gone for x in calendar.filled(DATA, Plan(FIRST, 1), Series(1, 0, 6)))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert calendar.finished(DATA, FOUR, STAMP) == calendar.finished(DATA, FOUR, STAMP)
    other = Plan(FIRST, 5, read_span("5w"))
    assert calendar.finished(DATA, FOUR, STAMP)[:400] != calendar.finished(DATA, other, STAMP)[:400]


def test_without_an_address_there_is_no_link() -> None:
    texts = [x.text for x in calendar.filled(DATA, FOUR)]
    assert not any("/" in x or "~" in x or "{" in x for x in texts)
    assert all(x and not x.endswith("\n") for x in texts)
    assert any("Next, session 2" in x for x in texts)


def test_every_link_leads_to_a_heading_and_carries_the_plan() -> None:
    texts = "\n".join(
        x.text for p in (FOUR, Plan(FIRST, 3)) for x in calendar.filled(DATA, p, None, BASE, "1.x")
    )
    links = set(re.findall(rf"{re.escape(BASE)}(\S*)", texts))
    assert len(links) >= 6
    headings = {f"{x.stem}/#{h.id}~1.x" for x in DOCS.glob("*.md") for h in pages.headings(x)}
    assert links - headings == set()


def test_a_calendar_needs_a_first_date() -> None:
    with pytest.raises(ValueError, match="needs the date of the first session"):
        calendar.filled(DATA, Plan(None, 3))


def test_a_figure_without_a_number_has_no_day() -> None:
    figures = tuple(
        x.model_copy(update={"value": "clinic"}) if x.id == "visible-healing" else x for x in DATA.figures
    )
    with pytest.raises(ValueError, match='figure "visible-healing" has no number'):
        calendar.entries(DATA.model_copy(update={"figures": figures}))


def test_the_template_is_small_and_has_nothing_filled_in() -> None:
    template = calendar.template(DATA)
    text = json.dumps(template)
    assert len(gzip.compress(text.encode())) < 2100
    head, event, end = template["file"]
    assert (head + event + end).count("\r\n") == 17
    assert re.findall(r"{(\w+)}", event) == [
        *("title", "start", "end", "stamp", "number", "id", "revision", "text", "status")
    ]
    offsets = {x for entry in template["entries"] for x in entry["at"]}
    assert {"s+0", "s+2", "s+8", "s-7:e|retinoids-before", "l+3m"} <= offsets
    assert not re.search(r"\b(19|20)\d\d\b", text)


def test_words_say_that_nobody_has_checked_them_only_while_that_is_so() -> None:
    checked = json.loads('{"name": "A", "role": "B"}') | {"date": dt.date(2027, 1, 1)}
    site = DATA.site.model_copy(update={"clinical_review": type("Review", (), checked)()})
    said = "No doctor or nurse has checked this guide yet."
    assert all(said in x.text for x in calendar.filled(DATA, FOUR))
    assert not any(said in x.text for x in calendar.filled(DATA.model_copy(update={"site": site}), FOUR))


def test_days_in_words() -> None:
    window = schedule.Window(dt.date(2026, 12, 28), dt.date(2027, 1, 11))
    assert wording.window(window) == "Monday, December 28, 2026 to Monday, January 11, 2027"
    assert wording.window(window.shift(14)) == "Monday, January 11 to Monday, January 25, 2027"
    assert wording.window(schedule.Window(FIRST, FIRST)) == "Monday, January 11, 2027"


def test_generated_plans_are_of_all_kinds() -> None:
    random = Random(1)
    plans = [some(random, DATA) for _ in range(200)]
    assert {x.sessions for x in plans} == {None, 1, 2, 3, 4, 5, 6}
    assert any(x.moved for x in plans)
    assert {id_ for x in plans for id_ in x.times} == set(plan.bounds(DATA).times)
    assert {x.gap.unit for x in plans if x.gap} == {"days", "weeks", "months"}
    assert any(x.gap is None for x in plans)
