"""`MANIFEST.json`: every file that a host sends, with its size and hash. `publish verify` compares by it."""

import hashlib
import json
from pathlib import Path
from typing import TypedDict

NAME = "MANIFEST.json"
# For the host itself; it does not send these.
UNSENT = ("_headers", "_redirects")


class Entry(TypedDict):
    """What is known of a file: its length in bytes and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


def write(site: Path) -> None:
    """List the files of a finished site in its manifest."""
    files = {path: entry(site / path) for path in paths(site)}
    (site / NAME).write_text(json.dumps({"files": files}, indent=1) + "\n", "utf-8", newline="\n")


def read(site: Path) -> dict[str, Entry]:
    """Read the manifest of a published site: its files by their paths."""
    files: dict[str, Entry] = json.loads((site / NAME).read_text("utf-8"))["files"]
    return files


def paths(site: Path) -> list[str]:
    """List what a host sends of a site, sorted, without the manifest itself."""
    every = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return sorted(path for path in every if path not in (NAME, *UNSENT))


def entry(file: Path) -> Entry:
    """Measure a file."""
    data = file.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
