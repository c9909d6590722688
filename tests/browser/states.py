"""Bring a page into the states that a reader can bring it into."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

STATUS = ".search [role=status]"


def menu(page: Page) -> None:
    """Open the menu."""
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("dialog.menu")).to_be_visible()


def results(page: Page) -> None:
    """Open search and find something."""
    search(page, "makeup", "result")
    expect(page.locator(".search ol > li").first).to_be_visible()


def no_result(page: Page) -> None:
    """Open search and find nothing."""
    search(page, "xylophone", "No result.")


def search(page: Page, words: str, answer: str) -> None:
    page.get_by_role("button", name="Search").click()
    page.locator("#search-words").fill(words)
    expect(page.locator(STATUS)).to_contain_text(answer)


DIALOGS: dict[str, Callable[[Page], None]] = {"menu": menu, "results": results, "no result": no_result}
LONG = "/sources/"  # far longer than any page for patients
SOME = ("/", "/recovery/", LONG)
