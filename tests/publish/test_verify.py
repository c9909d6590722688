"""A host that sends anything else than what was built is found out."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from publish import __main__ as command
from publish import hosts, steps, verify
from tests.browser import local
from tests.publish.sample import FILES, write

Change = Callable[[str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]


class Host(SimpleHTTPRequestHandler):
    """A host that does everything right, and then has its answers changed."""

    def __init__(self, *args: Any, change: Change, rules: local.Rules, **kwargs: Any) -> None:
        self.change = change
        self.rules = rules
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        file, status = Path(self.translate_path(self.path)), 200
        headers = local.headers_for(self.path, self.rules)
        if file.is_dir():
            if not self.path.endswith("/"):
                self.send_response(301)
                self.send_header("Location", self.path + "/")
                self.end_headers()
                return
            file /= "index.html"
        if not file.exists():
            file, status = Path(self.directory, "404.html"), 404
            headers = local.headers_for("/404.html", self.rules)
        headers["Content-Type"] = hosts.TYPES.get(file.suffix, "application/octet-stream")
        copy = file.with_name(file.name + ".br")
        if "br" in self.headers["Accept-Encoding"] and copy.exists():
            file, headers = copy, {**headers, "Content-Encoding": "br"}
        changed, headers, body = self.change(self.path, headers, file.read_bytes())
        self.send_response(changed or status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64  # nobody is turned away, to come back a second later


def as_it_is(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 0, headers, body


@contextmanager
def hosted(site: Path, change: Change = as_it_is) -> Iterator[str]:
    handler = partial(Host, directory=str(site), change=change, rules=local.headers_of(site))
    with local.answering(Server(("127.0.0.1", 0), handler)) as address:
        yield address


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small published site, large enough to be compressed."""
    folder = write(tmp_path_factory.mktemp("small") / "site", FILES)
    page = folder / "deep/page/index.html"
    page.write_text(page.read_text("utf-8").replace("Some", "Some " * 400), "utf-8")
    steps.publish(folder, folder, steps.SEND)
    assert page.with_name("index.html.br").exists()
    return folder


def test_a_host_that_sends_what_was_built_passes(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hosted(small) as url:
        assert verify.differences(url, small) == []
        assert command.main(["verify", url + "/", "--site", str(small)]) == 0
    assert "files are as built" in capsys.readouterr().out


def without(name: str) -> Change:
    return lambda path, headers, body: (0, {k: v for k, v in headers.items() if k != name}, body)


def at(where: str, status: int = 0, more: dict[str, str] | None = None, body: bytes | None = None) -> Change:
    return lambda path, headers, old: (
        (status, {**headers, **(more or {})}, old if body is None else body)
        if path == where
        else (0, headers, old)
    )


def one_byte(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    plain = "Content-Encoding" not in headers
    return 0, headers, body.replace(b"words", b"Words") if path == "/deep/page/" and plain else body


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (one_byte, "/deep/page/: other content ("),
        (at("/assets/share.png", 404), "/assets/share.png: answers 404, not 200"),
        (at("/", 302, {"Location": "/home/"}), "/: redirects to /home/"),
        (at("/", more={"Content-Type": "text/plain"}), "/: type text/plain, not text/html; charset=utf-8"),
        (without("X-Content-Type-Options"), "/: no header X-Content-Type-Options"),
        (without("Content-Security-Policy"), "/deep/page/: no header Content-Security-Policy"),
        (at("/", more={"X-Frame-Options": "ALLOWALL"}), "/: header X-Frame-Options: ALLOWALL"),
        (without("Content-Encoding"), "/deep/page/: sent without compression"),
        (
            lambda path, headers, body: (0, headers, b"?" if "Content-Encoding" in headers else body),
            "/deep/page/: other content when compressed by br",
        ),
        (at(verify.MISSING, 200), f"{verify.MISSING}: answers 200, not 404"),
        (at("/MANIFEST.json", body=b"{}"), "/MANIFEST.json: other content (2 bytes"),
    ],
)
def test_a_planted_fault_is_found(small: Path, change: Change, line: str) -> None:
    with hosted(small, change) as url:
        found = verify.differences(url, small)
    assert any(one.startswith(line) for one in found), found


def test_a_page_that_is_not_found_without_its_last_slash_is_named(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "site")
    (tmp_path / "site/deep/page").rename(tmp_path / "site/deep/other")
    with hosted(tmp_path / "site") as url:
        found = verify.differences(url, small, plain=True)
    assert "/deep/page: answers 404, and does not lead to /deep/page/" in found
    assert "/deep/page/: answers 404, not 200" in found


def test_the_command_lists_and_counts_differences(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hosted(small, at("/assets/share.png", 404)) as url:
        assert command.main(["verify", url, "--site", str(small)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 differences in ")


def test_a_host_without_headers_of_ours_can_be_compared(small: Path) -> None:
    def bare(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        return (
            0,
            {"Content-Type": headers["Content-Type"]} if "Content-Encoding" not in headers else headers,
            body,
        )

    with hosted(small, bare) as url:
        assert verify.differences(url, small, plain=True) == []
        assert any("no header" in line for line in verify.differences(url, small))


def test_a_host_that_is_not_there_is_an_answer_too(small: Path, tmp_path: Path) -> None:
    with hosted(small) as url:
        pass
    found = verify.differences(url, small)
    assert found and all("no answer" in line for line in found)
    assert verify.main(url, tmp_path) == 2  # nothing was built there
