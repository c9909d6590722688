"""How hard the pages are to read: Flesch-Kincaid grades, as textstat counts them.

A sentence ends at its mark, and at the end of a paragraph, list item, cell, term, caption or
heading. Left out are the words that people type into a search box and addresses (they are no sentences), and,
from the grade of the page, its list of figures: names and numbers that would only flatter it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from textstat import textstat

from macros.model import Term
from tests.site.built import END, Page, classes

MOST_WORDS = 20  # in a sentence
PAGE_GRADE = 6.0
SECTION_GRADE = 7.0
SECTION_WORDS = 100  # a grade means little on fewer
SENTENCE_GRADE = 10.0
SENTENCE_WORDS = 8

textstat.set_rounding(False)  # it rounds syllables before it multiplies: half a grade is lost


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the section it stands in."""

    text: str
    section: str

    @property
    def words(self) -> int:
        return sum(bool(re.search(r"\w", word)) for word in self.text.split())


@cache
def sentences(page: Page) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(part, unit.section)
        for unit in page.units
        if not {"also", "address"} & classes(unit.tag)
        for part in split(unit.text)
    )


def split(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if re.search(r"\w", part)]


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of sentences."""
    # textstat ends a sentence at every mark, also inside a number.
    whole = " ".join(re.sub(r"[.!?]+", "", text) + "." for text in texts)
    return round(float(textstat.flesch_kincaid_grade(whole)), 1)


@dataclass(frozen=True)
class Grade:
    """A line of the table of grades."""

    page: str
    section: str
    words: int
    sentences: int
    grade: float

    def __str__(self) -> str:
        name = self.page + (f"#{self.section}" if self.section else "")
        return f"{name:<48}{self.words:>6}{self.sentences:>6}{self.grade:>7.1f}"


HEAD = f"{'':<48}{'words':>6}{'sent.':>6}{'grade':>7}"


def _grade(page: Page, section: str, chosen: Sequence[Sentence]) -> Grade:
    words = sum(x.words for x in chosen)
    return Grade(page.url, section, words, len(chosen), grade(x.text for x in chosen))


def page_grade(page: Page) -> Grade:
    return _grade(page, "", [x for x in sentences(page) if x.section != END])


def section_grades(page: Page) -> list[Grade]:
    """Grades of the sections that are long enough for one."""
    by_id: dict[str, list[Sentence]] = {}
    for sentence in sentences(page):
        by_id.setdefault(sentence.section, []).append(sentence)
    grades = [_grade(page, id_, chosen) for id_, chosen in by_id.items()]
    return [x for x in grades if x.words >= SECTION_WORDS]


def table(pages: Iterable[Page]) -> str:
    """The grades of pages and their longer sections, as text."""
    lines = [HEAD]
    for page in pages:
        lines += [str(page_grade(page)), *map(str, section_grades(page))]
    return "\n".join(lines)


# ---- rules ----


def page_is_easy(page: Page) -> list[str]:
    found = page_grade(page)
    if found.grade <= PAGE_GRADE:
        return []
    return [f"{page.url}: page: grade {found.grade}, over {PAGE_GRADE}"]


def sections_are_easy(page: Page) -> list[str]:
    return [
        f"{page.url}: #{x.section}: grade {x.grade}, over {SECTION_GRADE}"
        for x in section_grades(page)
        if x.grade > SECTION_GRADE
    ]


def sentences_are_short(page: Page) -> list[str]:
    return [
        f"{page.url}: #{x.section}: {x.words} words: {x.text}"
        for x in sentences(page)
        if x.words > MOST_WORDS
    ]


def _medical(terms: Iterable[Term]) -> re.Pattern[str]:
    """The words that the guide explains: each term, plain and medical, in one or many."""
    words = {
        re.sub(r"s$", "", name.strip())
        for term in terms
        for name in (term.plain, *re.split(r", such as |, or |, | and ", term.medical))
    }
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE)


def sentences_are_easy(page: Page, terms: Sequence[Term]) -> list[str]:
    """No sentence is hard, unless it is only so for a medical word that the guide explains."""
    medical = _medical(terms)
    return [
        f"{page.url}: #{x.section}: grade {grade([x.text])}: {x.text}"
        for x in sentences(page)
        if x.words >= SENTENCE_WORDS
        and grade([x.text]) > SENTENCE_GRADE
        and grade([medical.sub("scar", x.text)]) > SENTENCE_GRADE
    ]
