"""Read pages in source: render their calls without an engine, and find what they show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from .views import Guide

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(
    r"^#+ (?P<text>.+?) *\{ #(?P<id>[\w-]+) \}|<h\d id=\"(?P<hid>[\w-]+)\">(?P<htext>.*?)</h\d>"
)
_CAPTION = re.compile(r"<caption>(.*?)</caption>")
_SHOWN = re.compile(r'data-(figure|limit|sign|entry)="([^"]+)"')
_END = re.compile(r"\{\{\s*page_end\(\)\s*\}\}")


@dataclass(frozen=True)
class _Page:
    """What an engine puts into the context of a page, as far as the macros use it."""

    url: str


def body(source: str) -> str:
    """The Markdown of a page without its front matter."""
    return _FRONT.sub("", source)


def render(path: Path, guide: "Guide", *, end: bool = False) -> str:
    """Render the calls of a page, as an engine would; what comes back is Markdown.

    Args:
        path: the page in source.
        guide: what the page may call.
        end: whether to render `page_end()` too; it reads the page itself.

    Raises:
        ValueError, jinja2.TemplateError: when a call is wrong.
    """
    env = jinja2.Environment(undefined=jinja2.StrictUndefined)
    env.globals.update(guide.calls())
    source = body(path.read_text(encoding="utf-8"))
    if not end:
        source = _END.sub("", source)
    url = "" if path.stem == "index" else f"{path.stem}/"
    return env.from_string(source).render(page=_Page(url))


def figures_shown(markdown: str) -> list[str]:
    """Ids of the figures in a rendered page, each once, in the order in which they come."""
    ids = (id_ for kind, value in _SHOWN.findall(markdown) if kind == "figure" for id_ in value.split())
    return list(dict.fromkeys(ids))


@dataclass(frozen=True)
class Use:
    """A place where an entry is shown."""

    page: str
    heading: str
    table: str


def uses(markdown: str, page: str, id_: str) -> Iterator[Use]:
    """Find where a rendered page shows a figure, limit, sign or other entry."""
    heading = table = ""
    for line in markdown.splitlines():
        if found := _HEADING.search(line):
            heading, table = f"#{found['id'] or found['hid']}", ""
        if found := _CAPTION.search(line):
            table = found[1]
        if line.startswith("</table>"):
            table = ""
        for kind, value in _SHOWN.findall(line):
            if id_ in value.split() or (kind == "entry" and value.split("-", 1)[1] == id_):
                yield Use(page, heading, table)
