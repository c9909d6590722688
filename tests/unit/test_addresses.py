"""Which addresses clinics link to, what is published, and what stands in the place of an id that moved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macros import addresses
from macros.load import DataFault, load_data
from macros.model import Data
from macros.views import Guide
from tests.unit.project import DOCS, Change, copy_project

HOME = "https://guide.example/"


# ---- published, or a preview ----


@pytest.mark.parametrize(
    ("site_url", "publisher", "home"),
    [
        ("https://guide.example", "A clinic", HOME),
        ("https://guide.example/", "A clinic", HOME),
        ("https://guide.example/skin/", "A clinic", HOME + "skin/"),
        ("https://guide.example/", None, ""),
        ("http://guide.example/", "A clinic", ""),
        ("http://127.0.0.1:8000/", "A clinic", ""),
        ("https://", "A clinic", ""),
        ("", "A clinic", ""),
    ],
)
def test_published_needs_an_address_and_a_name(site_url: str, publisher: str | None, home: str) -> None:
    assert addresses.published(site_url, publisher) == home
    assert bool(addresses.unpublished(site_url, publisher)) == (not home)


def test_what_is_missing_is_named() -> None:
    address, name = addresses.unpublished("", None)
    assert "SITE_URL is not set" in address and "https://" in address
    assert 'data/site.yml names no "publisher"' in name
    assert addresses.unpublished("http://x.example/", "A")[0].startswith("SITE_URL is http://x.example/:")


# ---- the list ----


def test_stages_come_in_the_order_of_a_patients_way(data: Data) -> None:
    groups = addresses.groups(data, DOCS)
    ids = [group.id for group in groups]
    assert [id_ for id_ in ids if id_ != "sheets"] == [*addresses.STAGES, "guide"]
    assert addresses.stage_of("sheet-before") == "sheets"
    healing = next(group for group in groups if group.id == "healing")
    titles = {x.address: x.title for x in healing.targets}
    assert titles["/recovery/"] == "Healing after a session"
    assert titles["/recovery/#limit-makeup"] == "Makeup"
    assert titles["/recovery/#stage-first-day"] == "Healing: the first day"


def test_sheets_are_listed_by_their_name(data: Data, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("nav:\n", "nav:\n  - Sheet: sheet-zyx.md\n"), encoding="utf-8"
    )
    (project / "docs" / "sheet-zyx.md").write_text(
        "---\ntitle: A sheet\n---\n\n# A { #top }\n\n## B { #b }\n", "utf-8"
    )
    sheets = next(x for x in addresses.groups(data, project / "docs") if x.id == "sheets")
    assert ("/sheet-zyx/", "A sheet", True) in [(x.address, x.title, x.code) for x in sheets.targets]


def test_qr_codes_are_of_pages_stages_and_plans(data: Data) -> None:
    codes = addresses.codes(data, DOCS)
    assert codes["qr/index.svg"] == "/"
    assert codes["qr/recovery.when-can-i.svg"] == "/recovery/#when-can-i"
    assert codes["qr/recovery.stage-flaking.svg"] == "/recovery/#stage-flaking"
    assert codes["qr/schedule.1.s4.g5w.svg"] == "/schedule/#~1.s4.g5w"
    assert codes["qr/schedule.1.s3.g4-6w.svg"] == "/schedule/#~1.s3.g4-6w"
    assert not any(".d2" in name for name in codes)
    assert "qr/faq.makeup.svg" not in codes


@pytest.fixture(scope="module")
def published(data: Data) -> Guide:
    return Guide(data, DOCS, HOME)


def show(guide: Guide, call: str, *args: str) -> str:
    class Page:
        url = "clinics/"

    return str(getattr(guide, call)({"page": Page}, *args))


def test_a_published_list_has_codes_with_the_address_in_words(published: Guide, guide: Guide) -> None:
    html = show(published, "addresses")
    assert (
        '<a href="../recovery/#when-can-i">When can I use or do it again?</a> '
        f'<span class="sub address">{HOME}recovery/#when-can-i</span> '
        '<img src="../qr/recovery.when-can-i.svg" width="164" height="164" loading="lazy" '
        'alt="QR code: When can I use or do it again?">'
    ) in html
    assert "preview" not in html
    assert "This is a preview." in show(guide, "addresses") and "<img" not in show(guide, "addresses")


# ---- ids that moved ----


def test_an_alias_keeps_the_old_ids(guide: Guide) -> None:
    html = str(guide.alias("old", "older"))
    assert html == '<div class="alias" id="old"></div>\n<div class="alias" id="older"></div>'


def test_a_line_leads_to_the_page_on_which_it_is_now(guide: Guide) -> None:
    assert show(guide, "moved", "old", "recovery", "first-day") == (
        '<p class="moved" id="old">This is now here: <a href="../recovery/#first-day">The first day</a></p>'
    )
    assert ">Makeup</a>" in show(guide, "moved", "old", "recovery", "limit-makeup", "Makeup")


@pytest.mark.parametrize(
    ("page", "anchor", "says"),
    [
        ("recovry", "first-day", 'no page "recovry"; did you mean "recovery"?'),
        ("recovery", "first-dya", 'no heading of recovery.md "first-dya"; did you mean "first-day"?'),
    ],
)
def test_a_line_that_leads_nowhere_is_refused(guide: Guide, page: str, anchor: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        show(guide, "moved", "old", page, anchor)
    assert says in str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project") / "data"


def change(folder: Path, name: str, old: str, new: str) -> Change:
    path = folder / f"{name}.yml"
    done = Change.of(path.read_text("utf-8"), old, new)
    path.write_text(done.text, encoding="utf-8")
    return done


RENAMES: dict[str, tuple[str, Callable[[Guide], str]]] = {
    "limits": ("limit", lambda g: show(g, "when_can_i")),
    "stages": ("stage", lambda g: show(g, "timeline")),
    "signs": ("sign", lambda g: show(g, "signs_table", "same day")),
    "terms": ("word", lambda g: str(g.words_table())),
    "claims": ("claim", lambda g: str(g.claims_table("left out"))),
    "risks": ("risk", lambda g: show(g, "risks_table")),
}


@pytest.mark.parametrize("name", RENAMES)
def test_an_entry_with_another_id_keeps_its_old_address(folder: Path, name: str) -> None:
    kind, view = RENAMES[name]
    before = view(Guide(load_data(folder), DOCS))
    old = before.split(f'id="{kind}-')[1].split('"')[0]
    change(folder, name, rf"^- id: {old}$", rf"- id: {old}-zyx\n  was: [{old}, older]")
    after = view(Guide(load_data(folder), DOCS))
    assert f'<tr id="{kind}-{old}-zyx"' in after
    assert (
        f'<th scope="row"><span class="alias" id="{kind}-{old}"></span>'
        f'<span class="alias" id="{kind}-older"></span>'
    ) in after


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (r"^- id: pus$", "- id: pus\n  was: [eye]", 'the old id "eye" stands twice; first in line '),
        (r"^- id: pus$", "- id: pus\n  was: [a-b, a-b]", 'the old id "a-b" stands twice; first in line '),
        (r"^- id: pus$", "- id: pus\n  was: [A b]", '"was" is "A b", which is not of the right form'),
    ],
)
def test_an_old_id_that_is_in_use_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    line = change(folder, "signs", old, new).line + 1
    with pytest.raises(DataFault) as caught:
        load_data(folder)
    assert [x for x in caught.value.faults if x.startswith(f"data/signs.yml:{line}: ") and says in x]


# ---- what changed ----


def test_changes_come_newest_first_with_their_addresses(folder: Path) -> None:
    change(
        folder,
        "changes",
        r"\Z",
        '- id: zyx\n  date: 2027-01-11\n  addresses: [/faq/#makeup, /]\n  what: "New."\n',
    )
    html = show(Guide(load_data(folder), DOCS), "changes_table")
    assert html.index('id="change-zyx"') < html.index('id="change-first-edition"')
    assert (
        '<a class="sub address" href="../faq/#makeup">/faq/#makeup</a> '
        '<a class="sub address" href="../">/</a>'
    ) in html


@pytest.mark.parametrize("bad", ["faq/", "/faq", "/faq/#", "/a b/", "https://x.example/"])
def test_a_change_of_no_address_is_refused(folder: Path, bad: str) -> None:
    change(folder, "changes", r"addresses: \[/\]", f'addresses: ["{bad}"]')
    with pytest.raises(DataFault, match="not of the right form"):
        load_data(folder)
