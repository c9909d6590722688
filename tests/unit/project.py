"""The project as the tests of this folder use it: its places, copies of it, and builds."""

import os
import re
import shutil
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from mkdocs.__main__ import cli

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
DOCS = ROOT / "docs"
PARTS = ("mkdocs.yml", "data", "docs", "macros", "theme")


def copy_project(folder: Path) -> Path:
    """Copy all that a build needs into a folder that does not exist yet."""
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True)
class Build:
    """How a build ended, and all that it printed."""

    code: int
    said: str


def build(project: Path, *options: str) -> Build:
    """Run mkdocs in a folder, as the command line does."""
    settings = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1000000000"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        cwd=project,
        env={k: v for k, v in os.environ.items() if k != "MACROS_FAIL_FAST"} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return Build(done.returncode, done.stdout + done.stderr)


def build_here(project: Path) -> Build:
    """Run mkdocs within this process: many times faster, with the same code and the same words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the engine's own libraries
        done = CliRunner().invoke(cli, ["build", "-f", str(project / "mkdocs.yml")])
    return Build(done.exit_code, done.output)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@dataclass(frozen=True)
class Change:
    """A change of one place in a text, and the line and the entry in which it stands."""

    text: str
    line: int
    id: str

    @classmethod
    def of(cls, text: str, old: str, new: str) -> "Change":
        """Put `new` where the pattern `old` is first found."""
        found = re.search(old, text, re.MULTILINE)
        assert found, f"the data no longer holds {old!r}"
        before = text[: found.start()]
        ids = re.findall(r"^- (?:\{)?id: ([a-z0-9-]+)", text[: found.end()], re.MULTILINE)
        changed = before + found.expand(new) + text[found.end() :]
        return cls(changed, before.count("\n") + 1, ids[-1] if ids else "")
