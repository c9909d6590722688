"""What is compared of a built site: facts of each page and of the whole, by name."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from tests.engines import engines

# A page's address or a file's path, and which fact of it.
Facts = Mapping[tuple[str, str], Any]

INDEXES = ("search/search_index.json", "search.json")
LINKS = (("a", "href"), ("link", "href"), ("use", "href"), ("script", "src"), ("img", "src"))


def of_site(site: Path) -> dict[tuple[str, str], Any]:
    """The facts of a built site."""
    facts: dict[tuple[str, str], Any] = {}
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        path = file.relative_to(site).as_posix()
        if file.suffix == ".html":
            url = path.removesuffix("index.html")
            page = of_page(file.read_text("utf-8"), urljoin(engines.ADDRESS, url))
            facts |= {("/" + url, name): value for name, value in page.items()}
        elif path in INDEXES:
            facts |= {("search", place): entry for place, entry in of_index(file.read_text("utf-8")).items()}
            facts[path, "file"] = "there"
        elif path == "sitemap.xml":
            text = file.read_text("utf-8")
            facts[path, "addresses"] = sorted(re.findall(r"<loc>(.*?)</loc>", text))
            facts[path, "dates"] = sorted(re.findall(r"<lastmod>(.*?)</lastmod>", text))
        else:
            facts[path, "file"] = hashlib.sha256(file.read_bytes()).hexdigest()
    return facts


def of_index(text: str) -> dict[str, tuple[str, str]]:
    """The title and text of each section in an index of search, as MkDocs or as Zensical writes it."""
    index = json.loads(text)
    return {item["location"]: (item["title"], item["text"]) for item in index.get("docs") or index["items"]}


def of_page(html: str, address: str) -> dict[str, Any]:
    """The facts of a page: its parts, and at last all of it, with each link as a browser reads it."""
    page = BeautifulSoup(html, "lxml")
    for name, attribute in LINKS:
        for tag in page.select(f"{name}[{attribute}]"):
            tag[attribute] = urljoin(address, str(tag[attribute]))
    for tag in page.select("[data-base]"):
        tag["data-base"] = str(tag["data-base"]).rstrip("/") + "/"  # as the shell's script reads it
    for tag in page.select("[data-search-exclude]"):
        del tag[
            "data-search-exclude"
        ]  # what search has done with it shows in its index; Zensical takes it out
    article = page.select_one("article")
    assert article, address
    return {
        "ids": [tag["id"] for tag in page.select("[id]")],
        "tables": [
            [[words(cell) for cell in row.select("th, td")] for row in table.select("tr")]
            for table in page.select("table")
        ],
        "figures": [
            (tag.get("data-figure"), tag.get("value"), words(tag)) for tag in page.select("[data-figure]")
        ],
        "text": words(article),
        "menu": [(words(tag), tag["href"], tag.get("aria-current")) for tag in page.select("#menu a")],
        "contents": [(words(tag), tag["href"]) for tag in page.select(".contents a")],
        "links": [tag[attribute] for name, attribute in LINKS for tag in page.select(f"{name}[{attribute}]")],
        "page": re.sub(r"\s+", " ", str(page)),
    }


def words(tag: Tag) -> str:
    """The text of an element, with single spaces."""
    return " ".join(tag.get_text(" ").split())


def differing(one: Facts, other: Facts) -> list[tuple[str, str]]:
    """The names of the facts that two sites do not share."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
