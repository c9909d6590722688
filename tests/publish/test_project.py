"""Rules about the project's own files. Each rule has a case that breaks it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements" / name for name in ("site.txt", "test.txt", "package-lock.json")]


def imported(source: str) -> set[str]:
    """The top-level names of the packages that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


ENGINE = {"mkdocs", "mkdocs_macros", "material", "zensical", "properdocs"}


@pytest.mark.parametrize("package", ["macros", "publish"])
def test_no_module_imports_the_engine(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    assert [path for path in modules if imported(path.read_text("utf-8")) & ENGINE] == []


@pytest.mark.parametrize(
    "source",
    ["import mkdocs.config", "from mkdocs import utils", "def f():\n    import mkdocs_macros as m"],
)
def test_an_import_of_the_engine_is_found(source: str) -> None:
    assert imported(source) & ENGINE


# mkdocs forgets its strictness when it is told to say less, or more.
HUSHED = re.compile(r"mkdocs\b.*\bbuild\b.*\s(-\w*[qv]\w*|--quiet|--verbose)\b")


def build_commands() -> Iterator[str]:
    yield from (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ").splitlines()
    yield from (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    for path in (ROOT / "publish").glob("*.py"):
        # Strings of a command in code, joined as a shell would see them.
        yield from re.sub(r"[\"',\s()]+", " ", path.read_text("utf-8")).split(" = ")


def test_no_build_is_told_to_say_less_or_more() -> None:
    commands = list(build_commands())
    assert any(re.search(r"mkdocs\b.*\bbuild\b", command) for command in commands)
    assert [command for command in commands if HUSHED.search(command)] == []


@pytest.mark.parametrize("option", ["-q", "-v", "--quiet", "--verbose", "-sq"])
def test_a_hushed_build_is_found(option: str) -> None:
    assert HUSHED.search(f"\tpython -m mkdocs build {option}")


def hosts(text: str) -> list[str]:
    """Lines of a lock file that say where a package is fetched from."""
    return [line for line in text.splitlines() if re.search(r"://|--(extra-)?index|--find-links", line)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_host(lock: Path) -> None:
    assert hosts(lock.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line", ["--index-url https://example.org/simple", '"resolved": "https://example.org/a.tgz"']
)
def test_a_host_in_a_lock_file_is_found(line: str) -> None:
    assert hosts(line)


def unhashed(text: str) -> list[str]:
    """Requirements of a lock file that carry no exact version or no hash."""
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [line for line in lines if not re.match(r"[\w.-]+==\S+.* --hash=sha256:\w{64}", line)]


@pytest.mark.parametrize("lock", LOCKS[:2], ids=lambda path: path.name)
def test_every_requirement_has_a_hash(lock: Path) -> None:
    assert unhashed(lock.read_text("utf-8")) == []


@pytest.mark.parametrize("line", ["click==8.1.0\n", "click>=8 \\\n    --hash=sha256:" + "0" * 64])
def test_a_requirement_without_a_hash_is_found(line: str) -> None:
    assert unhashed(line)


def pinned(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_both_lock_files_agree() -> None:
    site, test = (pinned(lock.read_text("utf-8")) for lock in LOCKS[:2])
    assert site.items() <= test.items()


def unexplained(text: str) -> list[str]:
    """Dependency lines of pyproject.toml that give no reason."""
    blocks = re.findall(r"^(?:dependencies|build|test) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines
    return [line for line in lines if not re.match(r'  "[^"]+",\s+# \S.{10,}', line)]


def test_every_dependency_has_a_reason() -> None:
    assert unexplained((ROOT / "pyproject.toml").read_text("utf-8")) == []


def test_a_dependency_without_a_reason_is_found() -> None:
    assert unexplained('dependencies = [\n  "click>=8",\n]\n') == ['  "click>=8",']
