"""What an address can lead to: the pages of a built site, and the places on them that have an id.

It reads HTML as any engine writes it, and knows only our own marks in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from . import markup

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINKED = (*HEADINGS, "section", "table", "tr", "figure", "li", "dt", "fieldset", "a")
"""Elements with an id that people would link to (a link: to where it moved); others only as old ids."""
OLD = ("alias", "moved")
HELPERS = ("-caption", "-how")
"""How ids end that only say what describes a table or a figure."""
UNSTABLE = ("figures-on-this-page", "figures-shown")
"""At the end of pages with figures; they go when the last figure of a page goes."""
SILENT = ("svg", "template", "script", "style")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element of a page, with what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its id; empty when it has none."""
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """The elements in it, as they come; not those in drawings, scripts and templates."""
        for child in self.children:
            if isinstance(child, Element) and child.tag not in SILENT:
                yield child
                yield from child.walk()

    def first(self, *tags: str) -> Element | None:
        """The first element in it with one of these tags."""
        return next((x for x in self.walk() if x.tag in tags), None)

    def text(self) -> str:
        """Its words, without those that stand on a line of their own as small print."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in SILENT and "sub" not in child.classes:
                yield from child._texts()


class _Reader(HTMLParser):
    """Builds the tree of a page. An end tag closes what was left open in its element."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("html")
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {key: value or "" for key, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        opened: Element | None = self.at
        # As in browsers, an end tag in a template closes nothing outside.
        while opened and opened.tag not in (tag, "template"):
            opened = opened.parent
        if opened and opened.tag == tag and opened.parent:
            self.at = opened.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def tree(html: str) -> Element:
    """The elements of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


@dataclass(frozen=True)
class Target:
    """A page of the built site or a place on it, with its address within the site and its words."""

    address: str
    title: str
    page: str


def targets(site: Path) -> dict[str, Target]:
    """Every page of a built site and every place on one that people can link to, by address."""
    found: dict[str, Target] = {}
    for file in sorted(site.rglob("index.html")):
        for target in on_page(markup.address(site, file), file.read_text(encoding="utf-8")):
            found[target.address] = target
    return found


def on_page(address: str, html: str) -> Iterator[Target]:
    """The targets of one page, itself first; none of a page without an article.

    Args:
        address: the page's address within the site, such as "/recovery/".
        html: the page.
    """
    article = tree(html).first("article")
    if article is None:
        return
    heading = article.first("h1")
    page = heading.text() if heading else address
    yield Target(address, page, page)
    everything = list(article.walk())
    for at, element in enumerate(everything):
        if _is_target(element):
            yield Target(f"{address}#{element.id}", _title(element, everything[at:]) or page, page)


def _is_target(element: Element) -> bool:
    if not element.id or element.id.endswith(HELPERS) or element.id in UNSTABLE:
        return False
    return element.tag in LINKED or any(name in OLD for name in element.classes)


def _title(element: Element, after: list[Element]) -> str:
    """What a place is called: the words of its heading, caption or first cell."""
    match element.tag:
        case "table":
            named = element.first("caption")
        case "figure":
            named = element.first("figcaption")
        case "tr":
            named = element.first("th", "td")
        case "section":
            named = element.first(*HEADINGS)
        case _:
            named = element
    if "alias" in element.classes:
        # It has no words: it stands in the cell, or above the heading, that it leads to.
        inside = element.parent if element.parent and element.parent.tag == "th" else None
        named = inside or next((x for x in after if x.tag in HEADINGS), None)
    return named.text() if named else ""
