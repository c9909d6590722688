"""What one nginx on this machine serves of the published site, under a load that ends by itself."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import nginx, ports

SECONDS = 10
CONNECTIONS = 32
WRK_MISSING = "wrk is missing: apt-get install wrk"


def missing() -> list[str]:
    """The programs that this needs and does not find, each with how Debian installs it."""
    needed = ((nginx.find(), nginx.MISSING), (shutil.which("wrk"), WRK_MISSING))
    return [said for found, said in needed if not found]


@contextmanager
def served(project: Path, folder: Path) -> Iterator[str]:
    """Serve a project's published site as `publish nginx` would have it; give the address."""
    port = ports.free_port()
    config = subprocess.run(
        [sys.executable, "-m", "publish", "nginx", "site", "--listen", f"{ports.HOST}:{port}"],
        cwd=project,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    folder.chmod(0o755)  # nginx's workers read as a user of their own when root starts them
    with nginx.running(config, port, folder / "nginx", workers=True) as address:
        yield address


def measure(address: str) -> tuple[float, float, int]:
    """Ask for one page for some seconds, over some connections.

    Returns:
        requests a second, MB a second, and how many answers were no 200.
    """
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", address]
    return read(subprocess.run(command, text=True, capture_output=True, check=True, timeout=60).stdout)


def read(said: str) -> tuple[float, float, int]:
    """Read what wrk printed."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    size = re.search(r"Transfer/sec:\s+([\d.]+)([KMG])B", said)
    if not rate or not size:
        raise ValueError(f"wrk said something else:\n{said}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    scale = {"K": 1 / 1024, "M": 1, "G": 1024}[size[2]]
    return float(rate[1]), float(size[1]) * scale, int(bad[1]) if bad else 0
