"""Serve a folder on this machine as a host would, with its 404 page and the headers of its `_headers`."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Rules = Sequence[tuple[str, dict[str, str]]]


class Handler(SimpleHTTPRequestHandler):
    """Files under a prefix, without a log, and `404.html` for what is not there."""

    prefix = ""
    rules: Rules = ()

    def __init__(self, *args: Any, prefix: str, rules: Rules, **kwargs: Any) -> None:
        self.prefix = prefix
        self.rules = rules
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix + "/"):
            return super().translate_path("/nothing-outside-the-prefix")
        return super().translate_path(path.removeprefix(self.prefix))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        path = urlsplit(self.path).path.removeprefix(self.prefix)
        for name, value in headers_for(path, self.rules).items():
            if name != "Content-Type":  # said already
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def headers_of(folder: Path) -> Rules:
    """Read a folder's `_headers` as its hosts do: an address, then its headers, indented."""
    rules: list[tuple[str, dict[str, str]]] = []
    file = folder / "_headers"
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        if line.startswith(" "):
            name, _, value = line.strip().partition(":")
            rules[-1][1][name] = value.strip()
        elif line:
            rules.append((line, {}))
    return rules


def headers_for(path: str, rules: Rules) -> dict[str, str]:
    """The headers that go with an address; values of several rules that fit are joined."""
    found: dict[str, str] = {}
    for where, headers in rules:
        if re.fullmatch(re.escape(where).replace(r"\*", ".*"), path):
            for name, value in headers.items():
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@contextmanager
def answering(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server answer while the block runs; give its address, no slash at its end."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serve(folder: Path, prefix: str = "") -> Iterator[str]:
    """Serve a folder on a free port while the block runs; give the address, no slash at its end."""
    handler = partial(Handler, directory=str(folder), prefix=prefix, rules=headers_of(folder))
    with answering(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as address:
        yield address + prefix
