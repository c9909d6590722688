"""What moves leaves something in its place, and a reader without JavaScript gets there."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from publish import ledger
from publish.targets import targets
from tests.browser import checks, local
from tests.unit.project import Change, build_here, copy_project

DAY = dt.date(2026, 11, 22)
FRONT = "---\ntitle: {}\ndescription: About {}.\n---\n\n# {} {{ #top }}\n\n"
SIGNS = '## Signs { #signs }\n\n{{ signs_table("same day") }}\n'
NIGHT = "## The first night { #first-night }\n\nSleep on your back.\n\n"
SPACE = "## Space { #space }\n\n" + "A line that takes room.\n\n" * 40
PAGES = {
    "index.md": FRONT.format("Start", "start", "Start") + SPACE + NIGHT + SIGNS,
    "care.md": FRONT.format("Care", "care", "Care")
    + SPACE
    + "## Washing { #washing }\n\nUse warm water.\n\n",
    "sources.md": FRONT.format("Sources", "sources", "Sources") + "## Signs { #signs }\n\nBooks.\n",
}
NAV = "nav:\n  - Start: index.md\n  - Care: care.md\n  - Sources: sources.md\n"


def put(path: Path, old: str, new: str) -> None:
    path.write_text(Change.of(path.read_text("utf-8"), old, new).text, encoding="utf-8")


@dataclass
class Small:
    """A small guide that was published once, and what its ledger says of it now."""

    root: Path
    known: dict[str, dt.date]

    def page(self, name: str) -> Path:
        return self.root / "docs" / name

    def lost(self) -> list[str]:
        """Build it anew; say which addresses lead nowhere."""
        done = build_here(self.root)
        assert done.code == 0, done.said
        return ledger.lost(self.known, targets(self.root / "site"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first edition, built."""
    root = copy_project(tmp_path_factory.mktemp("small") / "project")
    for page in root.glob("docs/*.md"):
        page.unlink()
    for name, text in PAGES.items():
        (root / "docs" / name).write_text(text, encoding="utf-8")
    put(root / "mkdocs.yml", r"^nav:\n(?:  .*\n)+", NAV)
    assert build_here(root).code == 0
    return root


@pytest.fixture(scope="module")
def known(first: Path) -> dict[str, dt.date]:
    return ledger.grown({}, targets(first / "site"), DAY)


@pytest.fixture
def small(first: Path, known: dict[str, dt.date]) -> Iterator[Small]:
    """The first edition to change; its sources are as they were again afterwards."""
    yield Small(first, known)
    for name, text in PAGES.items():
        (first / "docs" / name).write_text(text, encoding="utf-8")
    put(first / "mkdocs.yml", r"^nav:\n(?:  .*\n)+(?:not_in_nav: .*\n)?", NAV)
    put(first / "data" / "signs.yml", r"^- id: (pus|discharge)$(\n  was: .*)?", "- id: pus")


def rename_heading(small: Small) -> None:
    put(small.page("index.md"), "## The first night { #first-night }", "## Sleep { #sleep }")


def alias_heading(small: Small) -> None:
    put(small.page("index.md"), "## Sleep", '{{ alias("first-night") }}\n\n## Sleep')


def move_section(small: Small) -> None:
    put(small.page("index.md"), NIGHT.replace("{", r"\{"), "")
    with small.page("care.md").open("a", encoding="utf-8") as page:
        page.write(NIGHT)


def lead_to_section(small: Small) -> None:
    put(small.page("index.md"), "^## Signs", '{{ moved("first-night", "care", "first-night") }}\n\n## Signs')


def rename_entry(small: Small) -> None:
    put(small.root / "data" / "signs.yml", "^- id: pus$", "- id: discharge")


def keep_old_id(small: Small) -> None:
    put(small.root / "data" / "signs.yml", "^- id: discharge$", "- id: discharge\n  was: [pus]")


def take_page_away(small: Small) -> None:
    small.page("care.md").unlink()
    put(
        small.page("index.md"),
        r"\Z",
        "\n## Washing { #washing }\n\nUse warm water.\n\n## Space { #room }\n\nRoom.\n",
    )
    put(small.root / "mkdocs.yml", "^  - Care: care.md\n", "")


def leave_page_with_list(small: Small) -> None:
    small.page("care.md").write_text(
        FRONT.format("Care", "where care is now", "Care has moved")
        + '{{ moved("space", "index", "room") }}\n\n{{ moved("washing", "index", "washing") }}\n',
        encoding="utf-8",
    )
    put(
        small.root / "mkdocs.yml",
        "^  - Sources: sources.md\n",
        "  - Sources: sources.md\nnot_in_nav: /care.md\n",
    )


Step = Callable[[Small], None]
WAYS: dict[str, tuple[Step, Step, dict[str, str]]] = {
    "a heading with another id": (rename_heading, alias_heading, {"/#first-night": "Sleep"}),
    "a section on another page": (move_section, lead_to_section, {"/#first-night": "The first night"}),
    "an entry with another id": (rename_entry, keep_old_id, {"/#sign-pus": "Pus"}),
    "a page that goes": (
        take_page_away,
        leave_page_with_list,
        {
            "/care/": "Care has moved",
            "/care/#washing": "Washing",
            "/care/#space": "Space",
            "/care/#top": "Care",
        },
    ),
}

IN_VIEW = """words => {
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const { top, bottom } = range.getBoundingClientRect();
        const shown = top >= 0 && bottom < innerHeight && bottom > top;
        if (shown && walker.currentNode.data.includes(words)) return true;
    }
    return false;
}"""


@pytest.mark.parametrize("way", WAYS)
def test_a_move_fails_until_something_stands_in_its_place(browser: Browser, small: Small, way: str) -> None:
    move, mend, leads = WAYS[way]
    move(small)
    lost = small.lost()
    assert len(lost) == len(leads)
    for address, line in zip(sorted(leads), lost, strict=True):
        assert line.startswith(f"{address} was published on 2026-11-22 and leads nowhere now.")
        assert "see CONTRIBUTING.md, When an address changes" in line
    mend(small)
    assert small.lost() == []
    with local.serve(small.root / "site") as server, checks.visitor(browser, 390, script=False) as visit:
        for address, words in leads.items():
            visit.open("about:blank")
            visit.open(server + address)
            assert visit.page.evaluate(IN_VIEW, words), (address, words)
            way_on = visit.page.locator(".moved:target a")
            if way_on.count():
                way_on.click()
                assert visit.page.locator(":target").inner_text() in (words, "Washing", "Space")


def test_words_out_of_view_are_found(browser: Browser) -> None:
    with checks.visitor(browser, 390, script=False) as visit:
        visit.page.set_content('<article>Here<div style="height: 3000px"></div><p>Below</p></article>')
        assert visit.page.evaluate(IN_VIEW, "Here")
        assert not visit.page.evaluate(IN_VIEW, "Below")
