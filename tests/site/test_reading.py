"""Patients' pages are easy to read; each rule has a case that breaks it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from macros.model import Data
from tests.site import grades, reading
from tests.site.built import Page

Rule = Callable[[Page], list[str]]
RULES: tuple[Rule, ...] = (
    reading.page_is_easy,
    reading.sections_are_easy,
    reading.sentences_are_short,
)


def check(rule: Rule, built: dict[str, Page]) -> None:
    pages = [page for page in built.values() if page.is_for_patients]
    findings = [finding for page in pages for finding in rule(page)]
    if findings:
        print(reading.table(pages))
    assert not findings, "\n".join(["", *findings])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_patients_pages_are_easy_to_read(rule: Rule, built: dict[str, Page]) -> None:
    check(rule, built)


def test_hard_words_are_those_that_are_explained(built: dict[str, Page], data: Data) -> None:
    check(partial(reading.sentences_are_easy, terms=data.terms), built)


def test_the_grades_can_be_printed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grades.main(str(site))
    printed = capsys.readouterr().out
    assert "\n/faq/" in printed
    assert "/sources/" not in printed


# ---- planted faults ----

EASY = "You can wash your face. Use warm water. Do not rub it. Pat it dry with a clean cloth."
HARD = "Individual medical considerations necessitate additional professional consultation now."
LONG = "You can wash " + "and wash " * 9 + "it."


def page(*paragraphs: str) -> Page:
    body = "\n".join(f"<p>{x}</p>" for x in paragraphs)
    return Page("/a/", f'<article>\n<h1 id="top">Wash</h1>\n<h2 id="s">Wash</h2>\n{body}</article>')


def test_an_easy_page_is_left_in_peace(data: Data) -> None:
    easy = page(*[EASY] * 8)
    assert [finding for rule in RULES for finding in rule(easy)] == []
    assert reading.sentences_are_easy(easy, data.terms) == []


@pytest.mark.parametrize(
    ("rule", "planted", "says"),
    [
        (reading.page_is_easy, page(EASY, *[HARD] * 3), "/a/: page: grade"),
        (reading.sections_are_easy, page(*[HARD] * 13), "/a/: #s: grade"),
        (reading.sentences_are_short, page(LONG), "/a/: #s: 22 words"),
        (reading.sentences_are_short, page("<ul><li>a</li></ul>" + LONG), "22 words"),
    ],
)
def test_a_planted_fault_is_found(rule: Rule, planted: Page, says: str) -> None:
    findings = rule(planted)
    assert len(findings) == 1
    assert says in findings[0]


def test_a_hard_sentence_is_found(data: Data) -> None:
    findings = reading.sentences_are_easy(page(EASY, HARD), data.terms)
    assert len(findings) == 1
    assert HARD in findings[0]


def test_only_a_word_that_is_explained_may_be_hard(data: Data) -> None:
    explained = "After needling you can get dark patches (post-inflammatory hyperpigmentation)."
    assert reading.grade([explained]) > reading.SENTENCE_GRADE
    assert reading.sentences_are_easy(page(explained), data.terms) == []
    assert len(reading.sentences_are_easy(page(explained), [])) == 1
    hard_in_itself = page(HARD.replace("now", "microneedling"))
    assert len(reading.sentences_are_easy(hard_in_itself, data.terms)) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wait. Then ask!", ["Wait.", "Then ask!"]),
        ("About 1.5 to 2.5 millimeters", ["About 1.5 to 2.5 millimeters"]),
        ("Why? . ", ["Why?"]),
    ],
)
def test_a_sentence_ends_at_its_mark(text: str, parts: list[str]) -> None:
    assert reading.split(text) == parts


def test_a_cell_and_an_item_are_sentences_of_their_own() -> None:
    short = "<table><tr><th>Day 2</th><td>Wash <b>it</b></td></tr></table><ul><li>Wait</li></ul>"
    texts = [x.text for x in reading.sentences(page(short))]
    assert texts == ["Wash", "Wash", "Day 2", "Wash it", "Wait"]


def test_words_for_the_search_box_are_no_sentence() -> None:
    texts = [x.text for x in reading.sentences(page('Pits. <span class="also">Pits, pit</span>'))]
    assert "Pits." in texts
    assert "Pits, pit" not in texts
