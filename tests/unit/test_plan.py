"""A plan as an address says it, its bounds, and the days on which its sessions fall."""

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import plan, schedule
from macros.load import load_data
from macros.model import Amount
from macros.plan import Plan, read_span, write_span

ROOT = Path(__file__).parents[2]
DATA = load_data(ROOT / "data")
FIRST = dt.date(2027, 1, 11)

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
gaps = st.builds(
    lambda low, more, unit: read_span(f"{low}-{low + more}{unit}" if more else f"{low}{unit}"),
    st.integers(1, 10),
    st.integers(0, 4),
    st.sampled_from("dwm"),
)


@pytest.mark.parametrize("text", ["5w", "4-6w", "48h", "2m", "10d"])
def test_a_span_reads_as_it_is_written(text: str) -> None:
    assert write_span(read_span(text)) == text


@pytest.mark.parametrize("text", ["", "5", "w", "5 w", "0w", "5y", "-5w", "5w ", "05w", "99999w", "4-6"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no span of time; write it like 5w, 4-6w or 2m"):
        read_span(text)


def test_a_span_with_its_ends_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="is not above the lower end"):
        read_span("6-4w")


@pytest.mark.parametrize("span", [{"unit": "weeks", "from": 4}, {"unit": "minutes", "exactly": 4}])
def test_a_span_that_no_plan_can_say_is_refused(span: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no closed span of time"):
        write_span(Amount.model_validate(span))


def test_a_plan_says_its_parts_in_one_order() -> None:
    full = Plan(
        FIRST,
        4,
        read_span("5w"),
        {4: dt.date(2027, 6, 1), 3: dt.date(2027, 4, 10)},
        {"sun": read_span("3d"), "retinoids": read_span("10d")},
    )
    assert full.text() == "1.d2027-01-11.s4.g5w.m3-2027-04-10.m4-2027-06-01.lretinoids_10d.lsun_3d"
    assert Plan().text() == "1"


@given(days, st.integers(1, 6), gaps)
def test_a_plan_needs_no_escaping_in_an_address(first: dt.date, sessions: int, gap: Amount) -> None:
    assert re.fullmatch(r"[a-z0-9._-]+", Plan(first, sessions, gap).text())


def test_the_bounds_come_from_the_accepted_ranges() -> None:
    bounds = plan.bounds(DATA)
    assert bounds.sessions == (1, 6)
    assert bounds.gap_days == (14, 62)
    assert bounds.time_hours == (24, 8 * 7 * 24)


def test_a_clinic_has_its_own_time_only_where_sources_differ_or_none_has_a_number() -> None:
    times = plan.bounds(DATA).times
    assert times["retinoids"] == "after"
    assert times["serums"] == "after"
    assert times["sun-before"] == "before"
    assert "makeup" not in times, "article and research agree on it"
    assert "picking" not in times, "it never ends"
    assert "numbing-home" not in times, "it is about whether, not when"


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (plan.after(2), "s+2"),
        (plan.after(0), "s+0"),
        (plan.after(-7), "s-7"),
        (plan.session(3), "c3"),
        (plan.after_last(Amount.model_validate({"unit": "months", "from": 3, "to": 6})), "l+6m"),
    ],
)
def test_offsets(offset: str, text: str) -> None:
    assert offset == text


def test_a_check_that_is_not_in_months_has_no_offset() -> None:
    with pytest.raises(ValueError, match="in calendar months"):
        plan.after_last(read_span("3w"))


def test_each_session_falls_a_gap_after_the_one_before() -> None:
    windows = schedule.session_windows(FIRST, 3, read_span("4-6w"))
    assert [(w.earliest, w.latest) for w in windows] == [
        (FIRST, FIRST),
        (dt.date(2027, 2, 8), dt.date(2027, 2, 22)),
        (dt.date(2027, 3, 8), dt.date(2027, 4, 5)),
    ]


def test_sessions_after_a_moved_one_follow_it() -> None:
    windows = schedule.session_windows(FIRST, 3, read_span("5w"), {2: dt.date(2027, 3, 1)})
    assert [w.earliest for w in windows] == [FIRST, dt.date(2027, 3, 1), dt.date(2027, 4, 5)]
    assert all(w.exact for w in windows)


def test_a_short_month_does_not_shorten_what_follows() -> None:
    windows = schedule.session_windows(dt.date(2027, 1, 31), 4, read_span("1m"))
    assert [w.earliest.day for w in windows] == [31, 28, 31, 30]


def test_a_session_cannot_move_before_the_one_before_it() -> None:
    with pytest.raises(ValueError, match="session 2 is not after session 1"):
        schedule.session_windows(FIRST, 3, read_span("5w"), {2: FIRST})


def test_an_open_gap_gives_no_dates() -> None:
    with pytest.raises(ValueError, match="has both ends"):
        schedule.session_windows(FIRST, 3, Amount.model_validate({"unit": "weeks", "from": 4}))


@given(days, st.integers(1, 6), gaps)
def test_sessions_come_one_after_the_other(first: dt.date, sessions: int, gap: Amount) -> None:
    windows = schedule.session_windows(first, sessions, gap)
    assert len(windows) == sessions
    assert all(w.earliest <= w.latest for w in windows)
    assert all(a.earliest < b.earliest and a.latest < b.latest for a, b in itertools.pairwise(windows))


def test_a_day_is_moved_by_days_weeks_or_months_only() -> None:
    assert schedule.add_span(FIRST, 2, "weeks") == dt.date(2027, 1, 25)
    with pytest.raises(ValueError, match="no whole days: hours"):
        schedule.add_span(FIRST, 48, "hours")


def test_a_check_is_some_months_after_a_window() -> None:
    window = schedule.Window(dt.date(2027, 11, 30), dt.date(2027, 12, 14))
    assert schedule.months_after(window, read_span("3m")) == schedule.Window(
        dt.date(2028, 2, 29), dt.date(2028, 3, 14)
    )
    assert window.shift(2).earliest == dt.date(2027, 12, 2)
    with pytest.raises(ValueError, match="in calendar months"):
        schedule.months_after(window, read_span("3w"))


def test_what_is_said_of_a_fault_names_the_part_and_what_is_accepted() -> None:
    says = plan.says(DATA)
    assert says["gap"] == "Time between sessions: it must be 2 weeks to 2 months."
    assert says["sessions"] == "Number of sessions: it must be 1 to 6."
    assert says["times"].startswith("Your clinic's time: it must be 24 hours to 8 weeks")
    assert "3 to 6 sessions, 4 to 6 weeks apart" in says["link"]
    assert all(says.values())


def test_each_session_that_a_plan_may_hold_has_an_ordinal() -> None:
    assert len(plan.ORDINALS) == plan.bounds(DATA).sessions[1]
