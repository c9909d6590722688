"""Small sites that must fail to build: each is the healthy one with a single fault."""

import re
from pathlib import Path

import pytest

from tests.unit.project import Build, Change, build_here, copy_project

PAGE = """---
title: A page
description: The one page of a small site.
---

# A page { #top }

Wait {{ figure("gap") }}. See [below](#below) and [the other page](other.md#top).

{{ warning_card() }}

{{ course_table(3) }}

## Below { #below }

{{ page_end() }}
"""
OTHER = """---
title: Another page
description: Where a link leads.
---

# Another page { #top }

## All warning signs { #all-signs }
"""
PAGES = {"index.md": PAGE, "other.md": OTHER}
LINE = "\n\n{}\n"  # what a fault adds at the end of the page

FAULTS = {
    # calls
    "undefined variable": (LINE.format("{{ nope }}"), "'nope' is undefined"),
    "unknown macro": (LINE.format("{{ nope() }}"), "'nope' is undefined"),
    "unknown figure": (
        LINE.format('{{ figure("gapp") }}'),
        'no figure "gapp"; did you mean "gap"?',
    ),
    "unknown limit": (
        LINE.format('{{ limit("make-up") }}'),
        'no limit "make-up"; did you mean "makeup"?',
    ),
    "call without its argument": (LINE.format("{{ figure() }}"), "missing 1 required positional"),
    "syntax error": (LINE.format('{{ figure("gap" }}'), "Macro Syntax Error"),
    "heading id without spaces": (LINE.format("## More {#more}"), "Missing end of comment tag"),
    "course out of range": (LINE.format("{{ course_table(99) }}"), "a course of 99 sessions"),
    # links
    "dead link": (LINE.format("[a](gone.md)"), "link 'gone.md', but the target is not found"),
    "dead anchor here": (LINE.format("[a](#gone)"), "link '#gone', but there is no such anchor"),
    "dead anchor there": (
        LINE.format("[a](other.md#gone)"),
        "contains a link 'other.md#gone', but the doc 'other.md' does not contain an anchor",
    ),
    "absolute link": (LINE.format("[a](/other/)"), "absolute link '/other/'"),
    "link to a folder": (LINE.format("[a](other/)"), "unrecognized relative link 'other/'"),
    "missing picture": (LINE.format("![a](gone.svg)"), "link 'gone.svg', but the target"),
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the project that has two pages only."""
    project = copy_project(tmp_path / "project")
    for page in (project / "docs").glob("*.md"):
        page.unlink()
    for name, text in PAGES.items():
        (project / "docs" / name).write_text(text, encoding="utf-8")
    nav = "nav:\n  - Start: index.md\n  - Other: other.md\n"
    put(project / "mkdocs.yml", r"^nav:\n(?:  .*\n)+", nav)
    return project


def put(path: Path, old: str, new: str) -> None:
    path.write_text(Change.of(path.read_text("utf-8"), old, new).text, encoding="utf-8")


def fails(done: Build, *said: str) -> None:
    assert done.code != 0
    assert [words for words in said if words not in done.said] == []


def test_the_healthy_site_builds(small: Path) -> None:
    done = build_here(small)
    assert (done.code, re.findall(r"WARNING.*|ERROR.*", done.said)) == (0, [])
    html = (small / "site" / "index.html").read_text("utf-8")
    assert 'data-figure="gap"' in html and "{{" not in html


@pytest.mark.parametrize(("added", "says"), FAULTS.values(), ids=list(FAULTS))
def test_a_page_with_a_fault_stops_the_build(small: Path, added: str, says: str) -> None:
    page = small / "docs" / "index.md"
    page.write_text(PAGE + added, encoding="utf-8")
    fails(build_here(small), says, "index.md")


def test_a_page_that_no_menu_leads_to(small: Path) -> None:
    (small / "docs" / "lost.md").write_text("# Lost { #top }\n")
    fails(build_here(small), "not included in the", "lost.md")


def test_a_menu_entry_without_a_page(small: Path) -> None:
    (small / "docs" / "other.md").unlink()
    fails(build_here(small), "other.md", "in the 'nav' configuration")


def test_an_address_in_the_menu(small: Path) -> None:
    put(small / "mkdocs.yml", "  - Other: other.md", "  - Other: /other/\n  - Too: other.md")
    fails(build_here(small), "absolute path to '/other/' is included in the 'nav'")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (r"^  topic: .*", "  topic: A\n  topic: B", 'broken YAML: duplicate key "topic"'),
        (r"^  topic: .*", '  topic: "Wait 3 days"', 'holds a bare number ("3")'),
        (r"^  topic: .*", "  topik: A", 'unknown key "topik"'),
    ],
)
def test_bad_data(small: Path, old: str, new: str, says: str) -> None:
    put(small / "data" / "limits.yml", old, new)
    done = build_here(small)
    fails(done, "data/limits.yml:", says)
    assert "Traceback" not in done.said and not (small / "site").exists()
