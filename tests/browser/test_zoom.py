"""Readers who set their own spacing or size of text lose nothing."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import checks
from tests.browser.probe import DOUBLED, SPACED, ask, restyle


def lost(visit: checks.Visit) -> list[str]:
    """What cannot be read, or not without scrolling sideways."""
    return [
        *checks.scroll(visit.page),
        *ask(visit.page, "overlaps", "header, article, footer"),
        *ask(visit.page, "clipped"),
    ]


def test_with_more_space_between_letters_nothing_is_lost(
    browser: Browser, server: str, pages: dict[str, Path]
) -> None:
    wrong: list[str] = []
    with checks.visitor(browser, 390) as visit:
        for url in pages:
            visit.open(server + url)
            restyle(visit.page, SPACED)
            wrong += [f"{url}: {line}" for line in lost(visit)]
    assert not wrong, "\n".join(wrong)


def test_text_cut_by_more_space_is_found(browser: Browser) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.page.set_content(
            '<article><p style="width: 11em; white-space: nowrap; overflow: hidden">'
            "A row of short words</p></article>"
        )
        assert lost(visit) == []
        restyle(visit.page, SPACED)
        assert lost(visit) == ["<p> A row of short words: cut"]


def enlarged(browser: Browser, width: int, addresses: Iterable[str]) -> list[str]:
    """What is lost on pages in a browser whose owner doubled the size of text."""
    wrong: list[str] = []
    with checks.visitor(browser, width) as visit:
        for address in addresses:
            visit.open(address)
            size = visit.page.evaluate("getComputedStyle(document.documentElement).fontSize")
            assert float(size.removesuffix("px")) >= 32, f"the text is not at twice its size, but at {size}"
            wrong += [f"{address} {width} px: {line}" for line in lost(visit)]
    return wrong


def test_at_twice_the_size_nothing_is_lost(server: str, pages: dict[str, Path]) -> None:
    addresses = [server + url for url in pages]
    wrong = checks.everywhere(
        (390, 1300), lambda browser, width: enlarged(browser, width, addresses), DOUBLED
    )
    assert not wrong, "\n".join(wrong)


def test_text_too_large_for_its_place_is_found() -> None:
    page = (
        '<header style="display: flex"><a style="width: 4rem">Microneedling</a><button>Menu</button></header>'
    )
    wrong = checks.everywhere(
        (390,), lambda browser, width: enlarged(browser, width, [f"data:text/html,{page}"]), DOUBLED
    )
    assert any("<a> Microneedling and <button> Menu" in line for line in wrong)
