"""A build that fails, or is stopped at any moment, never harms the site that was there."""

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from publish import build
from publish.errors import BuildError

ROOT = Path(__file__).parents[2]
PAGE = (
    '<!doctype html><meta charset="utf-8"><title>{0}</title>'
    '<link rel="stylesheet" href="assets/a.css"><link rel="stylesheet" href="assets/b.css">'
    '<script type="module" src="assets/c.js"></script><body><p>{0}</p></body>'
)
OLD = {"index.html": "<p>old</p>", "a/index.html": "<p>old a</p>"}
NEW = {"index.html": "<p>new</p>", "b/index.html": "<p>new b</p>"}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def engine(code: str) -> Sequence[str]:
    """A stand-in for mkdocs: a Python program that is given the folder to build into as `out`."""
    start = "import os, signal, sys\nfrom pathlib import Path\nout = Path(sys.argv[1])\n"
    return (sys.executable, "-c", start + textwrap.dedent(code))


def writes(files: dict[str, str]) -> str:
    return f"""
for name, text in {files!r}.items():
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text(text, encoding="utf-8")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "site", OLD)
    return tmp_path


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_a_good_build_takes_the_place_of_the_old_site(root: Path) -> None:
    assert build.build(root, engine(writes(NEW)), ()) == 2
    assert read(root / "site") == NEW
    assert names(root) == {"site"}


def test_a_first_build_needs_no_old_site(tmp_path: Path) -> None:
    build.build(tmp_path, engine(writes(NEW)), ())
    assert read(tmp_path / "site") == NEW


@pytest.mark.parametrize("code", [1, 100])
def test_a_failed_build_leaves_the_old_site(root: Path, code: int) -> None:
    with pytest.raises(BuildError, match=f"exit code {code}"):
        build.build(root, engine(writes(NEW) + f"sys.exit({code})"))
    assert read(root / "site") == OLD
    assert names(root) == {"site"}


@pytest.mark.parametrize("mark", build.RESIDUE)
def test_template_code_in_a_page_fails_the_build_and_names_the_page(root: Path, mark: str) -> None:
    bad = {**NEW, "b/index.html": f"<p>Wait {mark} x</p>"}
    with pytest.raises(BuildError) as caught:
        build.build(root, engine(writes(bad)))
    assert f"b/index.html: {mark}" in str(caught.value)
    assert "index.html: " in str(caught.value)
    assert read(root / "site") == OLD


def test_pages_without_template_code_have_no_residue(root: Path) -> None:
    assert build.residue(root / "site") == []


def test_the_message_of_a_failed_build_says_that_the_site_is_unharmed(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # No mkdocs.yml here, so mkdocs itself fails.
    assert build.main(root) == 1
    assert "site/ is as it was" in capfd.readouterr().err
    assert read(root / "site") == OLD


# A build in a process of its own, to be killed at its rename number `at`, counted from 0.
KILLED = """
import os, signal, sys
from pathlib import Path
from publish import build
from publish.errors import BuildError

at, real, seen = int(sys.argv[1]), Path.rename, []

def rename(self, target):
    if len(seen) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    seen.append(target)
    return real(self, target)

Path.rename = rename
build.build(Path(sys.argv[2]), sys.argv[3:], ())
"""


def run_killed(root: Path, at: int, command: Sequence[str]) -> int:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(at), str(root), *command],
        cwd=ROOT,
        check=False,
        timeout=60,
    ).returncode


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_build_killed_between_its_steps_leaves_a_whole_site(root: Path, at: int) -> None:
    # Steps: old site aside, new site in place, old site to the trash.
    assert run_killed(root, at, engine(writes(NEW))) == -signal.SIGKILL
    build.recover(root)
    assert read(root / "site") == (OLD if at < 2 else NEW)
    assert names(root) == {"site"}


def test_the_killed_build_lives_when_nothing_kills_it(root: Path) -> None:
    assert run_killed(root, 3, engine(writes(NEW))) == 0
    assert read(root / "site") == NEW


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_stopped_while_the_engine_runs_leaves_the_old_site(
    root: Path, number: signal.Signals
) -> None:
    kill = f"os.kill(os.getppid(), {int(number)})"
    code = run_killed(root, 99, engine(writes(NEW) + kill))
    assert code != 0
    assert read(root / "site") == OLD
    # The next build clears away what was left over, waiting for the other engine if it must.
    build.build(root, engine(writes(NEW)), ())
    assert read(root / "site") == NEW
    assert names(root) == {"site"}


def test_a_half_deleted_old_site_is_never_put_back(root: Path) -> None:
    write(root / build.TRASH, {"index.html": "half"})
    shutil.rmtree(root / "site")
    build.recover(root)
    assert names(root) == set()


def test_the_engine_is_told_a_fixed_time(root: Path) -> None:
    tell = "out.mkdir(); (out / 'index.html').write_text(os.environ['SOURCE_DATE_EPOCH'])"
    build.build(root, engine(tell), ())
    # A folder outside any repository, with no time given: the fallback.
    assert read(root / "site")["index.html"] == build.epoch(root, {})


def test_the_time_is_the_one_given_or_that_of_the_last_commit(tmp_path: Path) -> None:
    assert build.epoch(tmp_path, {"SOURCE_DATE_EPOCH": "7"}) == "7"
    assert build.epoch(tmp_path, {}) == build.NO_COMMIT
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    commit = [*git, "commit", "--quiet", "--allow-empty", "--message", "one"]
    subprocess.run(commit, check=True, env={"GIT_COMMITTER_DATE": "@1700000000 +0000", "PATH": path()})
    assert build.epoch(tmp_path, {}) == "1700000000"


# A build in a process of its own, to be killed when it is about to change files for the time number `at`.
CUT_OFF = """
import os, signal, sys
from pathlib import Path
from publish import build

at, seen = int(sys.argv[1]), 0
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}

def count(event, args):
    global seen
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in CHANGES:
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

sys.dont_write_bytecode = True
sys.addaudithook(count)
build.build(Path(sys.argv[2]), sys.argv[3:])
print(seen)
"""
WHOLE = {
    "index.html": PAGE.format("Start"),
    "a/index.html": PAGE.format("More").replace("assets/", "../assets/"),
    "404.html": PAGE.format("Lost"),
    "assets/a.css": "p { color: red }" * 99,
    "assets/b.css": ".late { color: blue }",
    "assets/c.js": 'import("./d.js")',
    "assets/d.js": "// d" * 400,
    "unused.txt": "unused",
}


def run_cut_off(root: Path, at: int) -> subprocess.CompletedProcess[str]:
    (root / "engine.py").write_text(engine(writes(WHOLE))[-1], "utf-8")
    command = [sys.executable, "-c", CUT_OFF, str(at), str(root), sys.executable, str(root / "engine.py")]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60, capture_output=True, text=True)


def test_a_build_cut_off_at_random_points_leaves_a_whole_site(tmp_path: Path) -> None:
    for name in ("good", "cut"):
        write(tmp_path / name / "site", OLD)
    whole = run_cut_off(tmp_path / "good", -1)
    assert whole.returncode == 0, whole.stderr
    points = int(whole.stdout.split()[-1])
    assert points > 30
    new = read_bytes(tmp_path / "good/site")
    assert {"MANIFEST.json", "_headers"} <= new.keys()
    assert any(name.endswith(".css.br") for name in new), "the last steps are not among those cut off"
    cut, before, after = tmp_path / "cut", read_bytes(tmp_path / "cut/site"), 0
    chance = random.Random()
    # Ten points of one row, each somewhere in its tenth: early and late steps both have their turn.
    for tenth in range(10):
        at = chance.randrange(points * tenth // 10, points * (tenth + 1) // 10)
        assert run_cut_off(cut, at).returncode == -signal.SIGKILL, at
        build.recover(cut)
        found = read_bytes(cut / "site")
        assert found in (before, new), f"killed at change {at} of {points}"
        after += found == new
        shutil.rmtree(cut / "site")
        write(cut / "site", OLD)
    assert after <= 2  # only at the very end is the new site the one that stays


def test_two_builds_are_alike(site: Path, tmp_path: Path) -> None:
    """The same sources in another folder, with another age, clock, locale, time zone and hash seed."""
    project = tmp_path / "elsewhere" / "a longer path"
    for part in ("data", "docs", "macros", "publish", "theme"):
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    for number, file in enumerate(sorted(project.rglob("*"), reverse=True)):
        os.utime(file, (number, number))
    (tmp_path / "clock").mkdir()
    shutil.copy(Path(__file__).with_name("another_clock.py"), tmp_path / "clock/sitecustomize.py")
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": build.epoch(ROOT, os.environ),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(tmp_path / "clock"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "publish", "build"],
        cwd=project,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        umask=0o077,
    )
    assert done.returncode == 0, done.stderr
    assert "It is 1999." in done.stderr, "the other clock was not asked"
    assert differing(site, project / "site") == []


def test_a_difference_between_builds_is_found(tmp_path: Path) -> None:
    write(tmp_path / "one", OLD)
    write(tmp_path / "two", {**OLD, "index.html": "other", "more.txt": ""})
    assert differing(tmp_path / "one", tmp_path / "two") == ["index.html", "more.txt"]


def differing(one: Path, two: Path) -> list[str]:
    """Files that are not the same in two folders."""
    first, second = read_bytes(one), read_bytes(two)
    return sorted(n for n in first.keys() | second.keys() if first.get(n) != second.get(n))


def read_bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def path() -> str:
    """Where git is."""
    found = shutil.which("git")
    assert found
    return str(Path(found).parent)
