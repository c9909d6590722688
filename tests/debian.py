"""Get from Debian what a test needs and the machine lacks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def ensure(find: Callable[[], str | None], missing: str, *packages: str) -> str:
    """The path that `find` gives; where it gives none, install the packages and ask again.

    It installs only as root on a machine with apt-get; elsewhere, or when that fails, the program ends with
    the message `missing`.
    """
    found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(packages, missing)
        found = find()
    if not found:
        sys.exit(missing)
    return found


def _install(packages: tuple[str, ...], missing: str) -> None:
    # Debian starts a service as it installs it, unless RUNLEVEL tells it not to.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", *step], env=environment, check=False).returncode:
            sys.exit(missing)
