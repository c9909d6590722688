"""What happens to a built site before a host gets it, step by step, in order.

Each step takes the folder of the site and the project's folder, and changes files of the site alone. No step
changes a word, an id or where a link leads.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from . import compress, hosts, later, manifest, names, policy, sheets, styles, tidy

Step = Callable[[Path, Path], object]


def _extras(site: Path, root: Path) -> None:
    # Imported here alone: a fault in the macros' code must not keep the preview from starting.
    from . import extras

    extras.write(root, site)


# More to publish, made from pages and data. These see the pages as the engine left them.
MAKE: tuple[Step, ...] = (
    lambda site, root: sheets.print_sheets(site),
    lambda site, root: _extras(site, root),
)

# How it is sent. Each of these rests on those before it.
SEND: tuple[Step, ...] = (
    lambda site, root: tidy.tidy(site),
    lambda site, root: styles.inline(site),
    lambda site, root: later.defer(site),
    lambda site, root: names.by_content(site),
    lambda site, root: policy.close(site),
    lambda site, root: hosts.write(site),
    lambda site, root: compress.compress(site),
    lambda site, root: manifest.write(site),
)

STEPS = (*MAKE, *SEND)


def publish(site: Path, root: Path, steps: Sequence[Step] = STEPS) -> None:
    """Turn the folder `site`, as any engine built it from the project `root`, into what a host serves.

    Raises:
        BuildError: a page holds what cannot be published.
    """
    for step in steps:
        step(site, root)
