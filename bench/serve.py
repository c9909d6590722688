"""Serve a folder on this machine, compressed, the same way for every site that is measured."""

import gzip
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli

from tests.browser.local import answering

PLAIN = (".png", ".woff2", ".pdf", ".gz", ".br")  # already compressed
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    "br": lambda body: brotli.compress(body, quality=11),
}


class Folder:
    """A folder's files, each compressed once, the first time that it is asked for."""

    def __init__(self, folder: Path, encoding: str) -> None:
        """Serve `folder` with the encoding "gzip" or "br"."""
        self.folder = folder.resolve()
        self.encoding = encoding
        self._sent: dict[Path, tuple[bytes, bool]] = {}

    def find(self, path: str) -> Path | None:
        """The file of an address, or None."""
        file = (self.folder / unquote(urlsplit(path).path).lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        return file if file.is_file() and file.is_relative_to(self.folder) else None

    def body(self, file: Path) -> tuple[bytes, bool]:
        """What is sent of a file, and whether it is compressed."""
        if file not in self._sent:
            plain = file.read_bytes()
            small = file.suffix in PLAIN
            self._sent[file] = (plain, False) if small else (ENCODERS[self.encoding](plain), True)
        return self._sent[file]


class Handler(BaseHTTPRequestHandler):
    """Files with their type and length, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, content: Folder, **kwargs: Any) -> None:
        """Serve `content`."""
        self.content = content
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer with the file, or with 404 and nothing."""
        file = self.content.find(self.path)
        body, compressed = self.content.body(file) if file else (b"", False)
        self.send_response(200 if file else 404)
        if file:
            kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
            self.send_header("Content-Type", kind or "application/octet-stream")
        if compressed:
            self.send_header("Content-Encoding", self.content.encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def served(folder: Path, encoding: str) -> Iterator[str]:
    """Serve a folder on a free port while the block runs; give the address, no slash at its end."""
    handler = partial(Handler, content=Folder(folder, encoding))
    with answering(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as address:
        yield address
