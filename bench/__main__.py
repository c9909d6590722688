"""`python -m bench`: measure, print the tables, and put those of a full run into doc/bench.md."""

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import load, paint, report, serve, sites
from bench.sites import PAGE, ROOT, Built
from tests import chromium

START = time.monotonic()
DOCUMENT = ROOT / "doc" / "bench.md"


@dataclass(frozen=True)
class Size:
    """How much a run measures.

    Attributes:
        builds: how often each way builds the guide itself.
        more: with so many more pages, each way builds once; a count, and the ways.
        compared: how often the three sites are loaded.
        others: how often every other page of the guide is loaded.
        pages: which pages of the guide; None for all.
    """

    builds: int
    more: Mapping[int, tuple[str, ...]]
    compared: int
    others: int
    pages: tuple[str, ...] | None = None


BOTH = ("published guide", "stock Material")
# What takes longest is measured least, to keep a run short.
FULL = Size(3, {10: BOTH, 100: tuple(sites.COMMANDS), 1000: BOTH[:1]}, compared=5, others=3)
QUICK = Size(1, {10: BOTH}, compared=2, others=1, pages=("/", f"/{PAGE}/", "/sources/"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench and return the exit code: 1 when a page costs more than it may, or a build failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, fewer pages; nothing is written")
    parser.add_argument("--encoding", choices=sorted(serve.ENCODERS), default="gzip", help="(default: gzip)")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        measured, kept = run(Path(name), QUICK if args.quick else FULL, args.encoding)
    print(measured)
    if not args.quick:
        DOCUMENT.write_text(report.into(DOCUMENT.read_text("utf-8"), measured), "utf-8")
        print(f"{DOCUMENT.relative_to(ROOT)} holds these tables.", file=sys.stderr)
    return 0 if kept else 1


def run(folder: Path, size: Size, encoding: str) -> tuple[str, bool]:
    """Measure everything; give the tables, and whether all is kept that has a limit."""
    guide, stock = sites.copy(folder / "guide"), sites.make_stock(sites.copy(folder / "stock"))
    say("building")
    built = builds(guide, stock, size)
    first = built["published guide"][0]
    if first.fault:
        raise SystemExit(f"The guide does not build: {first.fault}")
    bare = folder / "bare" / "site"
    bare.mkdir(parents=True)
    words = (guide / "site" / PAGE / "index.html").read_text("utf-8")
    (bare / "index.html").write_text(sites.bare(words), "utf-8")

    say("loading pages")
    names = [f"/{f.parent.relative_to(guide / 'site').as_posix()}/".replace("/./", "/") for f in html(guide)]
    names = [name for name in names if size.pages is None or name in size.pages]
    with ExitStack() as stack:
        at = {
            "guide": stack.enter_context(serve.served(guide / "site", encoding)),
            "stock Material": stack.enter_context(serve.served(stock / "site", encoding)),
            "bare page": stack.enter_context(serve.served(bare, encoding)),
        }
        compared = {
            "guide": f"{at['guide']}/{PAGE}/",
            "stock Material": f"{at['stock Material']}/{PAGE}/",
            "bare page": f"{at['bare page']}/",
        }
        seen = in_turns(list(compared.values()), size.compared)
        others = [f"{at['guide']}{name}" for name in names if name != f"/{PAGE}/"]
        # The bare page again, in each round of the others: their limits rest on it.
        second = in_turns([compared["bare page"], *others], size.others)
    three = {name: seen[address] for name, address in compared.items()}
    all_pages = {
        name: seen[compared["guide"]] if name == f"/{PAGE}/" else second[f"{at['guide']}{name}"]
        for name in names
    }
    floor = statistics.median([seen[compared["bare page"]].paint, second[compared["bare page"]].paint])

    parts = [
        f"Measured on {dt.date.today().isoformat()}: {machine()}.",
        f"## One page, three ways: `/{PAGE}/`, {encoding}\n\n{report.sites(three)}",
        f"## Every page of the guide\n\n{report.pages(all_pages, floor)}",
        f"## Building\n\n{report.builds(built)}",
        f"## One nginx on this machine\n\n{nginx(guide, folder)}",
    ]
    missed = [name for name, one in all_pages.items() if report.over(name, one, floor)]
    failed = [one for runs in built.values() for one in runs.values() if one.fault]
    return "\n\n".join(part.rstrip() for part in parts) + "\n", not missed and not failed


def builds(guide: Path, stock: Path, size: Size) -> dict[str, dict[int, Built]]:
    """Build in turns, each way from nothing; then with so many more pages, fewer first.

    The last build in the folder `guide` is the published one.
    """
    wanted = {*BOTH, *(name for names in size.more.values() for name in names)}
    ways = {
        name: (stock if name == "stock Material" else guide, command)
        for name, command in sites.COMMANDS.items()
        if name in wanted
    }
    turns = [{name: sites.build(*ways[name]) for name in reversed(ways)} for _ in range(size.builds)]
    built = {name: {0: middle([turn[name] for turn in turns])} for name in ways}
    for count, names in size.more.items():
        for name in names:
            project, command = ways[name]
            twin = project.with_name(f"{project.name}-more")
            if not twin.exists():
                sites.copy(twin)
                if project is stock:
                    sites.make_stock(twin)
            sites.add_pages(twin, count)
            say(f"building {count} more pages: {name}")
            built[name][count] = sites.build(twin, command)
    return built


def middle(runs: Sequence[Built]) -> Built:
    """The median of several builds, or the first that failed."""
    failed = [one for one in runs if one.fault]
    if failed:
        return failed[0]
    return Built(
        statistics.median(one.seconds for one in runs), statistics.median(one.mebibytes for one in runs)
    )


def in_turns(addresses: Sequence[str], rounds: int) -> dict[str, paint.Seen]:
    """Load addresses in turns, round after round; give the median of each."""
    loads: dict[str, list[paint.Seen]] = {address: [] for address in addresses}
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for address, seen in paint.load(addresses):
            loads[address].append(seen)
    return {address: paint.median(seen) for address, seen in loads.items()}


def nginx(guide: Path, folder: Path) -> str:
    """What one nginx served, as a sentence; or why that is not known."""
    lacking = load.missing()
    if lacking:
        return f"Not measured: {'; '.join(lacking)}."
    say(f"nginx under load for {load.SECONDS} seconds")
    with load.served(guide, folder) as address:
        rate, size, bad = load.measure(f"{address}/{PAGE}/")
    return (
        f"`wrk`, one thread and {load.CONNECTIONS} connections, asked for `/{PAGE}/` for {load.SECONDS} "
        f"seconds over 127.0.0.1, on the cores that nginx ran on: {rate:,.0f} requests a second, "
        f"{size:.0f} MB a second, {bad} answers that were no page."
    )


def html(project: Path) -> list[Path]:
    """The pages of a built project that readers are led to."""
    return sorted((project / "site").rglob("index.html"))


def machine() -> str:
    """What measured: cores, browser, Python."""
    path = chromium.find()
    said = subprocess.run([path or "false", "--version"], capture_output=True, text=True, check=False).stdout
    return f"{os.cpu_count()} cores, {said.strip()}, Python {platform.python_version()}, {platform.system()}"


def say(what: str) -> None:
    """Tell whoever waits how far it is."""
    print(f"bench, {time.monotonic() - START:.0f} s: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
