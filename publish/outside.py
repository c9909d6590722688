"""Ask each address that the sources name whether it still answers: once, one after the other, politely."""

import http.client
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from macros.load import load_data
from macros.model import Reference

from .asking import NoRedirect

RESOLVER = "https://doi.org/"
AGENT = "microneedling-guide link check (one request per source, on a schedule)"
TIMEOUT_SECONDS = 20.0
PAUSE_SECONDS = 1.0  # between two requests: no host has to notice us
REFUSED = (401, 403, 405, 406, 418, 429, 451, 503)  # the page may be there, but not for a program

FOUND, GONE, NO_ANSWER = 0, 1, 2  # exit codes

State = Literal["there", "refused", "gone", "unreachable"]


@dataclass(frozen=True)
class Outside:
    """An address outside the guide: the source that names it, and how to ask for it.

    Attributes:
        source: the id of the reference.
        address: the full address.
        follow: whether to follow redirects. A DOI is known when its resolver redirects; where to is the
            publisher's business, and publishers turn programs away.
    """

    source: str
    address: str
    follow: bool = True


@dataclass(frozen=True)
class Answer:
    """What came of asking: a state, and what the host said."""

    state: State
    said: str


def addresses(references: Iterable[Reference]) -> list[Outside]:
    """List the addresses that references name, each once, in their order."""
    found = [
        *(Outside(one.id, RESOLVER + one.doi, follow=False) for one in references if one.doi),
        *(Outside(one.id, one.url) for one in references if one.url),
    ]
    return list({one.address: one for one in found}.values())


def ask(one: Outside, timeout: float = TIMEOUT_SECONDS) -> Answer:
    """Ask for an address; read nothing of what it holds.

    Args:
        one: the address.
        timeout: the time to wait for the host, in seconds.

    Returns:
        what came of it; no fault of the network is raised.
    """
    opener = urllib.request.build_opener(*([] if one.follow else [NoRedirect]))
    request = urllib.request.Request(one.address, headers={"User-Agent": AGENT, "Accept": "*/*"})
    try:
        with opener.open(request, timeout=timeout) as response:
            moved = "" if response.url == one.address else f", now at {response.url}"
            return Answer("there", f"{response.status}{moved}")
    except urllib.error.HTTPError as error:
        with error:
            if not one.follow and 300 <= error.code < 400:
                return Answer("there", f"{error.code}")
            return Answer("refused" if error.code in REFUSED else "gone", f"{error.code} {error.reason}")
    except (OSError, http.client.HTTPException) as error:
        return Answer("unreachable", str(getattr(error, "reason", error)) or type(error).__name__)


def check(
    places: Sequence[Outside],
    asking: Callable[[Outside], Answer] = ask,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Ask for each address in turn and print what is wrong; return the exit code.

    Returns:
        0: each address answers, though some may refuse programs; 1: an address is gone, or its host does not
        answer; 2: no host answered at all, so nothing is known.
    """
    answers: list[tuple[Outside, Answer]] = []
    for one in places:
        if answers:
            pause(PAUSE_SECONDS)
        answers.append((one, asking(one)))
        # Three in a row at the start: this machine is offline. Nothing is gained by asking for the rest.
        if len(answers) == 3 and all(answer.state == "unreachable" for _, answer in answers):
            break
    if answers and all(answer.state == "unreachable" for _, answer in answers):
        said = answers[0][1].said
        print(f"No address outside can be reached from here ({said}). Nothing is known.", file=sys.stderr)
        return NO_ANSWER
    wrong = [(one, answer) for one, answer in answers if answer.state in ("gone", "unreachable")]
    for one, answer in answers:
        if answer.state == "refused" or "now at" in answer.said:
            print(f"{one.source}: {one.address}: {answer.state}, {answer.said}")
    for one, answer in wrong:
        print(f"{one.source}: {one.address}: {answer.state}, {answer.said}", file=sys.stderr)
    refused = sum(answer.state == "refused" for _, answer in answers)
    print(f"{len(answers)} addresses asked, {len(wrong)} wrong, {refused} that only a person can look at.")
    return GONE if wrong else FOUND


def main(data: Path) -> int:
    """Check the addresses of `references.yml` in the folder `data`; return the exit code."""
    return check(addresses(load_data(data).references))
