"""Pages are read in source as an engine would render them."""

from pathlib import Path

import jinja2
import pytest

from macros import pages
from macros.pages import Use
from macros.views import Guide
from tests.unit.project import DOCS

PAGE = """---
title: A page
description: Of no use.
---

# A page { #top }

Wait {{ figure("gap") }}, then {{ figure("spf") }}, again {{ figure("gap") }}.

## After { #after }

{{ when_can_i() }}

{{ limit("makeup") }}

{{ page_end() }}
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a-page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_body_has_no_front_matter() -> None:
    assert pages.body(PAGE).startswith("\n# A page")
    assert pages.body("# No front matter\n---\na\n---\n") == "# No front matter\n---\na\n---\n"


def test_calls_are_rendered_where_the_page_stands(page: Path, guide: Guide) -> None:
    text = pages.render(page, guide)
    assert "{{" not in text and 'data-figure="gap"' in text
    assert 'href="../sources/#limits"' in text


def test_the_end_is_rendered_only_on_request(page: Path, tmp_path: Path, guide: Guide) -> None:
    own = Guide(guide.data, tmp_path)
    assert "data-due" not in pages.render(page, own)
    end = pages.render(page, own, end=True)
    assert "data-due" in end and 'href="../sources/#figure-spf"' in end


@pytest.mark.parametrize("call", ["{{ nope }}", "{{ nope() }}", "{{ figure() }}", "{{ figure( }}"])
def test_a_wrong_call_stops_the_rendering(page: Path, guide: Guide, call: str) -> None:
    page.write_text(PAGE + call, encoding="utf-8")
    with pytest.raises((jinja2.TemplateError, TypeError)):
        pages.render(page, guide)


def test_figures_are_listed_once_in_the_order_of_the_page(page: Path, guide: Guide) -> None:
    shown = pages.figures_shown(pages.render(page, guide))
    assert shown[:2] == ["gap", "spf"]
    assert len(shown) == len(set(shown)) > 2


def test_where_a_figure_and_an_entry_are_shown(page: Path, guide: Guide) -> None:
    text = pages.render(page, guide)
    uses = list(pages.uses(text, "a-page", "spf"))
    assert uses[0] == Use("a-page", "#top", "")
    limit = list(pages.uses(text, "a-page", "makeup"))
    assert [use.heading for use in limit] == ["#after", "#after"]
    assert [bool(use.table) for use in limit] == [True, False]
    assert list(pages.uses(text, "a-page", "no-such-id")) == []


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda p: p.stem)
def test_every_page_renders(path: Path, guide: Guide) -> None:
    text = pages.render(path, guide, end=True)
    assert "{{" not in text and "data-due" in text
