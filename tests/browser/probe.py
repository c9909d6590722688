"""Ask an open page by the functions of `probe.js`."""

from pathlib import Path
from typing import Any

from playwright.sync_api import JSHandle, Page

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")

# What a reader may do to the text (WCAG 1.4.12). A drawing keeps its letters: the same words stand beside it.
SPACED = """
:not(svg, svg *) {
  letter-spacing: .12em !important;
  line-height: 1.5 !important;
  word-spacing: .16em !important;
}
p { margin-bottom: 2em !important }
"""
# Text at 200 % (1.4.4), as the browser's own setting makes it: media queries in em and rem know.
DOUBLED = "--blink-settings=defaultFontSize=32"


def ask(page: Page, function: str, *arguments: object) -> Any:
    """Call a function of `probe.js` in a page."""
    return page.evaluate(f"given => {{ {SCRIPT}\nreturn {function}(...given); }}", list(arguments))


def stops(page: Page) -> JSHandle:
    """What Tab should reach in a page or its open dialog, in order, and a question after what has focus."""
    return page.evaluate_handle(
        f"() => {{ {SCRIPT}\nconst list = stops();"
        "return {count: list.length, focused: () => focused(list)}; }"
    )


def restyle(page: Page, css: str) -> None:
    """Lay a style sheet over a page, as a reader's own would."""
    page.evaluate(
        """css => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        css,
    )
