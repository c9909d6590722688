"""Find the machine's Chromium or Chrome for the browser tests.

`python -m tests.chromium --ensure` installs Debian's where there is none and it may; otherwise it
says what to install. Playwright's own download is never used.
"""

import argparse
import os
import shutil
from collections.abc import Callable, Mapping

from tests import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

FLAGS = (
    "--headless",
    "--no-sandbox",  # root in a container has no sandbox; only our own pages are opened
    "--disable-gpu",
    # Nothing but our own pages may be asked for.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = (
    "The browser tests need Chromium or Chrome, and none was found. Install one "
    "(Debian: apt-get install chromium), or name it: CHROMIUM=/path/to/chrome make test"
)

Which = Callable[[str], str | None]


def find(environment: Mapping[str, str] = os.environ, which: Which = shutil.which) -> str | None:
    """The browser's path: the one named by CHROMIUM, or else the first on PATH."""
    named = environment.get("CHROMIUM")
    if named:
        return which(named)
    return next((path for name in (*NAMES, MAC) if (path := which(name))), None)


def ensure() -> str:
    """Find the browser, or install it where that is possible; end with a message where not."""
    return debian.ensure(find, MISSING, "chromium")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ensure", action="store_true", help="install it where there is none")
    print("Browser:", ensure() if parser.parse_args().ensure else find())
