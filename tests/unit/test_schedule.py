"""The arithmetic of a course, against real hours and real calendars."""

import calendar
import datetime as dt
import functools
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import schedule
from macros.model import Amount, Data
from macros.schedule import DayRange, Minutes, Weeks

MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}
DAY = MINUTES["days"]


def span(unit: str, low: int | None = None, high: int | None = None) -> Amount:
    """A span of time; `span("weeks", 4, 6)`, `span("hours", 24)` for "at least 24 hours"."""
    ends: dict[str, Any] = {"exactly": low} if low == high else {"from": low, "to": high}
    return Amount.model_validate({"unit": unit} | {k: v for k, v in ends.items() if v is not None})


numbers = st.integers(1, 400)
ends = st.tuples(numbers, numbers).map(sorted)
minute_of_the_day = st.integers(0, DAY - 1)
start_dates = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


@st.composite
def spans(draw: st.DrawFn, *units: str) -> Amount:
    """Any span of time: closed, exact, or open at one end."""
    low, high = draw(ends)
    shape = draw(st.sampled_from([(low, high), (low, low), (low, None), (None, high)]))
    return span(draw(st.sampled_from(units or tuple(MINUTES))), *shape)


def longest(value: Amount) -> int:
    """The end of a span that counts, in its own unit."""
    end = value.upper if value.upper is not None else value.lower
    assert isinstance(end, int)
    return end


# ---- examples ----


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (span("minutes", 30, 30), 2),
        (span("hours", 24, 24), 2),
        (span("hours", 24), 2),
        (span("hours", 25, 25), 3),
        (span("hours", 24, 48), 3),
        (span("hours", 72, 72), 4),
        (span("days", 1, 3), 4),
        (span("days", None, 7), 8),
        (span("days", 7, 7), 8),
        (span("weeks", 2, 2), 15),
        (span("weeks", 4, 6), 43),
        (span("months", 1, 1), 32),
    ],
)
def test_first_whole_day_after_a_span(value: Amount, day: int) -> None:
    assert schedule.days_after(value) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (span("minutes", 30, 30), -1),
        (span("hours", 24, 24), -1),
        (span("hours", 25, 25), -2),
        (span("days", 3, 7), -7),
        (span("days", 7), -7),
        (span("weeks", 2, 4), -28),
        (span("months", 6, 6), -186),
    ],
)
def test_day_on_which_a_limit_begins(value: Amount, day: int) -> None:
    assert schedule.day_before(value) == day


def test_three_sessions_four_to_six_weeks_apart() -> None:
    gap = span("weeks", 4, 6)
    assert schedule.session_weeks(1, gap) == Weeks(0, 0)
    assert schedule.session_weeks(2, gap) == Weeks(4, 6)
    assert schedule.session_weeks(3, gap) == Weeks(8, 12)
    assert schedule.check_weeks(3, gap, span("months", 3, 3)) == Weeks(21, 26)
    assert schedule.check_weeks(3, gap, span("months", 6, 6)) == Weeks(34, 39)
    assert schedule.check_weeks(6, gap, span("months", 6, 6)) == Weeks(46, 57)
    assert schedule.check_weeks(1, gap, span("months", 1, 3)) == Weeks(4, 14)


def test_a_gap_in_days_is_counted_in_weeks_on_the_safe_side() -> None:
    assert schedule.session_weeks(2, span("days", 10, 15)) == Weeks(1, 3)


@pytest.mark.parametrize("value", [span("people", 3, 3), span("years", 1, 1)])
def test_a_count_is_no_span_of_time(value: Amount) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        schedule.days_after(value)
    with pytest.raises(ValueError, match="no span of time"):
        schedule.day_before(value)


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_session_below_the_first(number: int) -> None:
    with pytest.raises(ValueError, match=f"no session {number}"):
        schedule.session_weeks(number, span("weeks", 4, 6))


@pytest.mark.parametrize(
    "gap", [span("weeks", 4), span("weeks", None, 6), span("months", 1, 2), span("hours", 1, 2)]
)
def test_a_course_needs_a_closed_gap_in_weeks_or_days(gap: Amount) -> None:
    with pytest.raises(ValueError, match="the gap of a course"):
        schedule.session_weeks(2, gap)


@pytest.mark.parametrize("after", [span("weeks", 12, 12), span("months", 3)])
def test_a_check_is_counted_in_closed_months(after: Amount) -> None:
    with pytest.raises(ValueError, match="calendar months"):
        schedule.check_weeks(3, span("weeks", 4, 6), after)


# ---- limits: no day comes sooner than the hours allow ----


@given(spans(), minute_of_the_day)
def test_a_free_day_never_comes_sooner_than_the_hours_allow(value: Amount, start: int) -> None:
    over = start + longest(value) * MINUTES[value.unit]
    assert schedule.days_after(value) * DAY >= over


@given(spans())
def test_the_day_before_a_free_day_can_be_too_soon(value: Amount) -> None:
    over_at_the_latest = DAY + longest(value) * MINUTES[value.unit]
    assert (schedule.days_after(value) - 1) * DAY < over_at_the_latest


@given(spans(), minute_of_the_day)
def test_the_whole_limit_before_a_session_lies_within_its_days(value: Amount, start: int) -> None:
    begins = start - longest(value) * MINUTES[value.unit]
    assert schedule.day_before(value) * DAY <= begins


@given(spans())
def test_a_limit_before_a_session_begins_no_day_too_early(value: Amount) -> None:
    begins = -longest(value) * MINUTES[value.unit]
    assert begins < (schedule.day_before(value) + 1) * DAY


@given(spans("months"), start_dates)
def test_months_are_never_shorter_than_on_the_calendar(value: Amount, session: dt.date) -> None:
    months = longest(value)
    free = session + dt.timedelta(schedule.days_after(value))
    assert free > schedule.add_months(session, months)
    begins = session + dt.timedelta(schedule.day_before(value))
    assert begins <= schedule.add_months(session, -months)


@given(spans(), spans())
def test_a_longer_span_is_never_free_sooner(one: Amount, other: Amount) -> None:
    short, long = sorted((one, other), key=schedule.span_hours)
    assert schedule.days_after(short) <= schedule.days_after(long)
    assert schedule.day_before(short) >= schedule.day_before(long)


# ---- stages ----


@given(st.lists(spans(), min_size=1, max_size=8, unique_by=schedule.days_after))
def test_stages_join_without_gap_or_overlap(points: list[Amount]) -> None:
    points.sort(key=schedule.days_after)
    starts: list[Amount | None] = [None, *points[:-1]]
    stages = [schedule.stage_days(a, b) for a, b in zip(starts, points, strict=True)]
    assert stages[0].first == 0
    assert all(later.first == earlier.last + 1 for earlier, later in pairwise(stages))
    assert all(stage.first <= stage.last for stage in stages)


def test_the_stages_of_the_data_cover_every_day_once(data: Data) -> None:
    values = {f.id: f.value for f in data.figures}

    def point(id_: str) -> Amount | None:
        value = values.get(id_)
        assert value != "clinic"
        return value

    days: list[int] = []
    for stage in (s for s in data.stages if s.track == "session"):
        end = point(stage.ends)
        assert end
        range_ = schedule.stage_days(point(stage.starts), end)
        days += range(range_.first, range_.last + 1)
    assert days == list(range(len(days)))
    assert len(days) > 7


@pytest.mark.parametrize(
    ("limit", "first", "runs"),
    [
        (None, 0, True),
        (None, 400, True),
        (span("hours", 24, 24), 0, True),
        (span("hours", 24, 24), 1, True),
        (span("hours", 24, 24), 2, False),
        (span("hours", 24, 48), 2, True),
        (span("hours", 24), 2, False),
        (span("days", None, 7), 7, True),
        (span("days", None, 7), 8, False),
    ],
)
def test_what_still_runs_on_the_first_day_of_a_stage(limit: Amount | None, first: int, runs: bool) -> None:
    assert schedule.still_running(limit, DayRange(first, first + 5)) is runs


@given(spans(), st.integers(0, 500), st.integers(0, 50))
def test_a_limit_runs_as_long_as_its_hours_may(limit: Amount, first: int, length: int) -> None:
    """Wherever in day 0 the session was, and however long the stage is."""
    over_at_the_latest = DAY + longest(limit) * MINUTES[limit.unit]
    runs = schedule.still_running(limit, DayRange(first, first + length))
    assert runs is (first * DAY < over_at_the_latest)


# ---- courses ----


@given(st.integers(1, 12), ends, st.sampled_from(["weeks", "days"]))
def test_sessions_follow_each_other(number: int, gap: list[int], unit: str) -> None:
    here = schedule.session_weeks(number, span(unit, *gap))
    there = schedule.session_weeks(number + 1, span(unit, *gap))
    assert here.earliest <= here.latest
    assert here.earliest <= there.earliest and here.latest <= there.latest
    wider = schedule.session_weeks(number, span(unit, gap[0], gap[1] + 1))
    assert wider.earliest <= here.earliest and here.latest <= wider.latest


@st.composite
def courses(draw: st.DrawFn) -> tuple[int, Amount, list[dt.date]]:
    """A course that somebody may really have: its gap, and the dates of its sessions."""
    low, high = draw(st.tuples(st.integers(1, 10), st.integers(1, 10)).map(sorted))
    unit = draw(st.sampled_from(["weeks", "days"]))
    one = 7 if unit == "weeks" else 1
    dates = [draw(start_dates)]
    for _ in range(draw(st.integers(0, 6))):
        dates.append(dates[-1] + dt.timedelta(draw(st.integers(low * one, high * one))))
    return len(dates), span(unit, low, high), dates


@given(courses())
def test_weeks_hold_for_every_real_date(course: tuple[int, Amount, list[dt.date]]) -> None:
    _, gap, dates = course
    for number, date in enumerate(dates, 1):
        weeks = schedule.session_weeks(number, gap)
        assert weeks.earliest * 7 <= (date - dates[0]).days <= weeks.latest * 7


@given(courses(), st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted))
def test_photo_checks_hold_for_every_real_date(
    course: tuple[int, Amount, list[dt.date]], months: list[int]
) -> None:
    """No check falls a whole week before the earliest shown, and none at all after the latest."""
    sessions, gap, dates = course
    weeks = schedule.check_weeks(sessions, gap, span("months", *months))
    assert weeks.earliest <= weeks.latest
    for after in range(months[0], months[1] + 1):
        days = (schedule.add_months(dates[-1], after) - dates[0]).days
        assert (weeks.earliest - 1) * 7 < days <= weeks.latest * 7


@functools.cache
def real_months(months: int) -> tuple[int, int]:
    """The fewest and the most days of some months, over all real dates of two leap years and more."""
    first = dt.date(2024, 1, 1)
    starts = [first + dt.timedelta(n) for n in range((dt.date(2033, 1, 1) - first).days)]
    days = [(schedule.add_months(start, months) - start).days for start in starts]
    return min(days), max(days)


@given(st.integers(1, 8), ends, st.tuples(st.integers(1, 24), st.integers(1, 24)).map(sorted))
def test_no_week_comes_sooner_than_the_months_allow(sessions: int, gap: list[int], months: list[int]) -> None:
    """The earliest week shown is the first whole one that the months allow, the latest the last."""
    weeks = schedule.check_weeks(sessions, span("weeks", *gap), span("months", *months))
    least = gap[0] * 7 * (sessions - 1) + real_months(months[0])[0]
    most = gap[1] * 7 * (sessions - 1) + real_months(months[1])[1]
    assert 0 <= weeks.earliest * 7 - least < 7
    assert 0 <= weeks.latest * 7 - most < 7


@given(st.integers(1, 8), ends, st.integers(1, 24), st.sampled_from(["weeks", "days"]))
def test_a_check_is_counted_from_the_weeks_of_the_last_session(
    sessions: int, gap: list[int], months: int, unit: str
) -> None:
    last = schedule.session_weeks(sessions, span(unit, *gap))
    weeks = schedule.check_weeks(sessions, span(unit, *gap), span("months", months, months))
    fewest, most = real_months(months)
    assert weeks == Weeks(last.earliest + -(-fewest // 7), last.latest + -(-most // 7))


# ---- calendar months ----


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-22", 3, "2027-02-22"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_the_same_day_months_later(day: str, months: int, then: str) -> None:
    later = schedule.add_months(dt.date.fromisoformat(day), months)
    assert later == dt.date.fromisoformat(then)


@pytest.mark.parametrize(
    ("months", "fewest", "most"),
    [(0, 0, 0), (1, 28, 31), (2, 59, 62), (3, 89, 92), (6, 181, 184), (12, 365, 366)],
)
def test_the_days_of_some_months(months: int, fewest: int, most: int) -> None:
    assert schedule.month_days(months) == (fewest, most)


@given(start_dates, st.integers(0, 60))
def test_no_months_are_shorter_or_longer_on_the_calendar(day: dt.date, months: int) -> None:
    fewest, most = schedule.month_days(months)
    assert fewest <= (schedule.add_months(day, months) - day).days <= most


@pytest.mark.parametrize("months", range(25))
def test_the_fewest_and_the_most_days_are_those_of_real_dates(months: int) -> None:
    assert schedule.month_days(months) == real_months(months)


@given(start_dates, st.integers(-60, 60))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    later = schedule.add_months(day, months)
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == min(day.day, last)
    assert (later.year - day.year) * 12 + later.month - day.month == months


@given(start_dates, st.integers(0, 30), st.integers(0, 30))
def test_months_add_up_except_at_the_end_of_a_month(day: dt.date, one: int, other: int) -> None:
    apart = schedule.add_months(schedule.add_months(day, one), other)
    at_once = schedule.add_months(day, one + other)
    assert apart == at_once or (day.day > 28 and apart < at_once)


@given(start_dates, start_dates, st.integers(0, 60))
def test_a_later_day_stays_later(one: dt.date, other: dt.date, months: int) -> None:
    first, second = sorted((one, other))
    assert schedule.add_months(first, months) <= schedule.add_months(second, months)


# ---- time in the chair ----


@given(st.integers(1, 20), st.lists(spans("minutes", "hours"), min_size=1, max_size=3))
def test_time_in_the_chair_is_linear(sessions: int, parts: list[Amount]) -> None:
    whole = schedule.time_in_chair(sessions, *parts)
    each = [schedule.time_in_chair(1, part) for part in parts]
    assert whole.low == sessions * sum(x.low for x in each)
    assert whole.high == sessions * sum(x.high for x in each)


def test_time_in_the_chair_adds_the_parts_of_a_session() -> None:
    length, cream = span("minutes", 30, 60), span("minutes", 20, 60)
    assert schedule.time_in_chair(3, length, cream) == Minutes(150, 360)
    assert schedule.time_in_chair(1, span("hours", 1, 2)) == Minutes(60, 120)


def test_a_range_of_days_holds_both_its_ends() -> None:
    assert schedule.stage_days(None, span("hours", 24, 24)) == DayRange(0, 1)
    assert schedule.stage_days(span("hours", 24, 24), span("days", 1, 3)) == DayRange(2, 3)
