"""The first screen of a phone, and the notice after the review date."""

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page

from macros.model import Data
from tests.browser import checks

WORRIED = ".warning-link"
ANSWERED_FIRST = ("h1", "h1 + p", "h1 + p + ul", WORRIED)


def below(page: Page, height: int) -> list[str]:
    """Parts of the start page that a reader has to scroll to, wholly or in part."""
    bottoms = {part: page.locator(part).first.bounding_box() for part in ANSWERED_FIRST}
    return [part for part, box in bottoms.items() if box is None or box["y"] + box["height"] > height]


def test_the_first_screen_says_what_it_is_and_where_to_go(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, height=664) as visit:
        visit.open(server + "/")
        assert below(visit.page, 664) == []
        assert below(visit.page, 300) != [], "the check finds nothing on a screen that is too small"


@pytest.mark.parametrize(("after", "notices"), [(0, 0), (1, 1)])
def test_after_the_review_date_each_page_says_so(
    browser: Browser, server: str, data: Data, after: int, notices: int
) -> None:
    day = (data.site.review.due + dt.timedelta(days=after)).isoformat()
    with checks.visitor(browser, 390, day=day) as visit:
        for url in ("/", "/recovery/", "/faq/"):
            visit.open(server + url)
            assert visit.page.locator(".overdue").count() == notices
