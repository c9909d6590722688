"""Everything can be reached and used by keyboard, and what has focus can be seen."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.probe import stops

FOCUSED = "stops => stops.focused()"
INSIDE = "document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')"


def walk(page: Page, first: int = 0) -> list[str]:
    """Press Tab from one end to the other; list what is left out, out of turn, or cannot be seen."""
    order = stops(page)
    count: int = order.evaluate("stops => stops.count")
    wrong: list[str] = []
    for at in range(first, count):
        page.keyboard.press("Tab")
        now: dict[str, Any] = order.evaluate(FOCUSED)
        if now["at"] != at:
            return [*wrong, f"stop {at} of {count}: focus is on {now['name']} (stop {now['at']})"]
        wrong += [f"{now['name']} {fault}" for fault in now["faults"]]
    return wrong


def walk_pages(browser: Browser, width: int, server: str, urls: Iterable[str]) -> list[str]:
    found: list[str] = []
    with checks.visitor(browser, width) as visit:
        for url in urls:
            visit.open(server + url)
            found += [f"{url} {width} px: {line}" for line in walk(visit.page)]
    return found


def test_tab_reaches_everything_in_order_and_in_sight(server: str, pages: dict[str, Path]) -> None:
    found = checks.everywhere((390, 1300), lambda browser, width: walk_pages(browser, width, server, pages))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="#">One</a><a href="#" tabindex="1">Two</a>', "stop 0 of 2: focus is on <a> Two (stop 1)"),
        ('<a href="#" style="outline: none">Bare</a>', "<a> Bare has no outline"),
        ('<a href="#" style="outline: 2px solid #ccc">Pale</a>', "<a> Pale has a pale outline"),
        (
            '<a href="#">Under</a><div style="position: fixed; inset: 0; background: #fff"></div>',
            "<a> Under is covered or out of sight",
        ),
        (
            '<a href="#" style="position: absolute; left: -999px">Away</a>',
            "<a> Away is covered or out of sight",
        ),
    ],
)
def test_what_a_keyboard_cannot_use_is_found(browser: Browser, body: str, fault: str) -> None:
    with checks.visitor(browser) as visit:
        visit.page.set_content(f"<style>:focus {{ outline: 2px solid #000 }}</style>{body}")
        assert walk(visit.page) == [fault]


def test_the_skip_link_comes_first_and_leads_to_the_text(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.open(server + "/recovery/")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.className") == "skip"
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.id") == "content"
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("!!document.activeElement.closest('#content')")


@pytest.mark.parametrize("width", [390, 1300])
@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("name", ["Menu", "Search"])
def test_a_dialog_opens_keeps_focus_and_gives_it_back(
    browser: Browser, server: str, width: int, key: str, name: str
) -> None:
    with checks.visitor(browser, width) as visit:
        page = visit.page
        visit.open(server + "/recovery/")
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press(key)
        box = page.get_by_role("dialog", name=name)
        expect(box).to_be_visible()
        if name == "Search":
            expect(page.get_by_label("Search this guide")).to_be_focused()
            page.keyboard.type("makeup")
            expect(page.locator(".search ol a").first).to_be_visible()
            page.wait_for_timeout(400)  # the list is made again after each letter or two
        first = stops(page).evaluate(FOCUSED)
        assert first["faults"] == []
        assert walk(page, first["at"] + 1) == []
        for _ in range(3):  # beyond the last: around, never behind the dialog
            page.keyboard.press("Tab")
            assert page.evaluate(INSIDE)
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(button).to_be_focused()


def test_focus_behind_a_dialog_is_found(browser: Browser) -> None:
    with checks.visitor(browser) as visit:
        visit.page.set_content('<a href="#">Behind</a><dialog open><button>Close</button></dialog>')
        visit.page.locator("a").focus()
        assert not visit.page.evaluate(INSIDE)
