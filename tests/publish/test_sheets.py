"""The sheets on paper: as PDF beside each page, and as the browser prints them."""

import builtins
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import font_source_sans_pro
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from publish import build, sheets, steps
from publish.errors import BuildError
from tests.browser import checks
from tests.site.built import Page

NAMES = ("sheet-after", "sheet-before", "sheet-course", "sheet-questions")
MM = 72 / 25.4
A4, LETTER = (210, 297), (215.9, 279.4)  # mm

every_sheet = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def pdfs(site: Path) -> dict[str, PdfReader]:
    return {name: PdfReader(site / name / f"{name}.pdf") for name in NAMES}


def letters(text: str) -> str:
    """A text without white space and bullets: lines break where they must."""
    return re.sub(r"[\s•]", "", text)


def tags(node: Any) -> Iterator[DictionaryObject]:
    """The structure of a PDF below a node, in order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from tags(child)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        yield from tags(node.get("/K", ArrayObject()))


# ---- the PDFs ----


def test_each_sheet_has_its_pdf_and_no_other_page_does(site: Path) -> None:
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.pdf"))]
    assert found == [f"{name}/{name}.pdf" for name in NAMES]


@every_sheet
def test_one_page_fits_a4_and_letter_without_scaling(pdfs: dict[str, PdfReader], name: str) -> None:
    assert len(pdfs[name].pages) == 1
    box = pdfs[name].pages[0].mediabox
    wide, high = float(box.width) / MM, float(box.height) / MM
    assert wide == pytest.approx(min(A4[0], LETTER[0]), abs=0.1)
    assert high == pytest.approx(min(A4[1], LETTER[1]), abs=0.1)


@every_sheet
def test_the_pdf_says_what_the_page_says(site: Path, pdfs: dict[str, PdfReader], name: str) -> None:
    page = Page(f"/{name}/", (site / name / "index.html").read_text("utf-8"))
    parts = page.article.select("h1, .sheet-paper")
    assert len(parts) == 2
    wanted = "".join(part.get_text() for part in parts)
    assert letters(pdfs[name].pages[0].extract_text()) == letters(wanted)


@every_sheet
def test_all_letters_are_embedded_and_of_the_font_that_the_project_names(
    pdfs: dict[str, PdfReader], name: str
) -> None:
    fonts = pdfs[name].pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert len(fonts) == len(sheets.FACES)
    for font in fonts.values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert re.fullmatch(r"/[A-Z]{6}\+Source-Sans-Pro.*", inner["/BaseFont"])
        assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()


@every_sheet
def test_the_pdf_has_a_title_a_language_and_tags(site: Path, pdfs: dict[str, PdfReader], name: str) -> None:
    reader = pdfs[name]
    root: Any = reader.root_object
    title = re.search("<title>(.*?)</title>", (site / name / "index.html").read_text("utf-8"))
    assert title
    assert reader.metadata
    assert reader.metadata.title == title[1]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r'pdfuaid:part(="|>)1\b', metadata)
    kinds = [str(tag["/S"]) for tag in tags(root["/StructTreeRoot"]["/K"])]
    assert kinds.count("/H1") == 1
    assert {"/Table", "/TR", "/TH", "/TD", "/Caption", "/P"} <= set(kinds)
    assert ("/L" in kinds) == (name in ("sheet-after", "sheet-before"))
    headings = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert headings == [1] + [2] * (len(headings) - 1)


def test_each_cell_of_a_table_names_its_headers(pdfs: dict[str, PdfReader]) -> None:
    root: Any = pdfs["sheet-course"].root_object
    cells: list[Any] = [x for x in tags(root["/StructTreeRoot"]["/K"]) if str(x["/S"]) == "/TD"]
    assert cells
    assert all(len(cell["/A"]["/Headers"]) == 2 for cell in cells)


# ---- a site with one sheet, for what goes wrong ----

PAGE = """<!doctype html><html lang="en"><head><title>Sheet</title>
<link rel="stylesheet" href="../assets/sheet.css"></head><body><article><h1 id="top">Sheet</h1>
<section class="sheet-paper" aria-label="The sheet"><p>Day 2</p></section></article></body></html>"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "sheet-a").mkdir(parents=True)
    (folder / "sheet-a/index.html").write_text(PAGE, encoding="utf-8")
    (folder / "assets").mkdir()
    shutil.copy("docs/assets/sheet.css", folder / "assets")
    return folder


def change(site: Path, old: str, new: str) -> None:
    page = site / "sheet-a/index.html"
    assert old in page.read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_the_same_page_gives_the_same_bytes_in_any_folder(
    small: Path, plain: Path, site: Path, tmp_path: Path
) -> None:
    first = sheets.print_sheets(small)[0].read_bytes()
    assert sheets.print_sheets(small)[0].read_bytes() == first
    other = shutil.copytree(small, tmp_path / "elsewhere/b")
    assert sheets.print_sheets(other)[0].read_bytes() == first
    shutil.copytree(plain, tmp_path / "again")
    for file in sheets.print_sheets(tmp_path / "again"):
        assert file.read_bytes() == (site / file.relative_to(tmp_path / "again")).read_bytes()


def test_a_sheet_that_needs_two_pages_is_named(small: Path) -> None:
    change(small, "<p>Day 2</p>", "<p>Day 2</p>" * 60)
    with pytest.raises(BuildError, match=r"sheet-a\.pdf: the sheet needs 2 pages"):
        sheets.print_sheets(small)


def test_letters_that_the_font_lacks_are_refused(small: Path) -> None:
    change(small, "Day 2", "\N{SNOWMAN} Day 2")
    with pytest.raises(BuildError, match=r"sheet-a\.pdf: some letters would come from "):
        sheets.print_sheets(small)


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ("</section>", "whole section"),
        ('<h1 id="top">Sheet</h1>', "main heading"),
        ("<title>Sheet</title>", "title"),
        (' lang="en"', "language"),
        ('<link rel="stylesheet" href="../assets/sheet.css">', r"sheet\.css"),
    ],
)
def test_a_page_that_lacks_a_part_is_named(small: Path, part: str, missing: str) -> None:
    change(small, part, "")
    with pytest.raises(BuildError, match=f"sheet-a: .* has no {missing}"):
        sheets.print_sheets(small)


def test_a_missing_font_is_named(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_source_sans_pro, "font_directory", str(tmp_path))
    with pytest.raises(BuildError, match=r"the font Source Sans Pro is missing: .*SourceSansPro-Regular"):
        sheets.print_sheets(small)


def without(monkeypatch: pytest.MonkeyPatch, module: str, error: Exception) -> None:
    """Let the import of a module fail."""
    real = builtins.__import__

    def fail(name: str, *args: Any, **options: Any) -> Any:
        if name == module:
            raise error
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", fail)


def test_a_font_that_is_not_installed_is_named(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "font_source_sans_pro", ImportError())
    with pytest.raises(BuildError, match="the font Source Sans Pro is missing"):
        sheets.print_sheets(small)


def test_without_pango_the_build_names_the_package_and_leaves_the_old_site(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small.parent
    source = shutil.move(small, root / "built")
    (root / "site").mkdir()
    (root / "site/index.html").write_text("old", encoding="utf-8")
    # As the loader of shared libraries fails when there is no libpango.
    without(monkeypatch, "weasyprint", OSError("cannot load library 'libpango-1.0-0'"))
    monkeypatch.setattr(build.build, "__defaults__", (("cp", "-r", str(source)), steps.STEPS))
    assert build.main(root) == 1
    said = capsys.readouterr().err
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in said
    assert "brew install pango" in said
    assert "site/ is as it was" in said
    assert [x.name for x in (root / "site").iterdir()] == ["index.html"]


def test_a_site_without_sheets_needs_no_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "weasyprint", OSError())
    (tmp_path / "index.html").write_text("<h1>No sheet</h1>", encoding="utf-8")
    assert sheets.print_sheets(tmp_path) == []


# ---- the browser's own print ----

# As a plan fills a sheet in: every date a long one, those that a gap leaves open a range.
FILL = """() => {
    const long = "Wednesday, September 22, 2027", range = "Wednesday, September 8 to " + long;
    for (const at of document.querySelectorAll(".sheet-paper [data-at]")) {
        const real = document.createElement("span");
        real.className = "real";
        real.textContent = /^s[+-]\\d+$|^c1\\b/.test(at.dataset.at) ? long : range;
        at.append(" ", real);
    }
    for (const says of document.querySelectorAll("[data-clinic]")) says.textContent = "10 days";
}"""


def test_the_browser_prints_a_sheet_on_one_page_empty_or_filled_in(browser: Browser, server: str) -> None:
    wrong = []
    with checks.visitor(browser) as visit:
        for name in NAMES:
            for filled in (False, True):
                visit.open("about:blank")
                visit.open(f"{server}/{name}/")
                if filled:
                    visit.page.evaluate(FILL)
                for paper in ("A4", "Letter"):
                    reader = PdfReader(BytesIO(visit.page.pdf(format=paper)))
                    text = " ".join(page.extract_text() for page in reader.pages)
                    if len(reader.pages) != 1:
                        wrong.append(f"{name} {paper} {filled=}: {len(reader.pages)} pages")
                    for part in ("Numbers on this page", "All pages", "If you print", "Printed from"):
                        if part in text:
                            wrong.append(f'{name} {paper}: shows "{part}"')
                    if "Draft: not yet reviewed" not in " ".join(text.split()):
                        wrong.append(f"{name} {paper}: no sheet")
    assert not wrong, "\n".join(wrong)
