"""The pages in the states that a reader can bring them into: dialogs open, on paper, with forced colors."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks, states
from tests.browser.probe import ask

VIEWS = [(width, scheme) for width in (390, 1300) for scheme in ("light", "dark")]
A4 = 794
PAPER: tuple[Callable[[Page], list[str]], ...] = (
    lambda page: ask(page, "overlaps", "article"),
    lambda page: ask(page, "leaving"),
    lambda page: ask(page, "clipped"),
)
EDGED = (
    "article .warning-card, article .warning-link a, article .glance, article .overdue, article .picture, "
    ".contents, .home h1 + p + ul a, button, input, dialog"
)


def in_dialogs(browser: Browser, view: checks.View, server: str) -> list[str]:
    """What is wrong on some pages while a dialog is open."""
    found: list[str] = []
    with checks.visitor(browser, *view) as visit:
        for url in states.SOME:
            for state, bring in states.DIALOGS.items():
                visit.open(server + url)
                bring(visit.page)
                lines = [
                    *checks.axe(visit.page, "dialog"),  # behind it the page is as it was without
                    *checks.scroll(visit.page),
                    *ask(visit.page, "small"),
                    *ask(visit.page, "paleEdges"),
                    *ask(visit.page, "overlaps", "dialog"),
                    *visit.errors,
                    *visit.foreign,
                ]
                found += [f"{url} {view} {state}: {line}" for line in lines]
    return found


def test_nothing_is_wrong_in_a_dialog(server: str) -> None:
    found = checks.everywhere(VIEWS, lambda browser, view: in_dialogs(browser, view, server))
    assert not found, "\n".join(found)


def on_paper(browser: Browser, scheme: str, server: str, urls: Sequence[str]) -> list[str]:
    """What is wrong when pages are printed."""
    found: list[str] = []
    with checks.visitor(browser, A4, scheme) as visit:
        visit.page.emulate_media(media="print")
        for url in urls:
            visit.open(server + url)
            lines = [line for check in PAPER for line in check(visit.page)]
            # Axe takes its time; by a dark screen only colors could change on paper.
            lines += checks.axe(visit.page) if scheme == "light" else ask(visit.page, "paleText")
            lines = [line for line in lines if not line.startswith("target-size")]  # paper has no targets
            found += [f"{url} {scheme}: {line}" for line in lines]
    return found


def test_nothing_is_wrong_on_paper(server: str, pages: dict[str, Path]) -> None:
    urls = list(pages)
    parts = [("light", urls[::2]), ("light", urls[1::2]), ("dark", urls)]
    found = checks.everywhere(parts, lambda browser, part: on_paper(browser, part[0], server, part[1]))
    assert not found, "\n".join(found)


def test_forced_colors_leave_an_edge_to_cards_and_controls(
    browser: Browser, server: str, pages: dict[str, Path]
) -> None:
    wrong: list[str] = []
    with checks.visitor(browser, 390, forced=True) as visit:
        for url in pages:
            visit.open(server + url)
            states.menu(visit.page)
            wrong += [f"{url}: {line}" for line in ask(visit.page, "edgeless", EDGED)]
        visit.open(server + "/")
        states.results(visit.page)
        wrong += [f"search: {line}" for line in ask(visit.page, "edgeless", EDGED)]
    assert not wrong, "\n".join(wrong)


def test_a_card_without_an_edge_is_found(browser: Browser) -> None:
    with checks.visitor(browser, forced=True) as visit:
        visit.page.set_content(
            '<article><div class="glance">None</div>'
            '<div class="picture" style="border-left: 1px solid">One</div></article>'
        )
        assert ask(visit.page, "edgeless", EDGED) == ["<div.glance> None"]


@pytest.mark.parametrize(("still", "found"), [(True, 0), (False, 1)])
def test_only_a_reader_who_lets_it_sees_the_page_glide(
    browser: Browser, server: str, still: bool, found: int
) -> None:
    with checks.visitor(browser, still=still) as visit:
        visit.open(server + "/")
        assert len(ask(visit.page, "moving")) == found
