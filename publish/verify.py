"""Compare what a host sends with what was built: every file, header, type, compression and redirect."""

import gzip
import hashlib
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

import brotli

from . import asking, compress, hosts, manifest

SECONDS = 20  # to wait for an answer
AT_ONCE = 8
MISSING = "/no-such-page-here"
# Other names that hosts give to the types of `hosts.TYPES`.
ALSO = {"text/javascript": "application/javascript", "application/xml": "text/xml"}


@dataclass(frozen=True)
class Answer:
    """What a host sent: its status, its headers by their names in lower case, and the body as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


_opener = urllib.request.build_opener(asking.NoRedirect)


def main(url: str, site: Path, *, plain: bool = False) -> int:
    """Print what differs between the host at `url` and the folder `site`; return the exit code."""
    if not (site / manifest.NAME).exists():
        print(f"{site}/ holds no {manifest.NAME}. Build first: make build", file=sys.stderr)
        return 2
    found = differences(url, site, plain=plain)
    for line in found:
        print(line)
    files = len(manifest.read(site))
    print(f"{len(found)} differences in {files} files." if found else f"All {files} files are as built.")
    return 1 if found else 0


def differences(url: str, site: Path, *, plain: bool = False) -> list[str]:
    """List how the host at `url` differs from the published folder `site`.

    Args:
        url: where the guide is served, with the path of the site if it has one.
        site: the folder that was published.
        plain: leave out headers and compression of ours, for a host that cannot send them.
    """
    base = url.rstrip("/")
    files = manifest.read(site)
    rules = [] if plain else list(hosts.rules(site))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        lists = pool.map(lambda path: list(_file(base, site, path, files, rules)), [*files, manifest.NAME])
        more = pool.map(lambda path: list(_slash(base, path)), files)
        return [line for lines in (*lists, *more) for line in lines]


def _file(
    base: str,
    site: Path,
    path: str,
    files: Mapping[str, manifest.Entry],
    rules: list[tuple[str, hosts.Headers]],
) -> Iterator[str]:
    """What is wrong with one file."""
    wanted = files.get(path) or manifest.entry(site / path)
    # The page for what is not there is asked for as a reader meets it.
    address = MISSING if path == hosts.NOT_FOUND else "/" + path.removesuffix("index.html")
    answer = ask(base + quote(address), "identity")
    if isinstance(answer, str):
        yield f"{address}: {answer}"
        return
    if 300 <= answer.status < 400:
        yield f"{address}: redirects to {answer.headers.get('location')}"
        return
    status = 404 if path == hosts.NOT_FOUND else 200
    if answer.status != status:
        yield f"{address}: answers {answer.status}, not {status}"
        return
    if hashlib.sha256(answer.body).hexdigest() != wanted["sha256"]:
        yield f"{address}: other content ({len(answer.body)} bytes, built {wanted['bytes']})"
    kind, own = answer.headers.get("content-type", ""), hosts.TYPES.get(Path(path).suffix)
    if own and kind.split(";")[0].strip() not in (own.split(";")[0], ALSO.get(own.split(";")[0])):
        yield f"{address}: type {kind or 'not said'}, not {own}"
    for name, value in hosts.expected(address, rules).items():
        sent = answer.headers.get(name.lower())
        if sent is None:
            yield f"{address}: no header {name}"
        elif " ".join(sent.split()) != value:
            yield f"{address}: header {name}: {sent}"
    if rules and any(path + suffix in files for suffix in compress.COPIES):
        yield from _compressed(base, address, wanted)


def _compressed(base: str, address: str, wanted: manifest.Entry) -> Iterator[str]:
    answer = ask(base + quote(address), "br, gzip")
    if isinstance(answer, str):
        yield f"{address}: compressed: {answer}"
        return
    coding = answer.headers.get("content-encoding", "")
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding)
    if not unpack:
        yield f"{address}: sent without compression"
        return
    try:
        body = unpack(answer.body)
    except (brotli.error, OSError, EOFError):
        body = b""
    if hashlib.sha256(body).hexdigest() != wanted["sha256"]:
        yield f"{address}: other content when compressed by {coding}"


def _slash(base: str, path: str) -> Iterator[str]:
    """A page without its last slash leads to the page."""
    if not path.endswith("/index.html"):
        return
    address = "/" + path.removesuffix("/index.html")
    answer = ask(base + quote(address), "identity")
    if isinstance(answer, str):
        yield f"{address}: {answer}"
    elif answer.status not in (301, 302, 307, 308):
        yield f"{address}: answers {answer.status}, and does not lead to {address}/"
    elif not (answer.headers.get("location") or "").split("?")[0].endswith(address + "/"):
        yield f"{address}: leads to {answer.headers.get('location')}"


def ask(url: str, accept: str) -> Answer | str:
    """Ask for an address, following no redirect; say what went wrong when there is no answer."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": accept})
    try:
        with _opener.open(request, timeout=SECONDS) as sent:
            return Answer(sent.status, _lower(sent.headers), sent.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _lower(error.headers), error.read())
    except (OSError, HTTPException) as error:
        return f"no answer ({error})"


def _lower(headers: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found
