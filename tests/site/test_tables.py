"""The tables of the built pages equal the data; each rule has a case that breaks it."""

import re
from collections.abc import Callable, Sequence

import pytest

from macros.model import Data
from tests.site import tables as rules
from tests.site.built import Page
from tests.site.tables import Cell, Table, Words, differences, expected, matches

Rule = Callable[[Sequence[Page], Data], list[str]]
RULES: tuple[Rule, ...] = (
    rules.tables_equal_the_data,
    rules.lists_equal_the_data,
    rules.sentences_equal_the_data,
    rules.figures_have_a_source_and_a_place,
    rules.claims_stand_in_place,
    rules.cautions_stand_in_place,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_pages_equal_the_data(rule: Rule, built: dict[str, Page], data: Data) -> None:
    findings = rule(list(built.values()), data)
    assert not findings, "\n".join(["", *findings])


def test_no_claim_is_dropped(data: Data) -> None:
    assert rules.claims_are_complete(data) == []


# ---- planted faults ----


def edited(built: dict[str, Page], id_: str, old: str, new: str) -> tuple[str, list[Page]]:
    """All pages, with a fault in the first table of that id; and the address of its page."""
    page = next(page for page in built.values() if id_ in page.ids)
    head, mark, rest = page.html.partition(f'id="{id_}"')
    assert re.search(old, rest, re.DOTALL)
    planted = Page(page.url, head + mark + re.sub(old, new, rest, count=1, flags=re.DOTALL))
    return page.url, [planted if each is page else each for each in built.values()]


def new_findings(rule: Rule, pages: Sequence[Page], built: dict[str, Page], data: Data) -> str:
    """What the fault adds to the findings on the real pages."""
    before = rule(list(built.values()), data)
    return "\n".join(finding for finding in rule(pages, data) if finding not in before)


ROW = r"(?<=<tbody>)(.*?)<tr\b.*?</tr>"


@pytest.mark.parametrize(
    "id_", ["when-can-i-table", "timeline-table", "risks-table", "course-4", "cautions-table", "claims-kept"]
)
def test_a_lost_row_is_found(id_: str, built: dict[str, Page], data: Data) -> None:
    url, pages = edited(built, id_, ROW, r"\1")
    found = new_findings(rules.tables_equal_the_data, pages, built, data)
    assert re.search(f"^{url}: #{id_}: \\d+ rows, and the data make", found, re.MULTILINE)


@pytest.mark.parametrize("id_", ["course-sums", "figures-healing", "figures-shown"])
def test_a_changed_figure_is_found(id_: str, built: dict[str, Page], data: Data) -> None:
    url, pages = edited(built, id_, r"(<tbody>.*?<td[^>]*>)[^<]*", r"\g<1>99 days")
    found = new_findings(rules.tables_equal_the_data, pages, built, data)
    assert re.search(f"^{url}: #{id_}: row \\d+: .*99 days", found, re.MULTILINE)


def test_a_table_that_the_data_do_not_know_is_found(data: Data) -> None:
    page = Page("/a/", "<article><table id='mine'></table></article>")
    findings = rules.tables_equal_the_data([page], data)
    assert "/a/: #mine: a table that the data do not know" in findings
    assert "site: #risks-table: on no page" in findings


def test_a_question_and_a_sign_that_are_lost_are_found(built: dict[str, Page], data: Data) -> None:
    page = Page("/a/", '<article><section class="warning-card"></section></article>')
    found = rules.lists_equal_the_data([page], data)
    assert sum("question: not once" in finding for finding in found) == len(data.questions)
    assert sum("warning card" in finding for finding in found) == 1


def test_what_is_usual_on_the_wrong_day_is_found(built: dict[str, Page], data: Data) -> None:
    pages = [page for page in built.values() if page.article.select("section.usual")]
    assert pages
    first = next(s.normal for s in data.stages)
    for page in pages:
        planted = Page(page.url, page.html.replace(f"<dd>{first}</dd>", "<dd>Nothing.</dd>", 1))
        assert planted.html != page.html
        assert any("what is usual" in x for x in rules.lists_equal_the_data([planted], data))


def test_a_figure_without_a_source_or_a_place_is_found(data: Data) -> None:
    page = Page("/sources/", '<article><p data-figure="gap" id="figure-spf"></p></article>')
    found = rules.figures_have_a_source_and_a_place([page], data)
    assert "/sources/: #figure-gap: no such row" in found
    assert "/sources/: #figure-spf: no such row" not in found
    assert "data/figures.yml: gap: shown on no page but Sources" in found


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({"page": "none"}, "no page none"),
        ({"heading": "none"}, "no heading #none on /healing/"),
        ({"phrase": "it takes {redness}"}, 'not under /healing/#gap: "it takes'),
        ({"phrase": "under the next heading"}, "not under"),
        ({}, None),
    ],
)
def test_a_claim_out_of_place_is_found(where: dict[str, str], says: str | None, data: Data) -> None:
    page = Page(
        "/healing/",
        '<article><h2 id="gap">Gap</h2><p>It takes <data>4 to 6 weeks</data>.</p>'
        "<h3>Part</h3><h2>B</h2><p>under the next heading</p></article>",
    )
    place = {"page": "healing", "heading": "gap", "phrase": "it takes {gap}", **where}
    claim = type(data.claims[0]).model_validate(
        {
            "id": "c001",
            "sections": ("s0",),
            "claim": "x",
            "verdict": "supported",
            "outcome": "kept",
            "reason": "x",
            "where": place,
        }
    )
    found = rules.claims_stand_in_place([page], data.model_copy(update={"claims": (claim,)}))
    assert len(found) == (says is not None)
    assert (says or "") in "".join(found)
    caution = type(data.cautions[0]).model_validate({"id": "a", "where": place})
    found = rules.cautions_stand_in_place([page], data.model_copy(update={"cautions": (caution,)}))
    assert len(found) == (says is not None)
    assert (says or "") in "".join(found)
    assert all(finding.startswith("data/cautions.yml: a: ") for finding in found)


def test_a_sentence_that_says_something_else_is_found(built: dict[str, Page], data: Data) -> None:
    assert rules.sentences_equal_the_data([Page("/a/", "<article></article>")], data) == [
        "site: limit: in no sentence",
        "site: course length: in no sentence",
    ]
    words = Words(data)
    limit = next(x for x in data.limits if x.longer)
    said, plan = rules.limit_sentence(words, limit), data.course
    length = f"{plan.sessions} {plan.gap} {plan.results[-1]}"

    def page(sentence: str, weeks: str) -> list[Page]:
        spans = f'<i data-limit="{limit.id}">{sentence}</i> <b data-figure="{length}">{weeks}</b>'
        return [Page("/a/", f"<article><p>{spans}</p></article>")]

    assert rules.sentences_equal_the_data(page(said, "34 to 57 weeks"), data) == []
    assert len(rules.sentences_equal_the_data(page(said, "33 to 57 weeks"), data)) == 1
    for wrong in (said.replace("or day 3", "or day 2"), said.partition(" The first")[0]):
        assert wrong != said
        assert len(rules.sentences_equal_the_data(page(wrong, "34 to 57 weeks"), data)) == 1


def test_a_dropped_claim_is_found(data: Data) -> None:
    none = data.model_copy(update={"claims": ()})
    assert rules.claims_are_complete(none, 2) == ["data/claims.yml: missing: c001, c002"]


@pytest.mark.parametrize(
    ("wanted", "printed", "equal"),
    [
        ("Day 2", "Day 2", True),
        ("Day 2", "Day 2.", False),
        (("Day 2", "Sore."), "Day 2 It feels: Sore.", True),
        (("Day 2", "Sore."), "Sore. Day 2", False),
        (("Day 2", "Sore."), "Day 2 or 3 Sore.", False),
        ((), "Nothing. We added this.", True),
        ((), "Nothing for 3 days", False),
    ],
)
def test_a_cell_is_compared_in_full(wanted: Cell, printed: str, equal: bool) -> None:
    assert matches(wanted, printed) is equal


def test_differences_name_the_row() -> None:
    wanted: Table = [("a", "b"), ("c", "d")]
    assert differences("t", wanted, [("a", "b")]) == ["t: 1 rows, and the data make 2"]
    assert differences("t", wanted, [("a", "b"), ("c", "x")]) == ['t: row 2: "x", and the data say "d"']
    assert differences("t", wanted, [("a", "b"), ("c",)]) == ["t: row 2: 1 cells, not 2"]


def test_each_kind_of_table_is_expected(data: Data) -> None:
    assert len(expected(data)) >= 30
    assert all(expected(data).values()) or not data.claims


def test_words_follow_the_data(data: Data) -> None:
    assert Words(data).say("Wait {first-day}.") == "Wait 24 hours."
    assert "your emergency number (" in Words(data).say("Call your emergency number.")
