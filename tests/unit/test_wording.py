"""Every form in which a number, a span or a day is said."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import wording
from macros.model import Amount, Figure, Side
from macros.schedule import DayRange, Minutes, Weeks

TIMES = ("minutes", "hours", "days", "weeks", "months")
UNITS = (*TIMES, "years", "sessions", "people", "studies", "percent", "millimeters")


def amount(unit: str, **ends: Any) -> Amount:
    ends = {k.removesuffix("_"): v for k, v in ends.items()}
    return Amount.model_validate({"unit": unit, **ends})


FIGURE = Figure.model_validate_json(
    '{"id": "x", "label": "X", "group": "course", "value": "clinic", "standing": "clinic decides",'
    ' "research": "none", "why": "none"}'
)


def figure(value: Amount | str, counts: str | None = None) -> Figure:
    """A figure of which only the value and what it counts from matter."""
    return FIGURE.model_copy(update={"value": value, "counts": counts and Side(counts)})


FORMS = [
    (amount("weeks", from_=4, to=6), "4 to 6 weeks", "P4W/P6W"),
    (amount("hours", from_=24), "at least 24 hours", "PT24H/.."),
    (amount("days", to=7), "up to 7 days", "../P7D"),
    (amount("hours", exactly=24), "24 hours", "PT24H"),
    (amount("minutes", exactly=1), "1 minute", "PT1M"),
    (amount("hours", exactly=1), "1 hour", "PT1H"),
    (amount("days", exactly=1), "1 day", "P1D"),
    (amount("months", exactly=1), "1 month", "P1M"),
    (amount("days", from_=1, to=3), "1 to 3 days", "P1D/P3D"),
    (amount("weeks", exactly=3, about=True), "about 3 weeks", "P3W"),
    (amount("sessions", exactly=1), "1 session", "1"),
    (amount("sessions", from_=3, to=6), "3 to 6 sessions", "3/6"),
    (amount("people", exactly=1), "1 person", "1"),
    (amount("people", exactly=1250), "1,250 people", "1250"),
    (amount("people", exactly=1_000_000), "1,000,000 people", "1000000"),
    (amount("people", exactly=12_345_678), "12,345,678 people", "12345678"),
    (amount("people", from_=999_999, to=1_000_001), "999,999 to 1,000,001 people", "999999/1000001"),
    (amount("millimeters", exactly=1_000_000.0), "1,000,000 millimeters", "1000000"),
    (amount("millimeters", exactly=1234.5), "1,234.5 millimeters", "1234.5"),
    (amount("millimeters", exactly=0.25), "0.25 millimeters", "0.25"),
    (amount("millimeters", exactly=100.0), "100 millimeters", "100"),
    (amount("minutes", exactly=1_500), "1,500 minutes", "PT1500M"),
    (amount("people", exactly=7, of=50), "7 of 50 people", "7"),
    (amount("studies", exactly=1), "1 study", "1"),
    (amount("studies", exactly=9), "9 studies", "9"),
    (amount("percent", exactly=41), "41 percent", "41"),
    (amount("percent", exactly=1), "1 percent", "1"),
    (
        amount("millimeters", from_=1.5, to=2.5, about=True),
        "about 1.5 to 2.5 millimeters",
        "1.5/2.5",
    ),
    (amount("score", exactly=1, of=10, about=True), "about 1 out of 10", "1"),
    (amount("score", exactly=5, of=10), "5 out of 10", "5"),
    (amount("spf", from_=30), "SPF 30 or higher", "30/.."),
    (amount("spf", exactly=50), "SPF 50", "50"),
    (amount("age", from_=22), "22 or older", "22/.."),
    (amount("age", exactly=18), "18", "18"),
    (amount("day-number", exactly=2), "day 2", "2"),
]


@pytest.mark.parametrize(("value", "words", "machine"), FORMS)
def test_an_amount_in_words_and_for_machines(value: Amount, words: str, machine: str) -> None:
    assert wording.amount(value) == words
    assert wording.machine(value) == machine


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, high = sorted(draw(st.tuples(st.integers(1, 99_999_999), st.integers(1, 99_999_999))))
    shapes: list[dict[str, Any]] = [{"exactly": low}, {"from": low}, {"to": high}]
    shapes += [{"from": low, "to": high}] if low < high else []
    shape = draw(st.sampled_from(shapes))
    return amount(draw(st.sampled_from(UNITS)), about=draw(st.booleans()), **shape)


@given(amounts())
def test_a_range_has_the_word_to_and_never_a_dash(value: Amount) -> None:
    words = wording.amount(value)
    assert not set(words) & set("-–—−‐‑")
    assert (" to " in words and "up to" not in words) == (
        value.lower is not None and value.upper is not None and value.lower != value.upper
    )


@given(amounts())
def test_words_hold_the_numbers_of_the_data(value: Amount) -> None:
    said = [int(w.replace(",", "")) for w in wording.amount(value).split() if w[0].isdigit()]
    ends = (value.lower,) if value.lower == value.upper else (value.lower, value.upper)
    assert said == [end for end in ends if end is not None]


@given(amounts(), amounts())
def test_different_amounts_are_said_differently(one: Amount, other: Amount) -> None:
    assert (wording.amount(one) == wording.amount(other)) == (one == other)


@pytest.mark.parametrize(
    ("value", "counts", "words"),
    [
        (
            amount("hours", from_=24),
            "after a session",
            "at least 24 hours from the time of your session",
        ),
        (amount("hours", exactly=6), "before a session", "6 hours before the time of your session"),
        (amount("days", exactly=7), "after a session", "7 days after a session"),
        (amount("days", exactly=7), "before a session", "7 days before a session"),
        (amount("months", exactly=3), "after the last session", "3 months after your last session"),
        (
            amount("weeks", from_=4, to=6),
            "between sessions",
            "4 to 6 weeks from one session to the next",
        ),
        (amount("weeks", exactly=4), None, "4 weeks"),
        ("clinic", "after a session", "your clinic sets this"),
    ],
)
def test_a_span_with_what_it_is_counted_from(value: Amount | str, counts: str | None, words: str) -> None:
    assert wording.wait(figure(value, counts)) == words


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([(3, "months")], "up to 3 months after your last session"),
        ([(1, "months")], "up to 1 month after your last session"),
        ([(3, "months"), (6, "months")], "3 to 6 months after your last session"),
        ([(1, "months"), (3, "months")], "1 month to 3 months after your last session"),
        ([(6, "weeks"), (3, "months")], "6 weeks to 3 months after your last session"),
        ([(3, "months"), (6, "months"), (12, "months")], "3 to 12 months after your last session"),
    ],
)
def test_the_time_up_to_a_point_or_between_two(points: list[tuple[int, str]], words: str) -> None:
    entries = [figure(amount(unit, exactly=n), "after the last session") for n, unit in points]
    assert wording.between(entries) == words


def test_what_no_source_gives_is_left_to_the_clinic() -> None:
    assert wording.figure(figure("clinic")) == "your clinic sets this"
    assert wording.figure(figure(amount("weeks", exactly=4))) == "4 weeks"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "the day of your session"),
        (1, "day 1"),
        (2, "day 2"),
        (-1, "1 day before"),
        (-6, "6 days before"),
        (-7, "7 days before"),
        (-8, "8 days before"),
        (-14, "2 weeks before"),
        (-15, "15 days before"),
    ],
)
def test_a_day_in_words(number: int, words: str) -> None:
    assert wording.day(number) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (DayRange(0, 1), "day 0 to day 1"),
        (DayRange(2, 2), "day 2"),
        (DayRange(2, 3), "day 2 to day 3"),
        (DayRange(4, 7), "day 4 to day 7"),
        (DayRange(8, 42), "day 8 to week 6"),
        (DayRange(8, 43), "day 8 to day 43"),
    ],
)
def test_the_days_of_a_stage(span: DayRange, words: str) -> None:
    assert wording.days(span) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Weeks(0, 0), "the start"),
        (Weeks(4, 4), "week 4"),
        (Weeks(8, 12), "week 8 to week 12"),
        (Weeks(0, 1), "week 0 to week 1"),
    ],
)
def test_weeks_of_a_course(span: Weeks, words: str) -> None:
    assert wording.weeks(span) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Minutes(150, 360), "2 hours 30 minutes to 6 hours"),
        (Minutes(60, 60), "1 hour"),
        (Minutes(61, 121), "1 hour 1 minute to 2 hours 1 minute"),
        (Minutes(0, 45), "0 minutes to 45 minutes"),
    ],
)
def test_a_total_time(span: Minutes, words: str) -> None:
    assert wording.hours(span) == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [(1, "visits", "1 visit"), (4, "visits", "4 visits"), (1200, "visits", "1,200 visits")],
)
def test_a_count(number: int, unit: str, words: str) -> None:
    assert wording.count(number, unit) == words


@given(st.dates(dt.date(1000, 1, 1)))
def test_a_date_is_in_words_and_loses_nothing(date: dt.date) -> None:
    assert dt.datetime.strptime(wording.date(date), "%B %d, %Y").date() == date
    assert ", " in wording.date(date) and " 0" not in wording.date(date)


@pytest.mark.parametrize(
    ("words", "listed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_in_a_sentence(words: list[str], listed: str) -> None:
    assert wording.listed(words) == listed


@pytest.mark.parametrize(("text", "then"), [("", ""), ("day 2", "Day 2"), ("SPF", "SPF")])
def test_a_sentence_begins_with_a_capital(text: str, then: str) -> None:
    assert wording.sentence(text) == then


@pytest.mark.parametrize(("word", "near"), [("makeup-aftr", "makeup-after"), ("gapp", "gap"), ("zzz", None)])
def test_the_nearest_id(word: str, near: str | None) -> None:
    assert wording.nearest(word, ["gap", "makeup-after"]) == near
