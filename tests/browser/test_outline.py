"""Each page's landmarks, headings, tables and figures are those that we expect."""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import checks
from tests.browser.outline import faults, outline

KEPT = Path(__file__).with_name("outlines")
HOW = "If the change is wanted: UPDATE_OUTLINES=1 .venv/bin/python -m pytest tests/browser/test_outline.py"


def name(url: str) -> str:
    """The file that keeps a page's outline: "/" is start.txt, "/faq/" is faq.txt."""
    return f"{url.strip('/').removesuffix('.html') or 'start'}.txt"


@pytest.fixture(scope="module")
def outlines(browser: Browser, server: str, pages: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The outline of each page, by the name of its file."""
    with checks.visitor(browser) as visit:
        found = {}
        for url in pages:
            visit.open(server + url)
            found[name(url)] = outline(visit.page)
        yield found


def test_each_page_has_the_outline_that_is_kept(outlines: dict[str, str]) -> None:
    if os.environ.get("UPDATE_OUTLINES"):
        KEPT.mkdir(exist_ok=True)
        for old in KEPT.glob("*.txt"):
            old.unlink()
        for file, lines in outlines.items():
            (KEPT / file).write_text(lines, "utf-8")
    kept = {file.name: file.read_text("utf-8") for file in KEPT.glob("*.txt")}
    wrong = [
        line
        for file in sorted(kept.keys() | outlines.keys())
        for line in difflib.unified_diff(
            kept.get(file, "").splitlines(),
            outlines.get(file, "").splitlines(),
            f"kept {file}",
            f"now {file}",
            "",
            "",
            1,
            "",
        )
    ]
    assert not wrong, "\n".join([*wrong, HOW])


def test_landmarks_and_tables_are_named_and_stand_once(outlines: dict[str, str]) -> None:
    wrong = [f"{file}: {line}" for file, lines in outlines.items() for line in faults(lines)]
    assert not wrong, "\n".join(wrong)


def test_parts_without_a_name_are_found(browser: Browser) -> None:
    with checks.visitor(browser) as visit:
        visit.page.set_content(
            "<main><h1>One</h1><nav>Ways</nav><table><tr><th>A</th></tr><tr><td>B</td></tr></table>"
            '<nav aria-label="All">1</nav><nav aria-label="All">2</nav></main><main>Other</main>'
        )
        lines = outline(visit.page)
        assert "  heading 1 One" in lines.splitlines()
        assert faults(lines) == [
            "banner: 0",
            "main: 2",
            "contentinfo: 0",
            "navigation without a name",
            "table without a name",
            "navigation All: twice",
        ]
