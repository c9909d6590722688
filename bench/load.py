"""What one nginx on this machine serves of the published site, under a load that ends by itself."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 10
CONNECTIONS = 32
NEEDED = {"nginx": "apt-get install nginx", "wrk": "apt-get install wrk"}

CONFIG = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/guide.conf;
}}
"""


def missing() -> list[str]:
    """The programs that this needs and does not find, each with how Debian installs it."""
    return [f"{name} is missing: {how}" for name, how in NEEDED.items() if not shutil.which(name)]


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nginx(project: Path, folder: Path) -> Iterator[str]:
    """Serve a project's published site as `publish nginx` would have it; give the address."""
    port = free_port()
    site = subprocess.run(
        [sys.executable, "-m", "publish", "nginx", "site", "--listen", f"127.0.0.1:{port}"],
        cwd=project,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    folder.chmod(0o755)  # nginx reads as a user of its own when root starts it
    (folder / "guide.conf").write_text(site, "utf-8")
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder), "utf-8")
    process = subprocess.Popen(["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(50):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("nginx does not answer")


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
