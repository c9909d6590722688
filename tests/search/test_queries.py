"""Search, as a reader uses it: what comes first, what is shown, and what is never done."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from ruamel.yaml import YAML

from tests.browser import checks

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INPUT = ".search input"
STATUS = ".search [role=status]"
RESULTS = ".search ol > li"

Ask = Callable[[str], list[str]]


def table(name: str) -> list[tuple[str, list[str]]]:
    """The queries of a file, each with the addresses that answer it."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(HERE / name)
    return [(row["query"], [row["first"]] if isinstance(row["first"], str) else row["first"]) for row in rows]


def missed(answers: dict[str, list[str]], name: str, among: int) -> list[str]:
    """The queries of a file without an accepted address among the first so many results."""
    return [
        f"{query}: {answers[query][:among]}, not {wanted}"
        for query, wanted in table(name)
        if not set(answers[query][:among]) & set(wanted)
    ]


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[checks.Visit]:
    """A page with search open and loaded."""
    with checks.visitor(browser) as visit:
        visit.open(server + "/faq/")
        visit.page.get_by_role("button", name="Search").click()
        type_in(visit.page, "skin")
        yield visit


@pytest.fixture(scope="module")
def ask(visit: checks.Visit, server: str) -> Ask:
    """Types a query; gives the addresses of its results."""

    def ask(query: str) -> list[str]:
        type_in(visit.page, query)
        found: list[str] = visit.page.eval_on_selector_all(
            f"{RESULTS} a", "links => links.map(link => link.href)"
        )
        return [address.removeprefix(server + "/") for address in found]

    return ask


def type_in(page: Page, query: str) -> None:
    """Type a query into an empty field, and wait for what search says to it."""
    page.fill(INPUT, "")
    expect(page.locator(STATUS)).to_have_text("")
    page.fill(INPUT, query)
    expect(page.locator(STATUS)).not_to_have_text("")


@pytest.fixture(scope="module")
def answers(ask: Ask) -> dict[str, list[str]]:
    names = ("queries.yml", "more.yml")
    return {query: ask(query) for name in names for query, _ in table(name)}


def test_what_patients_type_finds_its_answer_first(answers: dict[str, list[str]]) -> None:
    wrong = missed(answers, "queries.yml", among=1)
    assert len(wrong) <= 5, "\n".join(wrong)


def test_what_patients_type_finds_its_answer_in_the_first_three(
    answers: dict[str, list[str]],
) -> None:
    assert missed(answers, "queries.yml", among=3) == []


def test_queries_that_set_no_rule_do_as_well(answers: dict[str, list[str]]) -> None:
    wrong = missed(answers, "more.yml", among=3)
    assert len(wrong) <= len(table("more.yml")) / 5, "\n".join(wrong)


def test_there_are_enough_queries_of_each_kind() -> None:
    kinds = [row["kind"] for row in YAML(typ="safe").load(HERE / "queries.yml")]
    assert len(kinds) == 60
    assert all(kinds.count(kind) >= 10 for kind in ("misspelt", "everyday", "medical"))


@pytest.mark.parametrize("name", ["queries.yml", "more.yml"])
def test_every_expected_address_exists(name: str, pages: dict[str, Path]) -> None:
    for _, wanted in table(name):
        for address in wanted:
            page, _, place = address.partition("#")
            html = pages["/" + page].read_text(encoding="utf-8")
            assert not place or f'id="{place}"' in html, address


def test_the_rules_know_no_query() -> None:
    """No query of the tests, of two words or more, stands in the script; nor does an address."""
    script = (ROOT / "theme/assets/search.js").read_text(encoding="utf-8")
    queries = [query for name in ("queries.yml", "more.yml") for query, _ in table(name)]
    known = {"icepick", "make up"}  # named in comments, as examples of a rule
    code = re.sub(r"//.*|/\*\*.*?\*/", "", script)
    assert [query for query in queries if " " in query and query in code] == []
    assert [q for q in queries if q in script and len(q) > 6 and q not in known | {"swimming"}] == []
    assert set(re.findall(r"[a-z-]+/#[a-z-]+", code)) == set()


def test_a_result_has_page_section_and_context(visit: checks.Visit) -> None:
    type_in(visit.page, "can i wear makeup")
    first = visit.page.locator(RESULTS).first
    expect(first.locator("a")).to_have_count(1)
    expect(first.locator("a span")).to_have_text("Makeup: when can I wear it?")
    expect(first.locator("a small")).to_have_text("Questions people ask")
    expect(first.locator("p")).to_contain_text("Wear no makeup")
    expect(first.locator("p mark")).to_have_text(["Wear", "makeup"])
    assert visit.page.locator(RESULTS).count() <= 10


def test_a_part_of_a_step_says_which_step(visit: checks.Visit) -> None:
    type_in(visit.page, "sterile needles in a steady pattern")
    part = visit.page.locator(RESULTS).first.locator("small")
    expect(part).to_have_text("Step by step, Step 3: The procedure")


def test_no_result_says_what_to_do(visit: checks.Visit, server: str) -> None:
    type_in(visit.page, "xyzzyq")
    expect(visit.page.locator(STATUS)).to_have_text("No result.")
    links = visit.page.locator(".search > p:not([role]) a")
    found = [link.evaluate("link => link.href") for link in links.all() if link.is_visible()]
    assert found == [server + "/find/", server + "/faq/"]


def test_a_query_is_never_markup(visit: checks.Visit) -> None:
    before = visit.page.locator("img").count()
    for query in ("<img src=x onerror=alert(1)>", "skin <b>red</b>", "&lt;i&gt;", "javascript:alert(1)"):
        type_in(visit.page, query)
        assert visit.page.locator("img").count() == before
        assert visit.page.locator(".search :is(b, i, script)").count() == 0
    assert visit.errors == []


def test_search_has_no_accessibility_faults(visit: checks.Visit) -> None:
    for query in ("redness", "xyzzyq"):
        type_in(visit.page, query)
        assert checks.axe(visit.page) == []


def test_random_queries_throw_nothing(visit: checks.Visit) -> None:
    chance = random.Random(7)
    letters = "abcdefghij klmnop qrstuvwxyz 0123 +-*~^:\"'’<>&()[]{}\\/?!.,;%#@=|é漢😀\u202e"
    visit.errors.clear()
    for _ in range(200):
        # Not waited for: a reader does not wait either.
        query = "".join(chance.choices(letters, k=chance.randint(1, 60)))
        visit.page.fill(INPUT, query)
        visit.page.wait_for_timeout(chance.choice((0, 10, 130)))
    type_in(visit.page, "makeup")
    expect(visit.page.locator(f"{RESULTS} a").first).to_have_attribute("href", re.compile("/faq/#makeup$"))
    assert visit.errors == []


def test_nothing_of_search_is_asked_for_before_it_is_opened(browser: Browser, server: str) -> None:
    asked: list[str] = []
    with checks.visitor(browser) as visit:
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.open(server + "/")
        visit.page.wait_for_load_state("networkidle")
        assert [url for url in asked if "search" in url] == []
        visit.page.get_by_role("button", name="Search").click()
        type_in(visit.page, "pain")
        names = sorted(url.rsplit("/", 1)[1] for url in asked if "search" in url)
        assert [name for name in names if not name.startswith("search.")] == ["search_index.json"]
        assert len(names) == 3  # this module, the index, the worker
        assert visit.foreign == []


def test_escape_closes_and_focus_returns(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        page = visit.page
        visit.open(server + "/steps/")
        button = page.get_by_role("button", name="Search")
        button.click()
        expect(page.locator(INPUT)).to_be_focused()
        type_in(page, "pain")
        page.keyboard.press("Escape")
        expect(page.locator("dialog.search")).to_be_hidden()
        expect(button).to_be_focused()


def test_keys_move_through_results_and_enter_follows(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        page = visit.page
        visit.open(server + "/faq/")
        page.get_by_role("button", name="Search").click()
        type_in(page, "makeup")
        links = page.locator(f"{RESULTS} a")
        page.keyboard.press("ArrowDown")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator(INPUT)).to_be_focused()
        page.keyboard.press("Tab")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("Enter")  # a place on the same page: the dialog must give way
        expect(page.locator("dialog.search")).to_be_hidden()
        expect(page).to_have_url(server + "/faq/#makeup")


def test_enter_in_the_field_follows_the_first_result(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.open(server + "/")
        visit.page.get_by_role("button", name="Search").click()
        type_in(visit.page, "pregnant")
        visit.page.keyboard.press("Enter")
        expect(visit.page).to_have_url(server + "/faq/#pregnancy")


def test_search_works_from_the_page_that_is_not_there(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.page.goto(server + "/no/such/page/")
        visit.page.get_by_role("button", name="Search").click()
        type_in(visit.page, "pregnant")
        link = visit.page.locator(f"{RESULTS} a").first
        assert link.evaluate("link => link.href") == server + "/faq/#pregnancy"


def test_search_that_cannot_load_says_so(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.page.route("**/search_index.json", lambda route: route.abort())
        visit.open(server + "/")
        visit.page.get_by_role("button", name="Search").click()
        expect(visit.page.locator(STATUS)).to_have_text("Search does not load here.")
        expect(visit.page.locator(".search > p a").first).to_be_visible()
