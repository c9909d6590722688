"""Addresses outside: what counts as there, gone, refused or unreachable, on a server of our own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from macros.model import Data
from publish import outside
from publish.outside import Answer, Outside


class Host(BaseHTTPRequestHandler):
    """Answers with the status that the path names; /301/x leads to /x."""

    asked: list[str] = []  # noqa: RUF012 - the server makes a handler for each request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status = int(self.path.split("/")[1])
        if status == 0:  # hang up
            self.connection.close()
            return
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.path.removeprefix(f"/{status}"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "follow", "state"),
    [
        ("/200", True, "there"),
        ("/301/200", True, "there"),
        ("/302/404", True, "gone"),
        ("/302/404", False, "there"),  # a resolver that knows a DOI
        ("/404", False, "gone"),  # and one that does not
        ("/404", True, "gone"),
        ("/410", True, "gone"),
        ("/500", True, "gone"),
        ("/403", True, "refused"),
        ("/429", True, "refused"),
        ("/0", True, "unreachable"),
    ],
)
def test_each_kind_of_answer(host: str, path: str, follow: bool, state: str) -> None:
    assert outside.ask(Outside("one", host + path, follow), timeout=5).state == state


def test_an_address_that_moved_says_where_to(host: str) -> None:
    assert outside.ask(Outside("one", f"{host}/301/200")).said == f"200, now at {host}/200"


def test_a_host_that_is_not_there_is_unreachable() -> None:
    assert outside.ask(Outside("one", "http://127.0.0.1:9/")).state == "unreachable"


def run(*states: str) -> tuple[int, list[float], list[str]]:
    """Check one address for each state; give the exit code, the pauses and what was asked."""
    places = [Outside(state, f"https://example.org/{number}") for number, state in enumerate(states)]
    pauses: list[float] = []
    asked: list[str] = []

    def asking(one: Outside) -> Answer:
        asked.append(one.address)
        return Answer(one.source, "said")  # type: ignore[arg-type]

    return outside.check(places, asking, pauses.append), pauses, asked


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (("there", "there"), 0),
        (("there", "refused"), 0),
        (("there", "gone"), 1),
        (("unreachable", "there"), 1),
        (("unreachable", "unreachable"), 2),
        (("refused", "refused"), 0),
    ],
)
def test_the_exit_code_tells_gone_from_offline(states: tuple[str, ...], code: int) -> None:
    assert run(*states)[0] == code


def test_one_request_at_a_time_with_pauses(capsys: pytest.CaptureFixture[str]) -> None:
    code, pauses, asked = run("there", "gone", "there")
    assert (code, len(asked), pauses) == (1, 3, [1.0, 1.0])
    said = capsys.readouterr()
    assert said.err == "gone: https://example.org/1: gone, said\n"
    assert said.out == "3 addresses asked, 1 wrong, 0 that only a person can look at.\n"


def test_offline_it_says_so_and_stops_early(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, asked = run(*["unreachable"] * 20)
    assert (code, len(asked)) == (2, 3)
    assert "Nothing is known" in capsys.readouterr().err


def test_every_doi_and_address_of_the_data_is_asked_for_once(data: Data) -> None:
    places = outside.addresses(data.references)
    dois = [one for one in places if not one.follow]
    assert {one.address.removeprefix("https://doi.org/") for one in dois} == {
        reference.doi for reference in data.references if reference.doi
    }
    assert {one.address for one in places if one.follow} == {r.url for r in data.references if r.url}
    assert len({one.address for one in places}) == len(places) > 10
