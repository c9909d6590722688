"""The same sources in MkDocs, ProperDocs and Zensical: strict in each, and the same guide out of each."""

import re
import shutil
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from ruamel.yaml import YAML

from publish.prune import prune
from tests.browser import checks, local
from tests.engines import engines, facts

HERE = Path(__file__).parent
OTHERS = [engine for engine in engines.COMMANDS if engine != "mkdocs"]
RESULTS = ".search ol > li a"

Listed = list[dict[str, str]]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What each engine built from a copy of the sources; no engine, or no build, fails every test here."""
    for command in engines.COMMANDS.values():
        engines.need(command)
    projects = {engine: engines.copy_sources(tmp_path_factory.mktemp(engine)) for engine in engines.COMMANDS}
    for engine, (code, said) in zip(projects, engines.build(projects.items()), strict=True):
        assert code == 0, f"{engine} does not build the guide:\n{said}"
    return {engine: project / "site" for engine, project in projects.items()}


@pytest.fixture(scope="session")
def known(sites: dict[str, Path]) -> dict[str, facts.Facts]:
    """The facts of each site."""
    return {engine: facts.of_site(site) for engine, site in sites.items()}


@pytest.fixture(scope="session")
def listed() -> Listed:
    """The differences that are known, each with its reason."""
    found: Listed = YAML(typ="safe").load(HERE / "differences.yml")
    return found


def covers(entry: dict[str, str], engine: str, name: tuple[str, str]) -> bool:
    """Say whether an entry of the list speaks of a differing fact."""
    return engine == entry["engine"] and all(
        fnmatchcase(part, entry[key]) for part, key in zip(name, ("where", "what"), strict=True)
    )


def compare(known: dict[str, facts.Facts], listed: Listed) -> list[str]:
    """The differences that nobody listed, and the entries that no difference needs."""
    found = [
        (engine, name)
        for engine in known
        if engine != "mkdocs"
        for name in facts.differing(known["mkdocs"], known[engine])
    ]
    return [
        *(
            f"{engine}, {name[0]}: {name[1]}:\n{_both(known['mkdocs'].get(name), known[engine].get(name))}"
            for engine, name in found
            if not any(covers(entry, engine, name) for entry in listed)
        ),
        *(
            f"listed, but not so: {entry}"
            for entry in listed
            if not any(covers(entry, engine, name) for engine, name in found)
        ),
    ]


def _both(one: Any, other: Any) -> str:
    """Two values from just before the place where they part."""
    texts = repr(one), repr(other)
    pairs = enumerate(zip(*texts, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(map(len, texts)))
    return "\n".join(f"  {text[max(0, same - 60) :][:300]}" for text in texts)


def test_every_engine_builds_the_same_guide(known: dict[str, facts.Facts], listed: Listed) -> None:
    wrong = compare(known, listed)
    assert not wrong, "\n".join(wrong)


def test_every_listed_difference_has_a_reason_and_a_remedy(listed: Listed) -> None:
    assert [e for e in listed if e.keys() != {"engine", "where", "what", "reason", "move"}] == []
    assert [e for e in listed if len(e["reason"]) < 30 or e["engine"] not in OTHERS] == []


def test_what_is_compared_is_there(known: dict[str, facts.Facts]) -> None:
    """A comparison of nothing with nothing would pass."""
    for engine, site in known.items():
        pages = {where for where, what in site if what == "page"}
        assert {"/", "/faq/", "/recovery/", "/404.html"} <= pages, engine
        assert sum(len(value) for (_, what), value in site.items() if what == "tables") > 20, engine
        assert sum(len(value) for (_, what), value in site.items() if what == "figures") > 50, engine
        assert len([where for where, _ in site if where == "search"]) > 100, engine
        for where in pages:
            assert len(site[where, "menu"]) == len(pages) - 1, (engine, where)
            listed = not where.startswith(("/404", "/sheet-")) and where != "/"
            assert bool(site[where, "contents"]) == listed, (engine, where)
        links = {link for where in pages for link in site[where, "links"] if "127.0.0.1" in link}
        assert [link for link in links if not link.startswith(engines.ADDRESS)] == [], engine


def test_properdocs_builds_the_same_bytes(sites: dict[str, Path]) -> None:
    """Our pages carry no generator tag, so nothing at all may differ."""
    one, other = (
        {
            file.relative_to(sites[engine]).as_posix(): file.read_bytes()
            for file in sites[engine].rglob("*")
            if file.is_file()
        }
        for engine in ("mkdocs", "properdocs")
    )
    assert one.keys() == other.keys()
    assert [name for name, content in one.items() if other[name] != content] == []


PAGE = """<!doctype html><title>T</title><nav id="menu"><a href="../faq/">Questions</a></nav>
<article><h1 id="a">A</h1>
<div class="contents"><a href="#a">A</a></div><table><tr><td>1</td><td>2</td></tr></table>
<data data-figure="gap" value="4">4 weeks</data><p>Words</p></article>"""


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ('id="a"', 'id="b"', "ids"),
        ("<td>2</td>", "<td>3</td>", "tables"),
        ("</td><td>", "", "tables"),
        ('value="4"', 'value="5"', "figures"),
        ('"gap"', '"time"', "figures"),
        ("Words", "Other words", "text"),
        ('href="../faq/"', 'href="../../faq/"', "menu"),
        ('<a href="#a">A</a>', "", "contents"),
        ("<title>T", "<title>T - T", "page"),
        ("<p>", '<p class="x">', "page"),
    ],
)
def test_each_kind_of_difference_is_found(old: str, new: str, fact: str) -> None:
    address = engines.ADDRESS + "faq/"
    assert old in PAGE
    one, other = (
        {("/faq/", name): value for name, value in facts.of_page(html, address).items()}
        for html in (PAGE, PAGE.replace(old, new))
    )
    found = compare({"mkdocs": one, "zensical": other}, [])
    assert any(line.startswith(f"zensical, /faq/: {fact}:") for line in found), found
    entry = {"engine": "zensical", "where": "/faq/", "what": "*", "reason": "", "move": ""}
    assert compare({"mkdocs": one, "zensical": other}, [entry]) == []
    assert compare({"mkdocs": one, "zensical": one}, [entry]) == [f"listed, but not so: {entry}"]


def test_the_same_address_in_other_words_is_no_difference() -> None:
    address = engines.ADDRESS + "faq/"
    one, other = (facts.of_page(html, address) for html in (PAGE, PAGE.replace("../faq/", "./")))
    assert one == other


def test_both_forms_of_index_are_read_alike() -> None:
    entry = '[{"location": "faq/", "title": "T", "text": "X", "level": 1}]'
    assert (
        facts.of_index(f'{{"docs": {entry}}}')
        == facts.of_index(f'{{"items": {entry}}}')
        == {"faq/": ("T", "X")}
    )


@pytest.mark.parametrize("command", [("/nowhere/python", "-m", "zensical"), (sys.executable, "-m", "gone")])
def test_an_engine_that_is_not_installed_is_said_and_fails(command: tuple[str, ...]) -> None:
    with pytest.raises(engines.EngineError, match=r"not installed.*\n.*make test"):
        engines.need(command)


FAULTS = {
    "a dead link": "[gone](gone.md)",
    "a dead anchor": "[gone](index.md#gone)",
    "an unknown call": "{{ gone() }}",
}


def small(folder: Path, text: str) -> Path:
    """A project of one page, with the settings of the guide."""
    settings = (engines.ROOT / "mkdocs.yml").read_text("utf-8")
    ours = (r"nav:\n(?:  - .*\n)+", r"  custom_dir:.*\n", r"watch:.*\n", r"extra_(css|javascript):.*\n")
    for pattern in ours:
        settings, count = re.subn(pattern, "", settings)
        assert count, pattern
    (folder / "docs").mkdir(parents=True)
    (folder / "macros").mkdir()
    (folder / "macros" / "__init__.py").write_text("def define_env(env):\n    pass\n", "utf-8")
    (folder / "docs" / "index.md").write_text(f"# A page\n\n{text}\n", "utf-8")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def test_the_other_engines_are_strict_too(tmp_path: Path) -> None:
    cases = [
        (engine, name, small(tmp_path / f"{engine}-{number}", text))
        for engine in OTHERS
        for number, (name, text) in enumerate({"nothing wrong": "Words.", **FAULTS}.items())
    ]
    results = engines.build((engine, folder) for engine, _, folder in cases)
    wrong = [
        f"{engine}, {name}: exit code {code}\n{said}"
        for (engine, name, _), (code, said) in zip(cases, results, strict=True)
        if (code == 0) != (name == "nothing wrong")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module", params=list(engines.COMMANDS))
def visit(
    request: pytest.FixtureRequest,
    sites: dict[str, Path],
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[checks.Visit]:
    """A phone on a page of an engine's site, pruned as it would be published."""
    site = tmp_path_factory.mktemp("pruned") / "site"
    shutil.copytree(sites[request.param], site)
    prune(site)
    with local.serve(site, engines.PREFIX) as address, checks.visitor(browser, 390) as visit:
        visit.open(address + "/recovery/")
        yield visit


def addresses(page: Page, selector: str) -> list[str]:
    """Where the links of a selector lead, within the site."""
    found: list[str] = page.eval_on_selector_all(selector, "links => links.map(link => link.href)")
    return [re.sub(rf".*?{engines.PREFIX}/", "/", address) for address in found]


def test_menu_and_contents_open_in_every_engine(visit: checks.Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Menu").click()
    box = page.get_by_role("dialog", name="Menu")
    expect(box.get_by_role("heading")).to_have_text(["All pages", "On this page"])
    places = addresses(page, "dialog a")
    assert {"/", "/faq/", "/sources/", "/recovery/#when-can-i"} <= set(places), places
    answers = [page.request.get(f"{visit.origin}{engines.PREFIX}{place}").status for place in places]
    assert set(answers) == {200}, list(zip(places, answers, strict=True))
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("can i wear makeup", "/faq/#makeup"),
        ("pregnant", "/faq/#pregnancy"),
        ("chikenpox", None),
        ("xyzzyq", ""),
    ],
)
def test_search_finds_in_every_engine(visit: checks.Visit, query: str, first: str | None) -> None:
    """It has been seen to go silently. A misspelt word finds something, nonsense nothing."""
    page = visit.page
    if not page.locator("dialog.search[open]").count():
        page.get_by_role("button", name="Search").click()
    status = page.locator(".search [role=status]")
    page.fill(".search input", "")
    expect(status).to_have_text("")
    page.fill(".search input", query)
    expect(status).to_have_text("No result." if first == "" else re.compile(r"\d results?$"))
    found = addresses(page, RESULTS)
    assert bool(found) == (first != "")
    if first:
        assert found[0] == first
    # The index of MkDocs is looked for first; where it is not, Chromium says so.
    assert [line for line in visit.errors if "404" not in line] == []
    assert visit.foreign == []
