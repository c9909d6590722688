"""Every page is valid HTML."""

from pathlib import Path

from tests.browser import nu
from tests.browser.allowed import HTML, stale, unexcused

BROKEN = Path(__file__).parents[1] / "broken-pages"


def test_every_page_is_valid(site: Path, pages: dict[str, Path]) -> None:
    found = nu.errors(pages.values(), site)
    left = unexcused(found, HTML)
    assert not left, "\n".join(left)
    assert stale(found, HTML) == []


def test_a_broken_page_is_found_and_named() -> None:
    found = nu.errors([BROKEN / "in-order.html", BROKEN / "html.html"], BROKEN)
    assert [line.split(":")[0] for line in found] == ["html.html"] * len(found)
    assert any("No “p” element in scope" in line for line in found)
    assert any("Duplicate ID" in line for line in found)
