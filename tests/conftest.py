"""What many tests share: the built site, its pages, a server for it, and a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.load import load_data
from macros.model import Data
from publish import build, markup, steps
from tests.browser import checks, local

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the engine leaves it; a failed build fails every test that asks."""
    folder = tmp_path_factory.mktemp("built") / "plain"
    build.render(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def site(plain: Path) -> Path:
    """The site as `make build` publishes it."""
    folder = plain.with_name("site")
    shutil.copytree(plain, folder)
    steps.publish(folder, ROOT)
    return folder


@pytest.fixture(scope="session")
def data() -> Data:
    """The shared data."""
    return load_data(ROOT / "data")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Path]:
    """Each page's address within the site ("/", "/faq/", "/404.html"), and its file."""
    return {markup.address(site, file): file for file in markup.pages(site)}


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the served site, without a last slash: `server + "/faq/"` is a page."""
    with local.serve(site, markup.prefix(site)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, started once."""
    with checks.started() as browser:
        yield browser
