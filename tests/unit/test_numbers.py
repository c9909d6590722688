"""A figure written by hand is found, in digits or in words; a placeholder is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.numbers import written_figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wait 24 hours", ["24"]),
        ("1,250.5 people", ["1,250.5"]),
        ("SPF30", ["30"]),
        ("2 to 3 days", ["2", "3"]),
        ("two weeks", ["two weeks"]),
        ("Two weeks", ["Two weeks"]),
        ("two-week wait", ["two-week"]),
        ("two to three weeks", ["two to three weeks"]),
        ("three or more months", ["three or more months"]),
        ("two and a half hours", ["two and a half hours"]),
        ("half an hour", ["half an hour"]),
        ("a couple of days", ["couple of days"]),
        ("seven of them", []),
        ("four out of ten", ["four out"]),
        ("two studies, one study", ["two studies"]),
        ("then 5 days or two weeks", ["5", "two weeks"]),
        ("one month", ["one month"]),
        ("One year later", ["One year"]),
        ("one night or one minute", ["one night", "one minute"]),
        ("twice a day", ["twice a"]),
        ("twice an hour", ["twice an"]),
        ("a fortnight", ["a fortnight"]),
        ("a hundred people", ["hundred people"]),
        ("two hundred people", ["two hundred people"]),
        ("a thousand studies", ["thousand studies"]),
        ("a quarter hour", ["a quarter hour"]),
        ("a third full layer", ["a third full layer"]),
        ("one side of the face", []),
        ("one study found", []),
        ("one session, one visit", []),
        ("twice as often", []),
        ("a third opinion, a quarter note", []),
        ("in both weeks", []),
        ("tension and often", []),
        ("", []),
    ],
)
def test_figures_in_a_text(text: str, found: list[str]) -> None:
    assert written_figures(text) == found


def test_a_placeholder_is_no_figure() -> None:
    assert written_figures("wait {makeup-after-2}") == []
    assert written_figures("wait {makeup-after-2} or 3 days") == ["3"]


@given(st.text(), st.integers(min_value=0), st.text())
def test_no_number_in_digits_goes_unseen(before: str, number: int, after: str) -> None:
    text = f"{before} {number} {after}".replace("{", "").replace("}", "")
    assert written_figures(text)


@given(st.text(alphabet="abcdefghijkl ,."))
def test_words_without_a_unit_are_no_figure(text: str) -> None:
    assert written_figures(text) == []
