"""`python -m macros schedule`: a course in each format, and what is said when something cannot be used."""

import csv
import datetime as dt
import io
import itertools
import json
import os
import subprocess
import sys

import icalendar
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import calendar, course, schedule
from macros.__main__ import main
from macros.load import load_data
from macros.plan import Plan, read_span
from tests.plans import some
from tests.unit.project import DATA as FOLDER
from tests.unit.project import ROOT

DATA = load_data(FOLDER)
FIRST = dt.date(2027, 1, 11)
FOUR = ("--first", "2027-01-11", "--sessions", "4", "--gap", "5w")


def run(*options: str, **environment: str) -> Result:
    clean: dict[str, str | None] = {"SITE_URL": None, "SOURCE_DATE_EPOCH": None}
    clean.update(environment)
    return CliRunner().invoke(main, ["--root", str(ROOT), "schedule", *options], env=clean)


def printed(*options: str, **environment: str) -> str:
    done = run(*options, **environment)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return done.stdout_bytes.decode()


def test_text_has_every_session_with_its_dates() -> None:
    text = printed(*FOUR)
    assert text.startswith(
        "Your clinic's plan comes first.\n"
        "No doctor or nurse has checked this guide yet.\n"
        "4 sessions, 5 weeks from one to the next.\n"
        "\n"
        "Session 1: Monday, January 11, 2027\n"
        "  Before: leave alone, each from its day on\n"
        "    Strong sun and tanning:                    Monday, December 14, 2026\n"
    )
    assert "\nSession 4: Monday, April 26, 2027\n" in text
    assert (
        "Makeup:                                    Thursday, January 14, 2027 (after deep treatment)\n"
        in text
    )
    assert "Picking or peeling skin:                   not at all\n" in text
    assert "First photo check:                         Monday, July 26, 2027\n" in text
    assert text.count("Until your next session:") == 3, "there is none after the last"
    assert "not fixed" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_what_is_not_said_is_as_usual_and_says_so() -> None:
    text = printed("--first", "2027-01-11")
    assert (
        "Most courses have 3 to 6 sessions. These are the first, 4 to 6 weeks from one to the next.\n" in text
    )
    assert "\nSession 3: Monday, March 8 to Monday, April 5, 2027\n  The day is not fixed yet:" in text
    assert "Session 4" not in text
    assert "After your last session" not in text


def test_moved_sessions_and_a_clinics_own_times_count() -> None:
    text = printed(*FOUR, "--moved", "3=2027-04-10", "--time", "retinoids=10d", "--time", "sun-before=48h")
    assert "\nSession 3: Saturday, April 10, 2027\n" in text
    assert "\nSession 4: Saturday, May 15, 2027\n" in text
    assert "Friday, January 22, 2027 (your clinic's time)\n" in text
    assert (
        "Strong sun and tanning:                    Saturday, January 9, 2027 (your clinic's time)\n" in text
    )


def test_csv_has_a_header_and_a_row_for_each_date() -> None:
    rows = list(csv.DictReader(io.StringIO(printed(*FOUR, "--format", "csv"), newline="")))
    assert list(rows[0]) == ["session", "kind", "id", "what", "from", "to", "note"]
    assert rows[0] == {
        "session": "1",
        "kind": "session",
        "id": "session",
        "what": "Session 1",
        "from": "2027-01-11",
        "to": "2027-01-11",
        "note": "",
    }
    assert len(rows) == len(course.items(DATA, Plan(FIRST, 4, read_span("5w"))))
    picking = next(x for x in rows if x["id"] == "picking")
    assert (picking["from"], picking["to"], picking["note"]) == ("", "", "not at all")


def test_json_says_its_version_and_the_plan() -> None:
    whole = json.loads(printed(*FOUR, "--time", "retinoids=10d", "--format", "json"))
    assert whole["version"] == course.VERSION == 1
    assert whole["plan"] == "1.d2027-01-11.s4.g5w.lretinoids_10d"
    assert whole["reviewed"] is False
    assert [x["from"] for x in whole["sessions"]] == ["2027-01-11", "2027-02-15", "2027-03-22", "2027-04-26"]
    retinoids = next(x for x in whole["sessions"][0]["items"] if x["id"] == "retinoids")
    assert retinoids == {
        "kind": "after",
        "id": "retinoids",
        "what": "Retinoids, such as retinol and tretinoin",
        "from": "2027-01-22",
        "to": "2027-01-22",
        "note": "your clinic's time",
    }
    assert [x["id"] for x in whole["after"] if x["kind"] == "check"] == ["results-first", "results-later"]


def test_ics_is_the_calendar_file() -> None:
    text = printed(*FOUR, "--format", "ics").encode()
    plan = Plan(FIRST, 4, read_span("5w"))
    reviewed = dt.datetime.combine(DATA.site.review.last, dt.time())
    assert text == calendar.finished(DATA, plan, reviewed)
    named = printed(
        *(*FOUR, "--format", "ics", "--titles", "clear", "--site", "https://example.org/guide"),
        *("--course", "4711-2-5", "--stamp", "2027-01-02T09:30:00Z"),
    ).encode()
    stamp = dt.datetime(2027, 1, 2, 9, 30)
    series = calendar.Series(4711, 2, 5)
    site = "https://example.org/guide/"
    assert named == calendar.finished(DATA, plan, stamp, series, clear=True, base=site)
    assert icalendar.Calendar.from_ical(named).walk("VEVENT")


def test_ics_takes_address_and_time_from_the_environment() -> None:
    text = printed(*FOUR, "--format", "ics", SITE_URL="https://example.org/", SOURCE_DATE_EPOCH="1000000000")
    assert "DTSTAMP:20010909T014640Z" in text
    assert "https://example.org/schedule/" in text.replace("\r\n ", "")


def test_the_command_prints_the_same_bytes_when_it_is_run() -> None:
    command = [sys.executable, "-m", "macros", "schedule", *FOUR, "--format", "ics"]
    unset = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "SOURCE_DATE_EPOCH")}
    done = subprocess.run(command, cwd=ROOT, env=unset, capture_output=True, check=True)
    assert done.stdout == run(*FOUR, "--format", "ics").stdout_bytes
    assert done.stdout.count(b"\r\r\n") == 0


BAD = [
    (("--first", "2027-02-30"), '"2027-02-30" is no date', "--first 2027-01-11"),
    (("--first", "11.1.2027"), '"11.1.2027" is no date', "--first 2027-01-11"),
    (("--first", "20270111"), '"20270111" is no date', "year-month-day"),
    (("--first", "٢٠٢٧-01-11"), "is no date", "--first 2027-01-11"),
    (("--first", "1027-01-11"), "the year 1027 is not from 2000 to 2199", "--first 2027-01-11"),
    (("--first", ""), '"" is no date', "--first 2027-01-11"),
    (("--sessions", "9"), '"9" sessions: a plan has 1 to 6', "--sessions 4"),
    (("--sessions", "0"), '"0" sessions: a plan has 1 to 6', "--sessions 4"),
    (("--sessions", "four"), '"four" sessions: a plan has 1 to 6', "--sessions 4"),
    (("--sessions", "9" * 5000), "a plan has 1 to 6", "--sessions 4"),
    (("--gap", "5"), '"5" is no gap; a gap is 2 weeks to 2 months', "--gap 5w"),
    (("--gap", "6-4w"), '"6-4w" is no gap', "--gap 4-6w"),
    (("--gap", "5d"), "5 days from one session to the next: a gap is 2 weeks to 2 months", "--gap 5w"),
    (("--gap", "3m"), "3 months from one session to the next", "--gap 5w"),
    (("--gap", "2-9w"), "2 to 9 weeks from one session to the next", "--gap 4-6w"),
    (("--gap", "500h"), "500 hours from one session to the next", "in days, weeks or months"),
    (("--moved", "3"), '"3" does not say which session and when', "--moved 3=2027-04-10"),
    (("--moved", "x=2027-04-10"), "does not say which session", "--moved 3=2027-04-10"),
    (("--moved", "3=2027-04-31"), '"2027-04-31" is no date', "--moved 3=2027-04-10"),
    (("--moved", "1=2027-04-10"), "the day of session 1 is given by --first", "--first 2027-01-11"),
    (("--moved", "5=2027-06-10"), "there is no session 5; this course has 4", "--moved 3=2027-04-10"),
    (("--moved", "3=2027-01-12"), "session 3 is not after session 2", "--moved 3=2027-04-10"),
    (("--moved", "3=2027-04-10", "--moved", "3=2027-04-11"), "session 3 is moved twice", "give one date"),
    (("--time", "retinoid=10d"), 'no time for "retinoid". Did you mean "retinoids"?', "acids, acids-before"),
    (("--time", "makeup=10d"), 'a clinic sets no time for "makeup"', "retinoids"),
    (("--time", "retinoids=soon"), '"soon" is no time for "retinoids"', "--time retinoids=10d"),
    (("--time", "retinoids"), '"" is no time for "retinoids"', "--time retinoids=10d"),
    (
        ("--time", "retinoids=5h"),
        '5 hours for "retinoids"; a clinic\'s own time is 24 hours to 8 weeks',
        "10d",
    ),
    (("--time", "retinoids=9w"), '9 weeks for "retinoids"', "24 hours to 8 weeks"),
    (("--time", "retinoids=1m"), '1 month for "retinoids"', "in hours, days or weeks"),
    (("--time", "retinoids=5-9d"), '5 to 9 days for "retinoids"', "--time retinoids=10d"),
    (("--time", "sun=2d", "--time", "sun=3d"), '"sun" is given twice', "give one time"),
    (("--course", "x"), '"x" is no course', "--course 4711-1-4"),
    (("--stamp", "now"), '"now" is no time in UTC', "--stamp 2027-01-02T09:30:00Z"),
    (("--stamp", "99999999999"), "is no time in UTC", "--stamp 2027-01-02T09:30:00Z"),
    (("--site", "example.org"), '"example.org" is no address of a site', "--site https://example.org/guide/"),
    (("--format", "xml"), "'xml' is not one of 'text', 'csv', 'json', 'ics'", "schedule --help"),
]


@pytest.mark.parametrize(("options", "wrong", "right"), BAD, ids=lambda x: str(x)[:40])
def test_bad_input_is_named_with_what_is_accepted(options: tuple[str, ...], wrong: str, right: str) -> None:
    done = run(*FOUR, *options)
    said = " ".join(done.stderr.split())
    assert done.exit_code == 2
    assert done.stdout == "", "nothing that another program could take for a course"
    assert wrong in said
    assert right in said


def test_the_first_date_is_needed() -> None:
    done = run("--sessions", "4")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Missing option '--first'" in done.stderr


@given(st.text(max_size=12), st.sampled_from(["first", "sessions", "gap", "moved", "times"]))
@settings(max_examples=300)
def test_no_input_ends_in_a_traceback(text: str, part: str) -> None:
    given = {"first": "2027-01-11", "sessions": "4", "gap": "5w", "moved": (), "times": ()}
    given[part] = (text, f"2={text}", f"sun={text}") if part in ("moved", "times") else text
    try:
        course.read_plan(DATA, **given)  # type: ignore[arg-type]
    except ValueError as fault:
        assert str(fault).count("--") >= 1, "a message has an example"


@given(st.randoms(use_true_random=False).map(lambda x: some(x, DATA)))
@settings(max_examples=60)
def test_what_is_read_is_what_was_meant(plan: Plan) -> None:
    parts = plan.text().split(".")[2:]
    assert plan.first is not None
    read = course.read_plan(
        DATA,
        plan.first.isoformat(),
        next((x[1:] for x in parts if x[0] == "s"), None),
        next((x[1:] for x in parts if x[0] == "g"), None),
        [x[1:].replace("-", "=", 1) for x in parts if x[0] == "m"],
        [x[1:].replace("_", "=") for x in parts if x[0] == "l"],
    )
    assert read == plan


def test_dates_are_those_of_the_arithmetic() -> None:
    plan = Plan(dt.date(2028, 1, 31), 3, read_span("1m"))
    found = [x.days for x in course.items(DATA, plan) if x.kind == "session"]
    assert [x.earliest.isoformat() for x in found if x] == ["2028-01-31", "2028-02-29", "2028-03-31"]
    checks = [x.days for x in course.items(DATA, plan) if x.kind == "check"]
    last = schedule.Window(dt.date(2028, 3, 31), dt.date(2028, 3, 31))
    assert checks == [schedule.months_after(last, read_span(x)) for x in ("3m", "6m")]


def test_stages_join_and_the_last_of_them_lasts_until_the_next_session() -> None:
    found = [x for x in course.items(DATA, Plan(FIRST, 2, read_span("5w"))) if x.kind == "stage"]
    first = [x.days for x in found if x.session == 1 and x.days]
    assert first[0].earliest == FIRST
    for one, other in itertools.pairwise(first):
        assert other.earliest == one.latest + dt.timedelta(1)
    assert first[-1].latest == dt.date(2027, 2, 14)
    assert [x.id for x in found if x.session is None] == ["building", "judging"]


def test_a_course_needs_a_first_date() -> None:
    with pytest.raises(ValueError, match="needs the date of the first session"):
        course.items(DATA, Plan(None, 3))
