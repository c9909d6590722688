"""Lay a brotli and a gzip copy beside each file that gets smaller by it; hosts send them as they are."""

import gzip
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = (".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
COPIES = (".br", ".gz")
SMALLEST = 1024  # bytes; below this a copy saves nothing that a network would show


def compress(site: Path) -> None:
    """Write the copies; those that an engine left are replaced or go."""
    for file in sorted(site.rglob("*")):
        if file.suffix in COPIES and file.with_suffix("").exists():
            file.unlink()
    files = [
        file
        for file in sorted(site.rglob("*"))
        if file.is_file() and file.suffix in SUFFIXES and file.stat().st_size >= SMALLEST
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both packages let other threads work meanwhile
        list(pool.map(_copy, files))


def copies(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the compressed forms of some bytes, each with its suffix; the same bytes give the same forms."""
    yield ".br", brotli.compress(data, quality=11)
    yield ".gz", gzip.compress(data, compresslevel=9, mtime=0)


def _copy(file: Path) -> None:
    data = file.read_bytes()
    for suffix, small in copies(data):
        if len(small) < len(data):
            file.with_name(file.name + suffix).write_bytes(small)
