"""The shell: what it sends along, what it says of a page in <head>, and that no page depends on it."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from ruamel.yaml import YAML

from publish import build
from tests.browser import checks
from tests.browser.probe import ask

ROOT = Path(__file__).parents[2]
BUNDLES = ("assets/javascripts/bundle", "assets/stylesheets/main", "assets/stylesheets/palette")

Page = Callable[[str], BeautifulSoup]


def parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "lxml")


def without_shell(folder: Path) -> Path:
    """Copy what a build needs into a folder, for stock Material."""
    for part in ("data", "docs", "macros"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    lines = (ROOT / "mkdocs.yml").read_text("utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith("  custom_dir:")]
    assert len(left) == len(lines) - 1
    (folder / "mkdocs.yml").write_text("".join(left), "utf-8")
    (folder / "theme").mkdir()  # `watch` names it; it stays empty
    return folder


def content(page: BeautifulSoup) -> tuple[str, list[str]]:
    """The words of the article, and the ids in it, without the shell's own list of contents."""
    article = page.select_one("article")
    assert article
    for contents in article.select("nav.contents"):
        contents.decompose()
    ids = [str(tag["id"]) for tag in article.select("[id]") if not str(tag["id"]).startswith("__")]
    return " ".join(article.get_text(" ").split()), ids


def test_stock_material_builds_the_same_pages(tmp_path: Path, site: Path, pages: dict[str, Path]) -> None:
    project = without_shell(tmp_path)
    build.render(project, project / "site")
    for url, file in pages.items():
        if url != "/404.html":  # the theme's own in both
            stock = parsed(project / "site" / file.relative_to(site))
            assert stock.select_one("[data-md-component=content]"), "this is not Material's page"
            assert content(stock) == content(parsed(file)), url


def test_a_word_that_only_one_of_two_pages_has_is_found() -> None:
    one, other = (
        "<article><nav class=contents>List</nav><p id=a>Same</p></article>",
        "<article><p id=a>Same</p></article>",
    )
    assert content(BeautifulSoup(one, "lxml")) == content(BeautifulSoup(other, "lxml"))
    assert content(BeautifulSoup(one, "lxml")) != content(BeautifulSoup(one.replace("Same", "Some"), "lxml"))
    assert content(BeautifulSoup(one, "lxml")) != content(BeautifulSoup(one.replace("id=a", "id=b"), "lxml"))


def borrowed(text: str) -> list[str]:
    """Which of Material's own files a page asks for."""
    return [bundle for bundle in BUNDLES if bundle in text]


def test_no_page_asks_for_the_scripts_and_styles_of_material(pages: dict[str, Path]) -> None:
    wrong = [f"{url}: {found}" for url, file in pages.items() for found in borrowed(file.read_text("utf-8"))]
    assert not wrong, "\n".join(wrong)
    assert borrowed('<script src="../assets/javascripts/bundle.1.min.js">') == [BUNDLES[0]]


def test_the_worker_of_search_is_where_the_settings_say(plain: Path) -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("!ENV", "")
    worker = YAML(typ="safe").load(text)["extra"]["search_worker"]
    workers = [
        file.relative_to(plain).as_posix() for file in plain.glob("assets/javascripts/workers/search.*.js")
    ]
    assert workers == [worker]


def unsaid(page: BeautifulSoup) -> list[str]:
    """What a page does not say of itself in <head>, and headings of the first level beyond one."""
    wanted = (
        "title",
        *(f'meta[name="{name}"]' for name in ("description", "viewport")),
        *(f'meta[property="og:{name}"]' for name in ("title", "description", "image", "image:alt", "type")),
        'link[rel="icon"]',
    )
    found = {selector: page.select(f"head > {selector}") for selector in wanted}
    values = {
        selector: [tag.get("content") or tag.get("href") or tag.get_text() for tag in tags]
        for selector, tags in found.items()
    }
    lines = [f"{selector}: {value}" for selector, value in values.items() if len(value) != 1 or not value[0]]
    ones = len(page.select("h1"))
    return lines if ones == 1 else [*lines, f"{ones} h1"]


def test_each_page_says_what_it_is(pages: dict[str, Path]) -> None:
    heads = {url: parsed(file) for url, file in pages.items()}
    wrong = [f"{url}: {line}" for url, head in heads.items() for line in unsaid(head)]
    assert not wrong, "\n".join(wrong)
    titles = [head.title.get_text() for head in heads.values() if head.title]
    assert len(set(titles)) == len(pages), titles


def test_a_page_that_says_nothing_of_itself_is_found() -> None:
    found = unsaid(BeautifulSoup("<title>A</title><body><h1>A</h1><h1>B</h1>", "lxml"))
    assert "title: ['A']" not in found
    assert 'meta[name="description"]: []' in found
    assert found[-1] == "2 h1"


def test_each_address_is_the_one_and_only(server: str, pages: dict[str, Path]) -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert "site_url:" in settings
    for url, file in pages.items():
        links = [str(tag["href"]) for tag in parsed(file).select('link[rel="canonical"]')]
        if url != "/404.html":
            assert len(links) == 1, url
            assert links[0].startswith("http"), url
            assert links[0].endswith(url), url


def test_the_share_image_is_there_and_has_the_usual_size(site: Path, pages: dict[str, Path]) -> None:
    image = (site / "assets/share.png").read_bytes()
    assert image.startswith(b"\x89PNG")
    assert struct.unpack(">II", image[16:24]) == (1200, 630)
    for url, file in pages.items():
        tags = parsed(file).select('meta[property="og:image"]')
        assert [str(tag["content"]).endswith("/assets/share.png") for tag in tags] == [True], url


@pytest.mark.parametrize("url", ["/recovery/", "/404.html"])
def test_without_javascript_menu_and_search_are_links(
    browser: Browser, server: str, pages: dict[str, Path], url: str
) -> None:
    with checks.visitor(browser, 390, "dark", script=False) as visit:
        page = visit.page
        visit.open(server + url)
        page.get_by_role("link", name="Menu").click()
        assert page.url.endswith("#menu")
        links: list[str] = page.eval_on_selector_all("#menu a", "links => links.map(link => link.href)")
        assert {link.removeprefix(server) for link in links} == pages.keys() - {"/404.html"}
        assert page.locator("#menu").is_visible()
        if url != "/404.html":
            assert page.locator(".contents a").count() > 2
            assert page.locator(".contents").is_visible()
        assert ask(page, "brightness", ask(page, "ground", None)) > 0.9  # no ground: white
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert ask(page, "brightness", ask(page, "channels", color)[:3]) < 0.1
        page.get_by_role("link", name="Search", exact=True).click()
        assert page.url == f"{server}/find/"
