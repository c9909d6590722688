"""Faults that are left standing, each with its reason. A fault that is gone must go from here.

Keep the list small: mend the page instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """A fault that is known: where it stands, and why it may."""

    fault: str  # a part of the finding's text, long enough to mean one thing
    reason: str


BROWSER: tuple[Allowed, ...] = ()

OLDER = "the checker's own list of CSS is older than what browsers have; pages hold their first styles inline"
HTML: tuple[Allowed, ...] = (
    Allowed("CSS: Unrecognized at-rule “@container”", OLDER),
    Allowed("CSS: “container-type”: Property “container-type” doesn't exist", OLDER),
    Allowed("CSS: “paint-order”: Property “paint-order” doesn't exist", OLDER),
)


def unexcused(findings: Iterable[str], allowed: Iterable[Allowed]) -> list[str]:
    """Leave out the findings that are allowed."""
    known = [item.fault for item in allowed]
    return [finding for finding in findings if not any(fault in finding for fault in known)]


def stale(findings: Iterable[str], allowed: Iterable[Allowed]) -> list[str]:
    """List what is allowed but is not found any more."""
    seen = list(findings)
    return [item.fault for item in allowed if not any(item.fault in finding for finding in seen)]
