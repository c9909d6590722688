"""The built pages, parsed once, and the data they were made from."""

from pathlib import Path

import pytest

from tests.site.built import Page


@pytest.fixture(scope="session")
def built(pages: dict[str, Path]) -> dict[str, Page]:
    """Each page of the guide by its address; 404.html is the theme's own."""
    return {url: Page(url, file.read_text("utf-8")) for url, file in pages.items() if url.endswith("/")}
