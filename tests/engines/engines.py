"""The engines that can build the guide: how each is started, and what it built."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("data", "docs", "macros", "theme", "mkdocs.yml")
OTHERS = ROOT / ".venv-engines" / "bin" / "python"
# Hosted under a path, a link that climbs too far leaves the site; at the root of a host it would not show.
PREFIX = "/guide"
ADDRESS = f"http://127.0.0.1:8000{PREFIX}/"

MISSING = (
    "{python} has no {module}: this engine is not installed, so nothing is known of it.\n"
    "`make test` installs it from requirements/engines.txt into .venv-engines. When no index has it any "
    "more, that is news for doc/decisions/0001-engine.md, and no reason to leave this test out."
)

# Each reads mkdocs.yml, which asks for strictness; all are asked once more.
COMMANDS = {
    "mkdocs": (sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml"),
    "properdocs": (str(OTHERS), "-m", "properdocs", "build", "--strict", "--config-file", "mkdocs.yml"),
    "zensical": (str(OTHERS), "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"),
}


class EngineError(AssertionError):
    """An engine is not installed, or did not build."""


def need(command: tuple[str, ...]) -> None:
    """Raise, with what to do, when the engine of a command cannot be started at all."""
    python, _, module, *_ = command
    if (
        not Path(python).exists()
        or subprocess.run(
            [python, "-c", f"import {module}"], capture_output=True, check=False, cwd="/"
        ).returncode
    ):
        raise EngineError(MISSING.format(python=python, module=module))


def copy_sources(into: Path) -> Path:
    """Copy what an engine builds from into a folder, so that no engine finds anything else."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            into.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)
    return into


def start(engine: str, project: Path) -> subprocess.Popen[str]:
    """Start an engine on a project folder; it writes into `site` there."""
    environment = {
        **os.environ,
        "SITE_URL": ADDRESS,
        "SOURCE_DATE_EPOCH": "1700000000",
        "PYTHONPATH": str(project),  # Zensical finds `macros` only where Python does
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "NO_COLOR": "1",
    }
    return subprocess.Popen(
        COMMANDS[engine],
        cwd=project,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def build(projects: Iterable[tuple[str, Path]]) -> list[tuple[int, str]]:
    """Let engines build projects, all at once; give the exit code and the output of each."""
    running = [start(engine, project) for engine, project in projects]
    results = []
    for process in running:
        said, _ = process.communicate(timeout=300)
        results.append((process.returncode, said))
    return results
