"""Build the site into a fresh folder, and let it take the old one's place only when it is whole.

The old `site/` is never written to. At any moment, even when the machine stops, one whole site is
on disk: under its own name, or as `.site-old`, which the next build puts back first.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import steps as publishing
from .errors import BuildError as BuildError
from .markup import pages
from .prune import prune

SITE = "site"
NEW = ".site-new"  # being built; never trusted
OLD = ".site-old"  # always whole: a site on its way out
TRASH = ".site-trash"  # being deleted

MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--config-file", "mkdocs.yml", "--site-dir")

# What a page shows when a call in it was not carried out.
RESIDUE = ("{{", "{%", "Macro Rendering Error", "Macro Syntax Error")

# A date for a copy without git history; any fixed one keeps two builds alike.
NO_COMMIT = "946684800"


def main(root: Path) -> int:
    """Build `site/` in the project folder `root`; return the exit code."""
    try:
        count = build(root)
    except BuildError as error:
        kept = f" {SITE}/ is as it was." if (root / SITE).exists() else ""
        print(f"\n{error}{kept}", file=sys.stderr)
        return 1
    print(f"{SITE}/ holds {count} pages.")
    return 0


def build(
    root: Path, command: Sequence[str] = MKDOCS, steps: Sequence[publishing.Step] = publishing.STEPS
) -> int:
    """Build, check and publish a new site, then put it in place; return its number of pages."""
    with _only_build(root) as lock:
        recover(root)
        try:
            new = root / NEW
            render(root, new, command, keep_open=(lock,))
            publishing.publish(new, root, steps)
            replace(new, root / SITE)
        finally:
            recover(root)
    return len(pages(root / SITE))


def render(root: Path, into: Path, command: Sequence[str] = MKDOCS, keep_open: Sequence[int] = ()) -> None:
    """Let the engine build the project folder `root` into the folder `into`, and check what came out.

    Raises:
        BuildError: the engine failed, or a page holds what should have been replaced.
    """
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": epoch(root, os.environ),
        "NO_MKDOCS_2_WARNING": "1",  # Material's notice; the ranges in pyproject.toml answer it
        "SHEETS_AS_PDF": "true",  # the pages of the sheets link to what is printed below
    }
    code = subprocess.run(
        [*command, str(into.absolute())], cwd=root, env=environment, pass_fds=keep_open, check=False
    ).returncode
    if code != 0:
        raise BuildError(f"The build failed (exit code {code}).")
    found = residue(into)
    if found:
        raise BuildError("The build left template code in its pages:\n" + "\n".join(found))
    prune(into)


def replace(new: Path, site: Path) -> None:
    """Let the folder `new` take the place of `site`, in steps that each leave a whole site."""
    old = site.with_name(OLD)
    if site.exists():
        site.rename(old)
    new.rename(site)


def recover(root: Path) -> None:
    """Put back a site that a stopped build had moved aside, and remove what builds left over."""
    site, old = root / SITE, root / OLD
    if old.exists() and not site.exists():
        old.rename(site)
    _remove(root / TRASH)  # first, to make room for the rename
    if old.exists():
        # Renamed before it is deleted: a half-deleted folder must never pass for a whole site.
        old.rename(root / TRASH)
    _remove(root / TRASH)
    _remove(root / NEW)


def residue(site: Path) -> list[str]:
    """List each page that shows a reader template code or a macro's error, and which."""
    return [
        f"  {page.relative_to(site).as_posix()}: {mark}"
        for page in pages(site)
        for text in [page.read_text(encoding="utf-8")]
        for mark in RESIDUE
        if mark in text
    ]


def epoch(root: Path, environment: Mapping[str, str]) -> str:
    """Say which time the build should print: that of the last commit, so that builds are alike."""
    given = environment.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    try:
        last = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return NO_COMMIT
    return last.stdout.strip() or NO_COMMIT


@contextmanager
def _only_build(root: Path) -> Iterator[int]:
    """Hold the project folder's lock; yield its descriptor, for the engine to hold as well.

    An engine that outlives a killed build keeps the lock, so the next build waits for it to end.
    """
    lock = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is running; waiting for it to end.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
