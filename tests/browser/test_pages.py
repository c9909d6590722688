"""Every page, at three widths, light and dark: nothing that a browser or axe can find is wrong."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import allowed, checks

WIDTHS = (320, 390, 1300)  # the narrowest phone we promise, a usual phone, a desk
SCHEMES = ("light", "dark")
CHECKS = ("axe", "errors", "foreign", "scroll")

Findings = dict[str, list[str]]


@pytest.fixture(scope="session")
def findings(server: str, pages: dict[str, Path]) -> Findings:
    """What each check finds on all pages, at every width and scheme."""
    views = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    found: Findings = {check: [] for check in CHECKS}
    # Axe takes a second a page: let every core look at one view at a time.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for part in pool.map(lambda view: look(server, list(pages), *view), views):
            for check in CHECKS:
                found[check] += part[check]
    return found


def look(server: str, urls: Sequence[str], width: int, scheme: str) -> Findings:
    """Visit pages in one view; one visit serves all checks."""
    found: Findings = {check: [] for check in CHECKS}
    # A browser of its own, because Playwright's belong to the thread that started them.
    with checks.started() as browser, checks.visitor(browser, width, scheme) as visit:
        for url in urls:
            visit.open(server + url)
            lists = {
                "scroll": checks.scroll(visit.page),
                "axe": checks.axe(visit.page),
                "errors": visit.errors,
                "foreign": visit.foreign,
            }
            for check, lines in lists.items():
                found[check] += [f"{url} {width} px {scheme}: {line}" for line in lines]
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_wrong(findings: Findings, check: str) -> None:
    left = allowed.unexcused(findings[check], allowed.BROWSER)
    assert not left, "\n".join(left)


def test_every_exception_is_still_needed(findings: Findings) -> None:
    everything = [line for lines in findings.values() for line in lines]
    assert allowed.stale(everything, allowed.BROWSER) == []


def test_the_text_needs_no_javascript(browser: Browser, server: str, pages: dict[str, Path]) -> None:
    wrong: list[str] = []
    with checks.visitor(browser) as on, checks.visitor(browser, script=False) as off:
        for url in pages:
            on.open(server + url)
            off.open(server + url)
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
