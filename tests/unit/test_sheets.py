"""The take-home sheets as pages print them: the same data, room to write, and what a plan can fill in."""

import re
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from bs4 import BeautifulSoup, Tag

from macros import pages, plan
from macros.model import ClinicalReview, Data
from macros.pages import _Page
from macros.views import Guide
from tests.unit.project import DOCS

Render = Callable[..., str]
SHEETS = ("before", "after", "questions", "course")


def sheet(html: str) -> Tag:
    found = BeautifulSoup(html, "lxml").select("section.sheet-paper")
    assert len(found) == 1
    return found[0]


def in_context(guide: Guide, call: str, **context: object) -> str:
    """A call as an engine makes it that says more about the site than its pages' addresses."""
    env = jinja2.Environment(undefined=jinja2.StrictUndefined)
    env.globals.update(guide.calls())
    return env.from_string(call).render(page=_Page("sheet-after/"), **context)


# ---- every sheet ----


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_says_that_nobody_has_reviewed_it(data: Data, render: Render, name: str) -> None:
    call = f"{{{{ sheet_{name}() }}}}"
    said = sheet(render(call)).get_text()
    assert "Draft: not yet reviewed by a clinician." in said
    assert "No doctor or nurse has checked this guide yet." in said
    checked = ClinicalReview(name="A. Person", role="dermatologist", date=data.site.review.last)
    reviewed = data.model_copy(update={"site": data.site.model_copy(update={"clinical_review": checked})})
    said = sheet(in_context(Guide(reviewed, DOCS), call)).get_text()
    assert "Draft" not in said
    assert "Checked by A. Person, dermatologist, on " in said


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("https://guide.example/skin/", "More: guide.example/skin/recovery/"),
        ("http://127.0.0.1:8000/", "The guide's address stands here once it is published."),
        ("", "The guide's address stands here once it is published."),
    ],
)
def test_a_sheet_ends_with_the_address_of_a_published_guide(guide: Guide, site: str, says: str) -> None:
    html = in_context(guide, "{{ sheet_after() }}", config={"site_url": site})
    end = sheet(html).select(".sheet-end")[0].get_text()
    assert end.startswith("Last reviewed ")
    assert end.endswith(says)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_leads_nowhere_that_paper_cannot(render: Render, name: str) -> None:
    links = sheet(render(f"{{{{ sheet_{name}() }}}}")).select("a")
    assert [a for a in links if a["href"] != f"tel:{a.get_text()}"] == []


def test_a_pdf_is_linked_only_where_one_is_made(guide: Guide) -> None:
    how = "{{ sheet_how() }}"
    assert 'href="sheet-after.pdf"' in in_context(guide, how, sheets_as_pdf=True)
    preview = in_context(guide, how, sheets_as_pdf=False)
    assert "href" not in preview
    assert "made when the guide is published" in preview


# ---- what a plan fills in ----


def test_a_clinic_can_fill_in_each_time_of_its_own_and_no_other(data: Data, render: Render) -> None:
    html = render("{{ sheet_before() }}") + render("{{ sheet_after() }}")
    assert sorted(re.findall(r'data-clinic="([^"]*)"', html)) == sorted(plan.bounds(data).times)


def test_a_course_has_room_for_what_the_clinic_says_of_it(render: Render) -> None:
    lines = sheet(render("{{ sheet_course() }}")).select('.fill [data-clinic="course"]')
    assert [x.get_text() for x in lines] == [""]


def test_each_sheet_of_a_session_has_room_for_its_date(render: Render) -> None:
    for name in ("before", "after"):
        lines = sheet(render(f"{{{{ sheet_{name}() }}}}")).select('.fill [data-at="s+0"]')
        assert [x.get_text() for x in lines] == [""]


def test_a_course_has_a_row_for_each_session_that_a_plan_may_hold(data: Data, render: Render) -> None:
    rows = sheet(render("{{ sheet_course() }}")).select("tr[data-session]")
    least, most = plan.bounds(data).sessions
    assert [row["data-session"] for row in rows] == [str(n) for n in range(1, most + 1)]
    assert least == 1
    points = [[x["data-at"] for x in row.select("[data-at]")] for row in rows]
    assert points[1] == ["c2", "c2-7", "c2+2", "c2+8"]
    assert all(len(each) == len(points[1]) for each in points)


def test_the_photo_checks_count_from_the_last_session(render: Render) -> None:
    checks = sheet(render("{{ sheet_course() }}")).select("#sheet-photos [data-at]")
    assert [x["data-at"] for x in checks] == ["l+3m", "l+6m"]


# ---- lists that a page and a sheet share ----

PAGE = """---
title: A
description: B
---

# A { #top }

## Ticks { #ticks }

Do these:

- One [thing](b.md#c) first.
- Two.

Not these:

- Three.

### More { #more }

- Four.

## Next { #next }

- Five.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_lists_stand_under_their_heading(page: Path) -> None:
    assert pages.lists(page, "ticks") == [
        ("Do these:", ["One thing first.", "Two."]),
        ("Not these:", ["Three."]),
    ]
    assert pages.lists(page, "more") == [("", ["Four."])]
    assert pages.lists(page, "none") == []


def test_a_list_that_went_from_its_page_is_missed(data: Data, tmp_path: Path) -> None:
    for name in ("steps.md", "schedule.md"):
        text = (DOCS / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("Do not go ahead,", "Stop,"), encoding="utf-8")
    with pytest.raises(ValueError, match=r'docs/steps\.md: no list "Do not go ahead" under #step-2-do'):
        in_context(Guide(data, tmp_path), "{{ sheet_before() }}")
