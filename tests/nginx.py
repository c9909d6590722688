"""Find the machine's nginx, and run it for a test.

`python -m tests.nginx --ensure` installs Debian's, with its brotli module, where there is none and it may;
otherwise it says what to install.
"""

import argparse
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests import debian

PACKAGES = ("nginx", "libnginx-mod-http-brotli-static")
PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
BROTLI = (
    Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
    Path("/usr/local/lib/nginx/modules/ngx_http_brotli_static_module.so"),
)
MISSING = (
    "The test of the nginx configuration needs nginx, and none was found. Install it (Debian: "
    "apt-get install nginx libnginx-mod-http-brotli-static), or name it: NGINX=/path/to/nginx make test"
)
SECONDS = 10  # for nginx to begin; far more than it takes

Which = Callable[[str], str | None]


def find(environment: Mapping[str, str] = os.environ, which: Which = shutil.which) -> str | None:
    """The path of nginx: the one named by NGINX, or else the first on PATH or in its usual places."""
    named = environment.get("NGINX")
    if named:
        return which(named)
    return next((path for name in ("nginx", *PLACES) if (path := which(name))), None)


def brotli() -> Path | None:
    """The module that sends brotli files, where this machine has it."""
    return next((module for module in BROTLI if module.exists()), None)


def ensure() -> str:
    """Find nginx, or install it where that is possible; end with a message where not."""
    return debian.ensure(find, MISSING, *PACKAGES)


@contextmanager
def running(server: str, port: int, folder: Path, *, workers: bool = False) -> Iterator[str]:
    """Run nginx with a site's configuration, in a folder of its own; give its address.

    Args:
        server: the configuration.
        port: where it listens.
        folder: a folder that is made for it.
        workers: whether it has a worker for each core, as on a host; else it is one process, as this user.
    """
    path = find()
    assert path, MISSING
    folder.mkdir()
    folder.chmod(0o755)  # workers read as a user of their own when root starts them
    processes = "worker_processes auto;" if workers else "master_process off;"
    (folder / "site.conf").write_text(server, "utf-8")
    module = brotli()
    load = f"load_module {module};\n" if module else ""
    paths = "".join(
        f"  {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{load}daemon off;\n{processes}\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n  access_log off;\n{paths}  include {folder}/site.conf;\n}}\n",
        "utf-8",
    )
    command = [path, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(process, port, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def _wait(process: subprocess.Popen[str], port: int, folder: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"nginx ended: {process.communicate()[1]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nginx does not answer: {(folder / 'error.log').read_text()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ensure", action="store_true", help="install it where there is none")
    print("nginx:", ensure() if parser.parse_args().ensure else find())
