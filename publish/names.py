"""Name files by what is in them, so that a reader's browser can keep them for good.

Named so are styles, scripts, drawings and fonts under `assets/` that a page, a style or a script asks for.
Pages, calendars, sheets, QR codes, `links.json`, the search index and the image for link previews keep the
addresses that people and other sites know; a browser asks each time whether they have changed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from . import markup
from .errors import BuildError

FOLDER = "assets"
SUFFIXES = (".css", ".js", ".svg", ".woff2")
SPEAKS = (".html", ".css", ".js")  # files that ask for others
DIGITS = 10
NAMED = re.compile(rf"\.[0-9a-f]{{{DIGITS}}}\.(?:{'|'.join(s[1:] for s in SUFFIXES)})$")

# An address between quotes or brackets: an attribute, a string of a script, `url()` of a style.
_REFERENCE = re.compile(
    rf"""(?<=["'(=])[^"'()<>\s=]+?(?:{"|".join(map(re.escape, SUFFIXES))})(?=["')>\s?#])"""
)


def by_content(site: Path) -> dict[str, str]:
    """Rename the files of a built site and every reference to them.

    A name comes from the bytes of the file and of all files that it asks for, so it changes when any of them
    does; two scripts may import each other.

    Returns:
        the new path of each renamed file below the site, by the old one.

    Raises:
        BuildError: a list that others read (a JSON file) names a file that gets another name.
    """
    under = markup.prefix(site)
    speakers = {file: file.read_text("utf-8") for file in sorted(site.rglob("*")) if file.suffix in SPEAKS}
    asks = {file: set(_found(site, file, text, under).values()) for file, text in speakers.items()}
    asked = {file for files in asks.values() for file in files}
    new = {
        file: file.with_name(f"{file.stem}.{_digest(site, file, asks)}{file.suffix}")
        for file in sorted(asked)
    }
    _refuse_listed(site, new)
    for file, text in speakers.items():
        found = _found(site, file, text, under)
        renamed = _REFERENCE.sub(_rename(found, new), text)
        if renamed != text:
            file.write_text(renamed, "utf-8", newline="\n")
    for file, target in new.items():
        file.rename(target)
    return {old.relative_to(site).as_posix(): to.relative_to(site).as_posix() for old, to in new.items()}


def is_named(path: str) -> bool:
    """Whether the name of a published file comes from its content."""
    return bool(NAMED.search(path))


def _found(site: Path, file: Path, text: str, under: str) -> dict[str, Path]:
    """The references of a file that mean a file to be renamed."""
    found: dict[str, Path] = {}
    for reference in set(_REFERENCE.findall(text)):
        # `data-worker` and the like count from the root of the site, wherever the page stands.
        meant = markup.target(site, file, reference, under) or markup.target(
            site, site / "index.html", reference, under
        )
        if meant and FOLDER in meant.relative_to(site).parts[:-1]:
            found[reference] = meant
    return found


def _refuse_listed(site: Path, new: Iterable[Path]) -> None:
    for listing in sorted(site.rglob("*.json")):
        text = listing.read_text("utf-8")
        for file in new:
            if f"{file.parent.name}/{file.name}" in text:
                raise BuildError(
                    f"{listing.relative_to(site)} names {file.relative_to(site)}, which gets a name by its "
                    f"content. Let files that others link to stand outside {FOLDER}/."
                )


def _digest(site: Path, file: Path, asks: Mapping[Path, Iterable[Path]]) -> str:
    closure, todo = {file}, [file]
    while todo:
        more = set(asks.get(todo.pop(), ())) - closure
        closure |= more
        todo += more
    whole = hashlib.sha256(file.read_bytes())
    for other in sorted(closure - {file}):
        whole.update(b"\0" + other.relative_to(site).as_posix().encode() + b"\0" + other.read_bytes())
    return whole.hexdigest()[:DIGITS]


def _rename(found: Mapping[str, Path], new: Mapping[Path, Path]) -> Callable[[re.Match[str]], str]:
    def name(reference: re.Match[str]) -> str:
        old = found.get(reference[0])
        return reference[0].removesuffix(old.name) + new[old].name if old else reference[0]

    return name
