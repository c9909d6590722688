"""What the tests of this folder share."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import jinja2
import pytest
from hypothesis import settings
from ruamel.yaml import YAML

from macros import load
from macros.load import load_data
from macros.model import Data
from macros.pages import _Page
from macros.views import Guide
from tests.unit.project import DATA, DOCS

# The same examples in every run, however slow the machine.
settings.register_profile("guide", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("guide")


class Parser:
    """Reads each text once: most tests change one file of many, and parsing is what takes time."""

    trees: ClassVar[dict[str, Any]] = {}

    def __init__(self, typ: str) -> None:
        self.typ = typ

    def load(self, text: str) -> Any:
        if text not in self.trees:
            self.trees[text] = YAML(typ=self.typ).load(text)
        return self.trees[text]


@pytest.fixture(scope="session", autouse=True)
def each_text_is_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "YAML", Parser)
        yield


@pytest.fixture(scope="session")
def data() -> Data:
    """The real data."""
    return load_data(DATA)


@pytest.fixture(scope="session")
def guide(data: Data) -> Guide:
    """All that pages may call, over the real data."""
    return Guide(data, DOCS)


@pytest.fixture(scope="session")
def render(guide: Guide) -> Callable[..., str]:
    """Render a piece of a page, as an engine would: `render("{{ timeline() }}", "recovery/")`."""

    def one(source: str, url: str = "recovery/") -> str:
        env = jinja2.Environment(undefined=jinja2.StrictUndefined)
        env.globals.update(guide.calls())
        return env.from_string(source).render(page=_Page(url))

    return one
