"""Show the site on this machine and follow every change.

The engine's own preview rebuilds when a page, data, the theme or a template changes. It keeps the
macros' code that it loaded at its start, so a change of that code starts it anew. It also ends when
the data is wrong at its start; then the next change of any source starts it again.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

HOST = "127.0.0.1"
SOURCES = ("docs", "data", "theme", "macros", "mkdocs.yml")
POLL_MS = 300  # how often to see whether the preview still runs
GRACE_SECONDS = 5.0  # how long the preview may take to end when asked


def main(root: Path, port: int) -> int:
    """Serve the project folder `root` until interrupted; return the exit code."""
    if not port_is_free(port):
        print(
            f"Port {port} on {HOST} is in use, perhaps by another preview. "
            f"Choose another: make serve PORT={port + 1}",
            file=sys.stderr,
        )
        return 1
    preview = _start(root, port)
    try:
        _follow(root, port, preview)
    except KeyboardInterrupt:
        return 0
    return 0


def port_is_free(port: int) -> bool:
    """Say whether a server could listen on this port of this machine."""
    with socket.socket() as probe:
        # As the preview itself does: a port is free although closed connections linger on it.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def command(port: int) -> Sequence[str]:
    """Give the command that starts the engine's preview."""
    return (
        *(sys.executable, "-m", "mkdocs", "serve"),
        *("--dev-addr", f"{HOST}:{port}"),
        "--livereload",  # the default, but some versions of click (8.2.2 to 8.3.0) read it as off
        "--no-strict",  # a draft with a dead link is shown, with a warning; `make build` refuses it
    )


def needs_restart(changed: Iterable[Path], running: bool) -> bool:
    """Say whether a change calls for a new preview rather than a rebuild by the one that runs."""
    return not running or any(path.suffix == ".py" for path in changed)


def _follow(root: Path, port: int, preview: subprocess.Popen[bytes]) -> None:
    """Watch the sources, and start the preview anew whenever it needs it."""
    told = False
    try:
        for changes in watch(
            *(root / name for name in SOURCES if (root / name).exists()),
            watch_filter=DefaultFilter(),
            rust_timeout=POLL_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            running = preview.poll() is None
            if not changes:
                if not running and not told:
                    told = True
                    print("The preview has stopped. It starts again when a file is saved.", flush=True)
            elif needs_restart(_paths(changes), running):
                told = False
                print("Starting the preview anew ...", flush=True)
                _stop(preview)
                preview = _start(root, port)
    finally:
        _stop(preview)


def _paths(changes: set[tuple[Change, str]]) -> list[Path]:
    return [Path(path) for _, path in changes]


def _start(root: Path, port: int) -> subprocess.Popen[bytes]:
    # Failing fast would end the preview at the first bad call; here the page shows the error.
    environment = {**os.environ, "MACROS_FAIL_FAST": "false", "NO_MKDOCS_2_WARNING": "1"}
    # In a group of its own, Ctrl-C reaches it once: from here.
    return subprocess.Popen(command(port), cwd=root, env=environment, process_group=0)


def _stop(preview: subprocess.Popen[bytes]) -> None:
    """End the preview: by SIGINT, so that it removes its temporary site; by force if it hangs."""
    if preview.poll() is not None:
        return
    preview.send_signal(signal.SIGINT)
    try:
        preview.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        preview.kill()
        preview.wait()
