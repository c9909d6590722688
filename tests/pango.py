"""Find the machine's Pango, with which the sheets are printed as PDF.

`python -m tests.pango --ensure` installs Debian's where there is none and it may; otherwise it says what to
install.
"""

import argparse
import subprocess
import sys

from tests import debian

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")
MISSING = (
    "The sheets are printed with Pango, and none was found. Install it "
    "(Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango)"
)


def find() -> str | None:
    """The package that prints, if it loads; a library that is missing shows only then."""
    # In a process of its own: a failed load would be remembered.
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return "weasyprint" if done.returncode == 0 else None


def ensure() -> str:
    """Find Pango, or install it where that is possible; end with a message where not."""
    return debian.ensure(find, MISSING, *PACKAGES)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ensure", action="store_true", help="install it where there is none")
    print("Pango:", ensure() if parser.parse_args().ensure else find())
