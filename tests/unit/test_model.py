"""The types refuse what has no meaning, and say what to mend."""

import json
from typing import Any, TypeVar

import pytest
from pydantic import ValidationError

from macros import model
from macros.model import (
    Amount,
    Basis,
    Caution,
    Claim,
    Entry,
    Figure,
    Limit,
    Longer,
    Review,
    Section,
    Term,
    placeholders,
)

T = TypeVar("T", bound=Entry)
Values = dict[str, Any]

TERM: Values = {"id": "a", "plain": "a", "medical": "b", "meaning": "c"}
FIGURE: Values = {
    "id": "a",
    "label": "A",
    "group": "course",
    "value": {"exactly": 2, "unit": "weeks"},
    "standing": "varies",
    "article": [{"section": "s", "says": "two weeks"}],
    "research": "2 weeks",
    "references": ["r"],
    "why": "because",
}
CLAIM: Values = {
    "id": "c",
    "sections": ["s"],
    "claim": "It works",
    "verdict": "supported",
    "outcome": "left out",
    "reason": "too vague",
}
LIMIT: Values = {
    "id": "l",
    "topic": "Makeup",
    "short": "makeup",
    "when": "after",
    "until": "makeup-after",
    "sentence": "Wear no makeup for {makeup-after}.",
    "note": "Ask.",
    "basis": {"caution": True},
}
PLACE: Values = {"page": "faq", "heading": "pain", "phrase": "it hurts"}


def read(type_: type[T], values: Values) -> T:
    """Read an entry as the loader does: through JSON, strictly."""
    return type_.model_validate_json(json.dumps(values))


def refusal(type_: type[Entry], values: Values) -> str:
    """Why an entry is refused."""
    with pytest.raises(ValidationError) as caught:
        read(type_, values)
    return str(caught.value)


def test_healthy_entries_are_read() -> None:
    assert read(Figure, FIGURE).value == Amount(exactly=2, unit="weeks")
    assert read(Term, TERM).also == ()
    assert read(Claim, CLAIM).where is None
    assert read(Claim, CLAIM | {"outcome": "kept", "where": PLACE}).where is not None


# ---- amounts ----


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({"exactly": 4, "unit": "weeks"}, (4, 4)),
        ({"from": 4, "to": 6, "unit": "weeks"}, (4, 6)),
        ({"from": 24, "unit": "hours"}, (24, None)),
        ({"to": 7, "unit": "days"}, (None, 7)),
        ({"exactly": 7, "of": 50, "unit": "people"}, (7, 7)),
        ({"from": 1.5, "to": 2.5, "unit": "millimeters", "about": True}, (1.5, 2.5)),
    ],
)
def test_the_ends_of_an_amount(values: Values, ends: tuple[float | None, float | None]) -> None:
    amount = read(Amount, values)
    assert (amount.lower, amount.upper) == ends


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"unit": "weeks"}, 'needs "exactly", "from" or "to"'),
        ({"of": 50, "unit": "people"}, 'needs "exactly", "from" or "to"'),
        ({"exactly": 4, "to": 6, "unit": "weeks"}, '"exactly" stands alone'),
        ({"from": 6, "to": 4, "unit": "weeks"}, "upper end (4) is not above the lower end (6)"),
        ({"from": 4, "to": 4, "unit": "weeks"}, 'for one number write "exactly"'),
        ({"exactly": 0, "unit": "weeks"}, "must be more than zero"),
        ({"from": -1, "to": 4, "unit": "weeks"}, "must be more than zero"),
        ({"exactly": 1.5, "unit": "weeks"}, "a span of time is in whole units"),
        ({"exactly": 4, "of": 50, "unit": "weeks"}, '"of" goes with people'),
        ({"exactly": 51, "of": 50, "unit": "people"}, "more than the group it is taken from"),
        ({"exactly": 4, "unit": "fortnights"}, "unit"),
        ({"exactly": "4", "unit": "weeks"}, "exactly"),
        ({"exactly": True, "unit": "weeks"}, "exactly"),
        ({"exactly": 4, "unit": "weeks", "about": "yes"}, "about"),
        ({"exactly": 4, "unit": "weeks", "around": True}, "around"),
    ],
)
def test_an_amount_without_meaning_is_refused(values: Values, why: str) -> None:
    assert why in refusal(Amount, values)


@pytest.mark.parametrize(
    ("unit", "is_time"), [("minutes", True), ("months", True), ("years", False), ("people", False)]
)
def test_what_is_a_span_of_time(unit: str, is_time: bool) -> None:
    assert read(Amount, {"exactly": 4, "unit": unit}).is_time is is_time


# ---- texts ----


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least 1 character"),
        ("   ", "at least 1 character"),
        ("a <b>bold</b> word", 'holds mark-up ("<b")'),
        ("a <!-- note -->", 'holds mark-up ("<!")'),
        ("salt &amp; water", 'holds mark-up ("&amp;")'),
        ("a **bold** word", 'holds mark-up ("*")'),
        ("a __bold__ word", 'holds mark-up ("_")'),
        ("an *italic* word", 'holds mark-up ("*")'),
        ("an _italic_ word", 'holds mark-up ("_")'),
        ("a footnote*", 'holds mark-up ("*")'),
        ("a snake_case word", 'holds mark-up ("_")'),
        ("some `code`", 'holds mark-up ("`")'),
        ("a [link](faq.md)", 'holds mark-up ("](")'),
        ("{{ call() }}", 'holds mark-up ("{{")'),
        ("{% if %}", 'holds mark-up ("{%")'),
        ("{# note #}", 'holds mark-up ("{#")'),
        ("# heading", 'holds mark-up ("# ")'),
        ("wait 24 hours", 'holds a bare number ("24")'),
        ("wait two weeks", 'holds a bare number ("two weeks")'),
        ("wait one month", 'holds a bare number ("one month")'),
        ("wash twice a day", 'holds a bare number ("twice a")'),
    ],
)
def test_a_text_is_plain_words(text: str, why: str) -> None:
    assert why in refusal(Term, TERM | {"meaning": text})


@pytest.mark.parametrize("text", ["salt & water", 'a "word"', "it’s", "less < more", "wait {gap}"])
def test_plain_words_are_kept(text: str) -> None:
    assert read(Term, TERM | {"meaning": f" {text} "}).meaning == text


def test_only_figures_and_sources_may_hold_numbers() -> None:
    assert read(Section, {"id": "s", "label": "Part 1", "heading": "Step 2"}).label == "Part 1"
    assert "mark-up" in refusal(Section, {"id": "s", "label": "<i>", "heading": "h"})


def test_placeholders_of_a_text() -> None:
    assert placeholders("from {gap} to {gap-longest}, and {gap}") == ["gap", "gap-longest", "gap"]
    assert placeholders("{ gap } {Gap} {}") == []


@pytest.mark.parametrize("id_", ["", "Gap", "gap_a", "-gap", "gap-", "gap--a", "ga p", "gäp"])
def test_an_id_is_small_letters_digits_and_hyphens(id_: str) -> None:
    assert "string_pattern_mismatch" in refusal(Term, TERM | {"id": id_})


# ---- what entries keep to ----


def test_an_entry_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(read(Term, TERM), "plain", "b")  # noqa: B010  mypy refuses the plain form, too


@pytest.mark.parametrize("key", TERM)
def test_every_key_without_a_default_is_needed(key: str) -> None:
    assert "missing" in refusal(Term, {k: v for k, v in TERM.items() if k != key})


def test_an_unknown_key_is_refused() -> None:
    assert "extra_forbidden" in refusal(Term, TERM | {"plian": "a"})


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"value": "clinic"}, '"clinic" and the standing "clinic decides" go together'),
        ({"standing": "clinic decides"}, '"clinic" and the standing "clinic decides" go together'),
        ({"standing": "agreed", "article": []}, '"agreed" needs the article and'),
        ({"standing": "agreed", "references": []}, '"agreed" needs the article and'),
        ({"article": [], "references": []}, '"varies" needs at least one source'),
        ({"standing": "research only"}, '"research only" means references, and no number'),
        ({"standing": "general caution"}, '"general caution" means that there is no reference'),
        ({"counts": "after the session"}, "counts"),
    ],
)
def test_a_figure_whose_standing_does_not_fit_its_sources(values: Values, why: str) -> None:
    assert why in refusal(Figure, FIGURE | values)


@pytest.mark.parametrize(
    "values",
    [
        {"value": "clinic", "standing": "clinic decides"},
        {"standing": "agreed"},
        {"standing": "research only", "article": []},
        {"standing": "general caution", "references": []},
        {"counts": "after a session"},
    ],
)
def test_a_figure_whose_standing_fits(values: Values) -> None:
    assert read(Figure, FIGURE | values).standing in model.Standing


def test_a_basis_names_a_source() -> None:
    assert "names no source" in refusal(Basis, {})
    assert "names no source" in refusal(Basis, {"caution": False})
    assert read(Basis, {"caution": True}).caution


@pytest.mark.parametrize("values", [{"outcome": "kept"}, {"outcome": "corrected"}, {"where": PLACE}])
def test_a_claim_has_a_place_unless_it_is_left_out(values: Values) -> None:
    assert 'needs "where"; one left out has none' in refusal(Claim, CLAIM | values)


def test_a_limit_may_last_longer_and_leave_something_behind() -> None:
    plain = read(Limit, LIMIT)
    assert (plain.from_, plain.longer, plain.then) == ("session", None, None)
    longer = {"when": "After deep treatment", "until": "makeup-after-deep"}
    more = read(Limit, LIMIT | {"longer": longer, "then": "Use clean brushes."})
    assert more.longer == Longer(when="After deep treatment", until="makeup-after-deep")
    assert more.then == "Use clean brushes."


@pytest.mark.parametrize("values", [{"when": "before"}, {"short": None}])
def test_a_limit_has_a_name_for_lists_only_after_a_session(values: Values) -> None:
    assert '"short" is the name in lists' in refusal(Limit, LIMIT | values)


def test_a_limit_before_a_session_needs_no_name_for_lists() -> None:
    assert read(Limit, LIMIT | {"when": "before", "short": None}).short is None


@pytest.mark.parametrize("longer", [{"when": "A"}, {"until": "a"}, {"when": "A", "until": "a", "or": "b"}])
def test_a_longer_limit_says_when_and_until(longer: Values) -> None:
    assert "longer" in refusal(Limit, LIMIT | {"longer": longer})


def test_a_caution_has_a_place() -> None:
    assert read(Caution, {"id": "c", "where": PLACE}).where.heading == "pain"
    assert "missing" in refusal(Caution, {"id": "c"})
    for key in PLACE:
        where = {k: v for k, v in PLACE.items() if k != key}
        assert "missing" in refusal(Caution, {"id": "c", "where": where})


@pytest.mark.parametrize(
    ("type_", "key"),
    [
        (model.Stage, "leave"),
        (model.Risk, "group"),
        (model.Course, "basis"),
        (model.Site, "name"),
        (model.Site, "address"),
    ],
)
def test_what_was_taken_out_is_refused(type_: type[Entry], key: str) -> None:
    assert f"{key}\n  Extra inputs are not permitted" in refusal(type_, {key: "a"})


@pytest.mark.parametrize("day", ["2026-13-01", "22 November 2026", "2026-11-22T10:00:00", 20261122])
def test_a_date_is_a_day(day: str | int) -> None:
    assert "due" in refusal(Review, {"last": "2026-11-22", "due": day})
