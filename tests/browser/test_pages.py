"""Every page, at four widths, light and dark: nothing that a browser or axe can find is wrong."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import allowed, checks
from tests.browser.probe import ask

WIDTHS = (320, 390, 1300)  # the narrowest phone we promise, a usual phone, a desk
TABLET = 768  # looked at for what its width alone can break
SCHEMES = ("light", "dark")
LEGIBLE = 12  # pixels; the least for letters in a drawing

PAGE: dict[str, Callable[[Page], list[str]]] = {
    "scroll": checks.scroll,
    "overlaps": lambda page: ask(page, "overlaps", "header, article, footer"),
    "leaving": lambda page: ask(page, "leaving"),
    "clipped": lambda page: ask(page, "clipped"),
    "tiny": lambda page: ask(page, "tiny", LEGIBLE),
    "small": lambda page: ask(page, "small"),
    "paleText": lambda page: ask(page, "paleText"),
    "paleEdges": lambda page: ask(page, "paleEdges"),
    "moving": lambda page: ask(page, "moving"),
    "axe": checks.axe,
}
BY_WIDTH = ("scroll", "overlaps", "leaving", "clipped", "small")
COLORS = ("color-contrast", "link-in-text-block")  # the rules of axe that look at colors
CHECKS = (*PAGE, "errors", "foreign")


MADE = """[...document.querySelectorAll("article .scripted")]
    .map(part => (part.remove(), part.innerText)).filter(Boolean)"""


@pytest.fixture(scope="session")
def findings(server: str, pages: dict[str, Path]) -> list[str]:
    """What the checks find on all pages, at every width and scheme; each line begins with its check."""
    views = [(width, scheme) for width in WIDTHS for scheme in SCHEMES] + [(TABLET, "light")]
    return checks.everywhere(views, lambda browser, view: look(browser, view, server, list(pages)))


def look(browser: Browser, view: checks.View, server: str, urls: Sequence[str]) -> list[str]:
    """Visit pages in one view; one visit serves all checks."""
    found: list[str] = []
    with checks.visitor(browser, *view) as visit:
        for url in urls:
            visit.open(server + url)
            checked = [check for check in PAGE if view[0] != TABLET or check in BY_WIDTH]
            lists = {check: PAGE[check](visit.page) for check in checked if check != "axe"}
            if "axe" in checked:
                # Only colors change in the dark, and axe takes its time.
                lists["axe"] = checks.axe(visit.page, "html", *(COLORS if view[1] == "dark" else ()))
            lists |= {"errors": visit.errors, "foreign": visit.foreign}
            where = f"{url} {view[0]} px {view[1]}"
            found += [f"{check}: {where}: {line}" for check, lines in lists.items() for line in lines]
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_wrong(findings: list[str], check: str) -> None:
    found = [line for line in findings if line.startswith(f"{check}:")]
    left = allowed.unexcused(found, allowed.BROWSER)
    assert not left, "\n".join(left)


def test_every_exception_is_still_needed(findings: list[str]) -> None:
    assert allowed.stale(findings, allowed.BROWSER) == []


def test_the_text_needs_no_javascript(browser: Browser, server: str, pages: dict[str, Path]) -> None:
    wrong: list[str] = []
    with checks.visitor(browser) as on, checks.visitor(browser, script=False) as off:
        for url in pages:
            on.open(server + url)
            off.open(server + url)
            # What a script puts in says so; without a plan that is a way to make one, and nothing else.
            made = on.page.evaluate(MADE)
            assert bool(made) == (url in ("/schedule/", "/clinics/")), f"{url}: {made}"
            with_script = checks.text(on.page)
            assert with_script, f"{url} has no text in <{checks.ARTICLE}>"
            lines = checks.difference(checks.text(off.page), with_script)
            wrong += [f"{url}: {line}" for line in lines]
    left = allowed.unexcused(wrong, allowed.BROWSER)
    assert not left, "\n".join(left)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_paper_shows_every_heading(
    browser: Browser, server: str, pages: dict[str, Path], script: bool
) -> None:
    wrong: list[str] = []
    with checks.visitor(browser, script=script) as visit:
        for url in pages:
            visit.open(server + url)
            wrong += [f"{url}: {heading}" for heading in checks.unprinted(visit.page)]
    assert not wrong, "\n".join(wrong)
