"""The sites that are measured: the published guide, stock Material, and a bare page with the same words."""

import html
import os
import resource
import shutil
import subprocess
import sys
import time
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
    start = time.monotonic()
    with (project / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        # The usage of this child and of those that it waited for, not of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().strip().splitlines()
    fault = "" if process.returncode == 0 else f"exit code {process.returncode}: {' '.join(lines[-2:])}"
    return Built(seconds, _mebibytes(usage), fault)


def _mebibytes(usage: resource.struct_rusage) -> float:
    # Linux counts in KiB, macOS in bytes.
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


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
