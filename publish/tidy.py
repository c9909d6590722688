"""Make pages and scripts lighter without a change that a reader sees: short white space, no comments."""

import re
from pathlib import Path

from . import markup

_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/)[^\n])*\*/)[ \t]*\n", re.MULTILINE)
_SPACE = re.compile(r"[ \t\r\n\f]+")  # HTML's own; a non-breaking space is none of these


def squeeze(text: str) -> str:
    """Leave one character of each run of white space, where HTML shows no more than one.

    A run is never left out as a whole, so no two words can meet. `<pre>`, `<textarea>`, scripts and styles
    stay as they are.
    """
    whole = "".join(token for token in markup.tokens(text) if not token.startswith("<!--"))
    return "".join(
        token if token.startswith("<") else _SPACE.sub(_shortest, token) for token in markup.tokens(whole)
    )


def uncommented(script: str) -> str:
    """A script of ours without the lines that hold a comment and nothing else.

    Such a line within a text of several lines would go too; no script of ours has one, and a test says so.
    """
    return _COMMENT.sub("", script)


def tidy(site: Path) -> None:
    """Squeeze every page of a built site, and take the comments out of the scripts beside the styles."""
    for page in markup.pages(site):
        page.write_text(squeeze(page.read_text("utf-8")), "utf-8", newline="\n")
    for script in sorted(site.glob("assets/*.js")):
        script.write_text(uncommented(script.read_text("utf-8")), "utf-8", newline="\n")


def _shortest(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "
