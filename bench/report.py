"""The tables of a run, as Markdown, with what each page may cost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.paint import Seen
from bench.sites import Built

# Measured once, with the same profile on the same machine, in one run: seconds to the largest paint.
STARLIGHT, STARLIGHTS_BARE = 0.98, 0.64
# Pages that are read to check or to set up, not in a waiting room.
FOR_REFERENCE = ("sources", "clinics", "about")

MOST_BYTES, MOST_REQUESTS = 27 * 1024, 5
START, END = "<!-- measured: written by `make bench` -->", "<!-- end of what was measured -->"


@dataclass(frozen=True)
class Limits:
    """What a page may cost: milliseconds to the largest paint and of blocking, bytes and requests."""

    paint: float
    size: float
    requests: float
    blocking: float


def limits(page: str, bare: float) -> Limits:
    """What a page of the guide may cost, given the bare page's largest paint in this run, in milliseconds."""
    starlight = STARLIGHT / STARLIGHTS_BARE * bare
    if page.strip("/") in FOR_REFERENCE:
        return Limits(starlight, *[float("inf")] * 3)
    return Limits(min(1.4 * bare, 0.9 * starlight), MOST_BYTES, MOST_REQUESTS, 0)


def over(page: str, seen: Seen, bare: float) -> list[str]:
    """What a page costs more than it may."""
    most = limits(page, bare)
    return [
        name
        for name, too_much in (
            ("paint", seen.paint > most.paint),
            ("bytes", seen.size > most.size),
            ("requests", seen.requests > most.requests),
            ("blocking", seen.blocking > most.blocking),
            ("shift", seen.shift > 0),
        )
        if too_much
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first hold figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def sites(seen: Mapping[str, Seen]) -> str:
    """The three sites beside each other, and the guide's share of each; the first is the guide."""
    guide, *_ = seen.values()
    rows = [
        *([name, *_figures(one)] for name, one in seen.items()),
        *(
            [f"guide / {name}", *(_ratio(a, b) for a, b in zip(_plain(guide), _plain(one), strict=True))]
            for name, one in list(seen.items())[1:]
        ),
    ]
    return table(("", "largest paint", "first view", "requests", "blocking", "shift"), rows)


def pages(seen: Mapping[str, Seen], bare: float) -> str:
    """Each page of the guide, its share of the bare page's paint, and whether it keeps its limits."""
    rows = [
        [
            page,
            *_figures(one),
            _ratio(one.paint, bare),
            f"{limits(page, bare).paint / 1000:.2f} s",
            _kept(one, page, bare),
        ]
        for page, one in seen.items()
    ]
    head = (
        "page",
        "largest paint",
        "first view",
        "requests",
        "blocking",
        "shift",
        "/ bare",
        "may be",
        "kept",
    )
    return table(head, rows)


def builds(built: Mapping[str, Mapping[int, Built]]) -> str:
    """Each way to build, with more and more generated pages: seconds, and the largest process."""
    counts = sorted({count for runs in built.values() for count in runs})
    head = ("build", *(f"{count} more pages" if count else "the guide" for count in counts))
    rows = [
        [name, *(_build(runs[count]) if count in runs else "" for count in counts)]
        for name, runs in built.items()
    ]
    return table(head, rows)


def into(text: str, measured: str) -> str:
    """A document with a newly measured part between its two marks.

    Raises:
        ValueError: the document does not have both marks, in order.
    """
    pattern = re.compile(f"({re.escape(START)}\n).*({re.escape(END)})", re.DOTALL)
    new, count = pattern.subn(lambda found: f"{found[1]}\n{measured}\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"the document needs one {START} and one {END}")
    return new


def _plain(one: Seen) -> tuple[float, ...]:
    return (one.paint, one.size, one.requests, one.blocking, one.shift)


def _figures(one: Seen) -> list[str]:
    return [
        f"{one.paint / 1000:.2f} s",
        f"{one.size / 1024:.1f} KB",
        str(one.requests),
        f"{one.blocking:.0f} ms",
        f"{one.shift:.3f}".rstrip("0").rstrip("."),
    ]


def _ratio(one: float, other: float) -> str:
    if other == 0:
        return "=" if one == 0 else "worse"
    return f"{one / other:.2f}"


def _kept(one: Seen, page: str, bare: float) -> str:
    missed = over(page, one, bare)
    return f"no: {', '.join(missed)}" if missed else "yes"


def _build(one: Built) -> str:
    return one.fault or f"{one.seconds:.1f} s, {one.mebibytes:.0f} MB"
