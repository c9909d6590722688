"""Make pages lighter without a change that a reader could see: shorter white space, no comments."""

import re
from pathlib import Path

from . import markup

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


def tidy(site: Path) -> None:
    """Squeeze every page of a built site."""
    for page in markup.pages(site):
        page.write_text(squeeze(page.read_text("utf-8")), "utf-8", newline="\n")


def _shortest(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "
