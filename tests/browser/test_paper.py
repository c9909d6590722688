"""A printed page is a document of its own: where it is from, where its links lead, and no way about."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser import checks


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[checks.Visit]:
    with checks.visitor(browser) as visit:
        yield visit


def printed(visit: checks.Visit) -> str:
    reader = PdfReader(BytesIO(visit.page.pdf(format="A4")))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_page_says_where_it_is_from_and_where_its_links_lead(visit: checks.Visit, server: str) -> None:
    visit.open(server + "/about/#how-made~1.s4")
    text = printed(visit)
    assert text.startswith("About this guide")
    assert "Printed from Microneedling for pockmarks: http" in text
    assert "Last reviewed " in text
    host = server.removeprefix("http://")
    assert f"when to get help ({host}/when-to-get-help/#emergency)" in text
    assert "report it (" not in text, "a link within the page needs no address"
    for part in ("Skip to the text", "On this page", "All pages", "minutes to read", "Menu"):
        assert part not in text


def test_a_page_that_is_printed_as_soon_as_it_is_there_is_clean_too(browser: Browser, server: str) -> None:
    """As programs print: at the load event, before the scripts."""
    with checks.visitor(browser) as early:
        early.page.route("**/*.js", lambda route: route.abort())
        early.page.goto(server + "/recovery/")
        text = printed(early)
    assert text.startswith("Healing after a session")
    for part in ("Skip to the text", "On this page", "All pages", "Menu"):
        assert part not in text


def test_references_carry_their_addresses(visit: checks.Visit, server: str) -> None:
    visit.open(server + "/sources/")
    visit.page.emulate_media(media="print")
    said = visit.page.evaluate(
        """() => [...document.querySelectorAll("article a[href^=http]")]
            .map(link => [link.href, getComputedStyle(link, "::after").content])"""
    )
    visit.page.emulate_media(media="screen")
    assert said
    assert [href for href, content in said if href not in content.replace('"', "")] == []


def test_an_address_on_paper_holds_no_plan(visit: checks.Visit, server: str) -> None:
    visit.open(server + "/faq/")
    address = visit.page.evaluate(
        """() => {
            const link = document.querySelector("article p a[href*='#']");
            link.hash += "~1.d2027-01-11";
            dispatchEvent(new Event("beforeprint"));
            return link.dataset.address;
        }"""
    )
    assert "#" in address
    assert "2027" not in address
