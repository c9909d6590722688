"""Read the pages of a built site as text: tags, attributes, addresses. Nothing here changes a page."""

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

_ATTRIBUTES = r"""(?:[^"'<>]|"[^"]*"|'[^']*')*"""
# Elements whose text is no mark-up or keeps its white space come in one piece.
_TOKEN = re.compile(
    rf"<(?P<raw>script|style|textarea|title|pre)\b{_ATTRIBUTES}>.*?</(?P=raw)\s*>"
    rf"|<!--.*?-->|</?[a-z]{_ATTRIBUTES}>|<![^>]*>|[^<]+|<",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def pages(site: Path) -> list[Path]:
    """List the HTML files of a built site, sorted."""
    return sorted(site.rglob("*.html"))


def tokens(text: str) -> Iterator[str]:
    """Cut HTML into tags, texts and comments; joined again they are the same text."""
    return (found[0] for found in _TOKEN.finditer(text))


def name(token: str) -> str:
    """Give the name of the element that a token opens, in lower case; "" for any other token."""
    found = re.match(r"<([a-z][^\s/>]*)", token, re.IGNORECASE)
    return found[1].lower() if found else ""


def attributes(tag: str) -> dict[str, str]:
    """Give the attributes of an opening tag, or of an element that came in one piece."""
    opening = re.match(rf"<[^\s/>]+({_ATTRIBUTES})>", tag, re.DOTALL)
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(opening[1] if opening else "")
    }


def content(element: str) -> str:
    """Give what stands between the tags of an element that came in one piece."""
    return re.sub(rf"^<{_ATTRIBUTES}>|</[^<>]*>$", "", element, flags=re.DOTALL)


def prefix(site: Path) -> str:
    """The path under which a built site is to be hosted, by its sitemap: "" or "/guide"."""
    sitemap = site / "sitemap.xml"
    found = re.findall(r"<loc>\s*(\S+?)\s*</loc>", sitemap.read_text("utf-8") if sitemap.exists() else "")
    return urlsplit(min(found, key=len, default="")).path.rstrip("/")


def address(site: Path, file: Path) -> str:
    """The address of a published file below the root of the site: "/faq/", "/404.html"."""
    return "/" + file.relative_to(site).as_posix().removesuffix("index.html")


def target(site: Path, file: Path, reference: str, under: str) -> Path | None:
    """Find the file of the site that a reference in one of its files means.

    Args:
        site: the folder of the built site.
        file: the file that holds the reference.
        reference: as it stands there: relative, or from the root of the host.
        under: the path of the site on its host, from `prefix`.

    Returns:
        the file, or None where the reference leads elsewhere or to nothing.
    """
    path = re.sub(r"[?#].*", "", reference)
    if not path or re.match(r"[a-z][a-z0-9+.-]*:|//", path, re.IGNORECASE):
        return None
    if path.startswith("/"):
        if not path.startswith(under + "/"):
            return None
        found = path.removeprefix(under).lstrip("/")
    else:
        found = posixpath.normpath(posixpath.join(file.parent.relative_to(site).as_posix(), path))
    if found.startswith("../"):
        return None
    return site / found if (site / found).is_file() else None
