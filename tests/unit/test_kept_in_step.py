"""What is written down twice for people's sake is the same in both places."""

import inspect
import json
import re

from macros.load import SUBJECTS, json_schema
from macros.views import CALLS, Guide
from tests.unit.project import DATA

ROOT = DATA.parent


def row(name: str) -> str:
    """The line of CONTRIBUTING.md for a call: its example, and the first line of its docstring."""
    text = inspect.getdoc(getattr(Guide, name)) or ""
    example = re.search(r"Example: `.*?(\{\{.*?\}\})", text, re.DOTALL)
    assert example, f"{name} has no example"
    return f"| `{example[1]}` | {text.splitlines()[0].rstrip('.')} |"


def unlisted(contributing: str) -> list[str]:
    """Rows that the list of calls should hold and does not."""
    lines = contributing.splitlines()
    return [row(name) for name in CALLS if row(name) not in lines]


def test_contributing_lists_every_call() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert unlisted(text) == []
    assert unlisted(text.replace(row("figure"), "")) == [row("figure")]


def stale(schemas: dict[str, str]) -> list[str]:
    """Subjects whose written schema is not the one of the models."""
    return [x for x in SUBJECTS if json.loads(schemas.get(x, "null")) != json_schema(x)]


def test_the_schemas_for_editors_are_those_of_the_models() -> None:
    written = {file.stem: file.read_text(encoding="utf-8") for file in (DATA / "schema").glob("*.json")}
    assert stale(written) == [], "run: make schema"
    assert stale(written | {"limits": "{}"}) == ["limits"]


def test_each_data_file_names_its_schema_and_explains_its_keys() -> None:
    for subject in SUBJECTS:
        first, second, *_ = (DATA / f"{subject}.yml").read_text(encoding="utf-8").splitlines()
        assert first == f"# yaml-language-server: $schema=schema/{subject}.json"
        assert second.startswith("# "), subject
