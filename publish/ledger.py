"""The ledger: every address that was ever published, with the day on which it first was.

It only grows. `make links` adds what the built site has; nothing takes an address off it.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from .targets import targets

LEDGER = Path("data", "ledger.txt")
HEAD = (
    "# Every address that was ever published, and the day on which it first was.\n"
    "# `make links` adds to it. No line ever goes: somebody has linked to it.\n"
)
MEND = "Links to it would break. Leave an alias in its place: see CONTRIBUTING.md, When an address changes."
_LINE = re.compile(r"(/(?:[a-z0-9-]+/)?(?:#[^\s#~]+)?) (\d{4}-\d\d-\d\d)")

Ledger = Mapping[str, dt.date]


def read(text: str) -> dict[str, dt.date]:
    """The addresses of a ledger with their days.

    Raises:
        ValueError: when a line is none of a ledger, or an address stands twice.
    """
    found: dict[str, dt.date] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            continue
        entry = _LINE.fullmatch(line)
        if not entry:
            raise ValueError(
                f'{LEDGER}:{number}: "{line}" is no address with a day, such as "/faq/ 2026-11-22"'
            )
        if entry[1] in found:
            raise ValueError(f"{LEDGER}:{number}: {entry[1]} stands twice")
        found[entry[1]] = dt.date.fromisoformat(entry[2])
    return found


def write(ledger: Ledger) -> str:
    """The text of a ledger, in the order of the addresses."""
    return HEAD + "".join(f"{address} {day.isoformat()}\n" for address, day in sorted(ledger.items()))


def grown(ledger: Ledger, addresses: Iterable[str], day: dt.date) -> dict[str, dt.date]:
    """The ledger with the addresses that it did not have, first published on `day`."""
    return dict.fromkeys(addresses, day) | dict(ledger)


def lost(ledger: Ledger, addresses: Iterable[str]) -> list[str]:
    """Say which addresses of the ledger a built site does not have any more, and what to do."""
    have = set(addresses)
    return [
        f"{address} was published on {day.isoformat()} and leads nowhere now. {MEND}"
        for address, day in sorted(ledger.items())
        if address not in have
    ]


def unlisted(ledger: Ledger, addresses: Iterable[str]) -> list[str]:
    """Say which addresses of a built site the ledger does not have yet."""
    return [
        f"{address} is not in {LEDGER}. Run: make links"
        for address in sorted(addresses)
        if address not in ledger
    ]


def main(root: Path, site: Path, day: dt.date) -> int:
    """Add the addresses of the built `site` to the ledger of the project `root`; return the exit code."""
    path = root / LEDGER
    try:
        before = read(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    have = targets(site)
    after = grown(before, have, day)
    path.write_text(write(after), encoding="utf-8")
    for problem in (problems := lost(after, have)):
        print(problem, file=sys.stderr)
    print(f"{LEDGER} holds {len(after)} addresses, {len(after) - len(before)} of them new.")
    return 1 if problems else 0
