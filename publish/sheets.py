"""Print the take-home sheets: beside each page that holds a sheet, a tagged PDF (PDF/UA) of one page.

What is printed is the sheet as the page holds it, by the rules of the page's own `sheet.css`, in a font that
comes with the project. The PDF's page is as wide as A4 and as high as US Letter, so that it prints on either
without being scaled or cut.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import markup
from .errors import BuildError

FONT = "Source Sans Pro"
FACES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
NO_PANGO = (
    "The sheets cannot be printed as PDF: WeasyPrint finds no Pango on this machine. "
    "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0. "
    "On macOS: brew install pango. `make serve` does without it."
)
PAGE = """
@page { size: 210mm 279.4mm }
body { margin: 0 }
article .sheet-paper { font-size: 12pt } /* its letters are smaller than those of most screens' fonts */
/* No dates of a plan stand here: there is room to write. */
article .sheet-paper #sheet-sessions tbody th { height: 22mm }
article .sheet-paper #sheet-stop tbody th { height: 18mm }
"""

_SECTION = re.compile(r'<section class="sheet-paper".*?</section>', re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_LANGUAGE = re.compile(r'<html\b[^>]*\blang="([^"]+)"')
_RULES = re.compile(r'<link\b[^>]*\bhref="([^"]*\bsheet\.css)"')


@dataclass(frozen=True)
class Sheet:
    """A sheet as a page of the built site holds it.

    Args:
        page: the page's file.
        html: a whole document that holds nothing but the sheet and the page's main heading.
        rules: the file of the style rules that the page gives it.
    """

    page: Path
    html: str
    rules: Path

    @property
    def pdf(self) -> Path:
        """Where its PDF goes: `sheet-before/sheet-before.pdf` for the page `/sheet-before/`."""
        return self.page.with_name(f"{self.page.parent.name}.pdf")


def print_sheets(site: Path) -> list[Path]:
    """Print each sheet of a built site beside its page; return the files that were written.

    Raises:
        BuildError: Pango or the font is missing, or a sheet does not fit on one page.
    """
    found = sheets(site)
    if not found:
        return []
    files = faces()
    for sheet in found:
        sheet.pdf.write_bytes(pdf(sheet, files))
    return [sheet.pdf for sheet in found]


def sheets(site: Path) -> list[Sheet]:
    """The sheets of a built site, in the order of their addresses.

    Raises:
        BuildError: a page holds only a part of what a sheet needs.
    """
    texts = ((page, page.read_text(encoding="utf-8")) for page in markup.pages(site))
    return [_sheet(page, text) for page, text in texts if 'class="sheet-paper"' in text]


def _sheet(page: Path, text: str) -> Sheet:
    patterns = {
        "whole section": _SECTION,
        "main heading": _HEADING,
        "title": _TITLE,
        "language": _LANGUAGE,
        "sheet.css": _RULES,
    }
    parts = {name: found for name, pattern in patterns.items() if (found := pattern.search(text))}
    missing = [name for name in patterns if name not in parts]
    if missing:
        raise BuildError(f"{page.parent.name}: the page of this sheet has no {missing[0]}.")
    html = (
        f'<!doctype html><html lang="{parts["language"][1]}"><head><meta charset="utf-8">'
        f"{parts['title'][0]}</head><body><article>{parts['main heading'][0]}{parts['whole section'][0]}"
        "</article></body></html>"
    )
    return Sheet(page, html, (page.parent / parts["sheet.css"][1]).resolve())


def faces() -> Mapping[int, Path]:
    """The files of the font, by weight.

    Raises:
        BuildError: the font is not installed.
    """
    try:
        import font_source_sans_pro
    except ImportError:
        folder = Path("font_source_sans_pro")
    else:
        folder = Path(font_source_sans_pro.font_directory)
    files = {weight: folder / name for weight, name in FACES.items()}
    missing = [str(file) for file in files.values() if not file.is_file()]
    if missing:
        raise BuildError(
            f"The sheets cannot be printed as PDF: a file of the font {FONT} is missing: {missing[0]}. "
            "Run make clean, then make build."
        )
    return files


def pdf(sheet: Sheet, files: Mapping[int, Path]) -> bytes:
    """Print a sheet: the same bytes for the same page, rules and font.

    Args:
        sheet: what to print.
        files: the files of the font, by weight.

    Raises:
        BuildError: Pango is missing, the sheet needs more than one page, or letters of another font.
    """
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as error:
        raise BuildError(NO_PANGO) from error
    fonts = weasyprint.text.fonts.FontConfiguration()
    styles = [
        weasyprint.CSS(string=rules, font_config=fonts)
        for rules in (sheet.rules.read_text(encoding="utf-8"), _font_rules(files), PAGE)
    ]
    document = weasyprint.HTML(string=sheet.html).render(font_config=fonts, stylesheets=styles)
    count = len(document.pages)
    if count != 1:
        raise BuildError(
            f"{sheet.pdf.name}: the sheet needs {count} pages; it must fit on one. Shorten it, "
            "or give it less room in docs/assets/sheet.css."
        )
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    others = sorted({font.family for font in document.fonts.values()} - {FONT})
    if others:
        raise BuildError(
            f"{sheet.pdf.name}: some letters would come from {', '.join(others)}; {FONT} does not have them."
        )
    return content


def _font_rules(files: Mapping[int, Path]) -> str:
    return "".join(
        f'@font-face {{ font-family: "{FONT}"; font-weight: {weight}; src: url("{url}") }}'
        for weight, url in ((weight, file.resolve().as_uri()) for weight, file in files.items())
    )
