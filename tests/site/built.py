"""A built page as the rules see it: its article, its words block by block, its sections."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

ORIGIN = "http://guide.invalid"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = """
article aside blockquote br caption dd div dl dt figcaption figure footer header hr li main nav ol p
pre section table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split()) | set(HEADINGS)
DRAWN = frozenset({"title", "desc", "text"})  # inside a picture, each is a sentence of its own
LINES = frozenset({"sub", "why", "also"})  # the stylesheet sets these on a line of their own
SILENT = frozenset({"script", "style", "template"})
END = "figures-on-this-page"  # the list of figures that `page_end()` puts below every page


def squeeze(text: str) -> str:
    return " ".join(text.split())


def classes(tag: Tag) -> set[str]:
    return set(filter(None, tag.get_attribute_list("class")))


def attribute(tag: Tag, name: str) -> str:
    """An attribute, or an empty text."""
    value = tag.get(name)
    return value if isinstance(value, str) else ""


def one(root: Tag, selector: str) -> Tag | None:
    """The first element that a CSS selector finds."""
    return root.select_one(selector)


def is_block(tag: Tag) -> bool:
    if tag.name in DRAWN:
        return tag.find_parent("svg") is not None
    return tag.name in BLOCKS or not LINES.isdisjoint(classes(tag))


@dataclass(frozen=True)
class Unit:
    """Words that stand together: a paragraph, a list item, a cell, a heading."""

    text: str
    tag: Tag
    section: str
    """Id of the h1, h2 or h3 above."""


@dataclass
class Section:
    """What stands under a heading, down to the next heading of any level."""

    level: int
    id: str
    title: str
    links: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def units(root: Tag) -> Iterator[Unit]:
    """The words of a part of a page, block by block, in the order in which they are read."""
    parts: list[str] = []
    section = ""

    def flush(block: Tag) -> Iterator[Unit]:
        text = squeeze("".join(parts))
        parts.clear()
        if text:
            yield Unit(text, block, section)

    def walk(tag: Tag, block: Tag) -> Iterator[Unit]:
        nonlocal section
        for child in tag.children:
            if type(child) is NavigableString:
                parts.append(child)
            elif isinstance(child, Tag) and child.name not in SILENT:
                if not is_block(child):
                    yield from walk(child, block)
                    continue
                yield from flush(block)
                if child.name in HEADINGS[:3]:
                    section = attribute(child, "id")
                yield from walk(child, child)
                yield from flush(child)

    yield from walk(root, root)
    yield from flush(root)


def text(tag: Tag) -> str:
    """The words of an element, with a space between its blocks."""
    return " ".join(unit.text for unit in units(tag))


@dataclass(frozen=True)
class Page:
    """A page of the built site; its address begins with a slash ("/", "/faq/")."""

    url: str
    html: str = field(repr=False)

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "lxml")

    @cached_property
    def article(self) -> Tag:
        """What a reader reads: the article, without what helps to get about.

        The contents list of a page (<nav class="contents">) is navigation: it repeats the headings in the
        order of the page, is as long as the page has sections, and holds no sentences. So no rule on
        lists or words is about it. Header, footer and dialogs stand outside the article. Rules on the
        mark-up, on ids and on links go by `soup`, which holds all of these. A template is no text of the
        page: nobody reads it until a script fills it in and puts it there (`tests/browser/test_plan.py`).
        """
        article = copy(one(self.soup, "article") or self.soup)
        for part in article.select("nav.contents, template"):
            part.decompose()
        return article

    @property
    def name(self) -> str:
        return self.url.strip("/") or "index"

    @property
    def is_for_patients(self) -> bool:
        return self.name != "sources"

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return tuple(units(self.article))

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(attribute(tag, "id") for tag in self.soup.find_all(id=True))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections of the article; what stands above the first heading belongs to none."""
        found: list[Section] = []
        number: dict[int, int] = {}
        for tag in self.article.find_all(True):
            if tag.name in HEADINGS:
                number[id(tag)] = len(found)
                found.append(Section(int(tag.name[1]), attribute(tag, "id"), text(tag)))
            elif tag.name == "a" and found and not tag.find_parent(HEADINGS):
                found[-1].links.append(attribute(tag, "href"))
        at = -1
        for unit in self.units:
            if unit.tag.name in HEADINGS:
                at = number[id(unit.tag)]
            elif at >= 0:
                found[at].texts.append(unit.text)
        return tuple(found)

    def under(self, id_: str) -> str | None:
        """Heading and words of a section with all that is below it; None if there is no such."""
        start = next((i for i, x in enumerate(self.sections) if x.id == id_), None)
        if start is None:
            return None
        words = []
        for index, section in enumerate(self.sections[start:]):
            if index and section.level <= self.sections[start].level:
                break
            words += [section.title, section.text]
        return squeeze(" ".join(words))

    def target(self, href: str) -> tuple[str, str]:
        """Where an address on this page leads: the full address without, and its anchor."""
        address, anchor = urldefrag(urljoin(ORIGIN + self.url, href))
        return address.removeprefix(ORIGIN), anchor

    def figures(self) -> list[str]:
        """Ids of the figures that the article shows, each once, in their order."""
        tags = self.article.select("[data-figure]")
        ids = (id_ for tag in tags for id_ in attribute(tag, "data-figure").split())
        return list(dict.fromkeys(ids))
