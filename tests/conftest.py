"""What many tests share: the built site, its pages, a server for it, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.load import load_data
from macros.model import Data
from publish import build
from tests.browser import checks, local

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once as `make build` builds it; a failed build fails every test that asks."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build.render(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def data() -> Data:
    """The shared data."""
    return load_data(ROOT / "data")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Path]:
    """Each page's address within the site ("/", "/faq/", "/404.html"), and its file."""
    return {
        "/" + file.relative_to(site).as_posix().removesuffix("index.html"): file for file in build.pages(site)
    }


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the served site, without a last slash: `server + "/faq/"` is a page."""
    with local.serve(site, local.prefix_of(site)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, started once."""
    with checks.started() as browser:
        yield browser
