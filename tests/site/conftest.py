"""The built pages, parsed once, and the data they were made from."""

from pathlib import Path

import pytest

from macros.load import load_data
from macros.model import Data
from tests.site.built import Page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data() -> Data:
    return load_data(ROOT / "data")


@pytest.fixture(scope="session")
def built(pages: dict[str, Path]) -> dict[str, Page]:
    """Each page of the guide by its address; 404.html is the theme's own."""
    return {url: Page(url, file.read_text("utf-8")) for url, file in pages.items() if url.endswith("/")}
