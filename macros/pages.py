"""Read pages in source: render their calls without an engine, and find what they show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from .views import Guide

HOME = "index"
"""Name of the page at the root of the site."""

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(
    r"^#+ (?P<text>.+?) *\{ #(?P<id>[\w-]+) \}|<h\d id=\"(?P<hid>[\w-]+)\">(?P<htext>.*?)</h\d>"
)
_CAPTION = re.compile(r"<caption>(.*?)</caption>")
_SHOWN = re.compile(r'data-(figure|limit|sign|entry)="([^"]+)"')
_CALLED = re.compile(r"\{\{-?\s*(\w+)\(")
_TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)
_SOURCE_HEADING = re.compile(r"^(#+) (.+?) *\{ #([\w-]+) \}$")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ENDS = re.compile(r"\{\{\s*page_(?:start|end)\(\)\s*\}\}")
_WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class _Page:
    """What an engine puts into the context of a page, as far as the macros use it."""

    url: str


def text(path: Path) -> str:
    """A page in source."""
    return path.read_text(encoding="utf-8")


def body(source: str) -> str:
    """The Markdown of a page without its front matter."""
    return _FRONT.sub("", source)


def render(path: Path, guide: "Guide", *, end: bool = False) -> str:
    """Render the calls of a page, as an engine would; what comes back is Markdown.

    Args:
        path: the page in source.
        guide: what the page may call.
        end: whether to render `page_start()` and `page_end()` too; they read the page itself.

    Raises:
        ValueError, jinja2.TemplateError: when a call is wrong.
    """
    env = jinja2.Environment(undefined=jinja2.StrictUndefined)
    env.globals.update(guide.calls())
    source = body(text(path))
    if not end:
        source = _ENDS.sub("", source)
    url = "" if path.stem == "index" else f"{path.stem}/"
    return env.from_string(source).render(page=_Page(url))


def figures_shown(markdown: str) -> list[str]:
    """Ids of the figures in a rendered page, each once, in the order in which they come.

    What stands in a template is for a script to show.
    """
    ids = (
        id_
        for kind, value in _SHOWN.findall(_TEMPLATE.sub("", markdown))
        if kind == "figure"
        for id_ in value.split()
    )
    return list(dict.fromkeys(ids))


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level, its words and its id."""

    level: int
    text: str
    id: str


def headings(path: Path) -> list[Heading]:
    """The headings of a page in source, without the h1."""
    lines = body(text(path)).splitlines()
    found = (_SOURCE_HEADING.match(line) for line in lines)
    return [Heading(len(m[1]), m[2], m[3]) for m in found if m and len(m[1]) > 1]


def lists(path: Path, id_: str) -> list[tuple[str, list[str]]]:
    """The lists under a heading of a page, each with the paragraph before it; links are only their words.

    Args:
        path: the page in source.
        id_: id of the heading; what stands under a heading below it is not its own.
    """
    found: list[tuple[str, list[str]]] = []
    lead, inside, listing = "", False, False
    for line in body(text(path)).splitlines():
        if heading := _SOURCE_HEADING.match(line):
            lead, inside = "", heading[3] == id_
        elif inside and line.startswith("- "):
            if not listing:
                found.append((lead, []))
            found[-1][1].append(_LINK.sub(r"\1", line[2:]))
        elif line:
            lead = _LINK.sub(r"\1", line)
        listing = line.startswith("- ") or (listing and not line)
    return found


def calls(path: Path) -> set[str]:
    """The names of what a page in source calls."""
    return set(_CALLED.findall(text(path)))


def front(path: Path, key: str) -> str:
    """A value of the front matter of a page, such as its title; empty when there is none."""
    found = re.search(rf"^{key}: (.+)$", text(path), re.MULTILINE)
    return found[1].strip() if found else ""


def in_order(docs: Path) -> list[Path]:
    """The pages in the order of the navigation in `mkdocs.yml`."""
    config = YAML(typ="rt").load((docs.parent / "mkdocs.yml").read_text(encoding="utf-8"))
    return [docs / name for entry in config["nav"] for name in entry.values()]


def minutes_to_read(markdown: str) -> int:
    """Minutes that a rendered page takes to read, at a calm 200 words a minute."""
    shown = re.sub(r"<(svg|script|template)\b.*?</\1>", " ", markdown, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>|\{ #[\w-]+ \}|\]\([^)]*\)", " ", shown).split()
    return max(1, round(len(words) / _WORDS_A_MINUTE))


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
