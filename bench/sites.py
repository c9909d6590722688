"""The sites that are measured: the published guide, stock Material, and a bare page with the same words."""

import html
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
PAGE = "recovery"  # the page whose words all three have
ENGINES = ROOT / ".venv-engines" / "bin" / "python"

PUBLISH = (sys.executable, "-m", "publish", "build")
BUILD = ("build", "--strict", "--config-file", "mkdocs.yml")
COMMANDS = {
    "published guide": PUBLISH,
    "stock Material": (sys.executable, "-m", "mkdocs", *BUILD),
    "MkDocs alone": (sys.executable, "-m", "mkdocs", *BUILD),
    "ProperDocs alone": (str(ENGINES), "-m", "properdocs", *BUILD),
    "Zensical alone": (str(ENGINES), "-m", "zensical", *BUILD),
}
# Not sources, or too large to be copied for nothing.
LEFT = shutil.ignore_patterns(".*", "__pycache__", "site", "pictures", "build", "*.egg-info")

EXTRA = """---
title: Generated schedule {number}
description: A page that exists to measure the build.
---
# Generated schedule {number} {{ #schedule }}

{{{{ page_start() }}}}

## The course {{ #course }}

{{{{ course_tables() }}}}

## Before a session {{ #before }}

{{{{ countdown() }}}}

{{{{ page_end() }}}}
"""


@dataclass(frozen=True)
class Built:
    """A build: how long it took, in seconds, and its largest process, in MiB; or why it failed."""

    seconds: float
    mebibytes: float
    fault: str = ""


def copy(into: Path) -> Path:
    """Copy the project into a folder, so that no build of the bench touches the project's own site."""
    shutil.copytree(ROOT, into, ignore=LEFT)
    return into


def make_stock(project: Path) -> Path:
    """Take our page shell out of a copy of the project: what is left builds in stock Material."""
    settings = project / "mkdocs.yml"
    lines = settings.read_text("utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith("  custom_dir:")]
    if len(left) != len(lines) - 1:
        raise ValueError("mkdocs.yml names no custom_dir, or more than one")
    settings.write_text("".join(left), "utf-8")
    shutil.rmtree(project / "theme")
    (project / "theme").mkdir()  # `watch` names it
    return project


def add_pages(project: Path, count: int) -> None:
    """Add so many pages of generated schedules to a copy of the project, beside its navigation."""
    folder = project / "docs" / "extra"
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"schedule-{number}.md").write_text(EXTRA.format(number=number), "utf-8")
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    if "not_in_nav" not in text:
        settings.write_text(text + "\nnot_in_nav: extra/\n", "utf-8")


# A process of its own, and a small one: Linux counts what the process that starts another held at that moment
# as the other's too. It writes the seconds, the most memory, and the exit code.
MEASURE = """
import json, os, sys, time
start = time.monotonic()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
with open(sys.argv[1], "w") as file:
    json.dump([time.monotonic() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status)], file)
"""


def build(project: Path, command: Sequence[str]) -> Built:
    """Build a project once, from nothing, and measure it."""
    for left in ("site", ".cache"):
        shutil.rmtree(project / left, ignore_errors=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(project),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "SOURCE_DATE_EPOCH": "1700000000",
    }
    with (project / "said.txt").open("w+", encoding="utf-8") as said:
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", MEASURE, "measured.json", *command],
            cwd=project,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=True,
        )
        said.seek(0)
        lines = said.read().strip().splitlines()
    seconds, most, code = json.loads((project / "measured.json").read_text("utf-8"))
    return Built(seconds, _mebibytes(most), f"exit code {code}: {' '.join(lines[-2:])}" if code else "")


def _mebibytes(most: int) -> float:
    # Linux counts in KiB, macOS in bytes.
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def bare(page: str) -> str:
    """A page with the words of a built page's article, and nothing else.

    Args:
        page: the HTML of a built page.
    """
    article = BeautifulSoup(page, "lxml").select_one("article")
    if article is None:
        raise ValueError("the page has no article")
    for part in article.select("script, nav"):
        part.decompose()
    lines = [" ".join(text.split()) for text in article.stripped_strings]
    title = article.select_one("h1")
    heading = title.get_text(" ", strip=True) if title else ""
    body = "\n".join(f"<p>{html.escape(line)}" for line in lines if line != heading)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{html.escape(heading)}</title>\n<link rel="icon" href="data:,">\n'
        f"<h1>{html.escape(heading)}</h1>\n{body}\n"
    )
