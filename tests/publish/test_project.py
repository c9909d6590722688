"""Rules about the project's own files. Each rule has a case that breaks it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = [ROOT / "requirements" / f"{name}.txt" for name in ("site", "test", "engines", "audit")]
NPM_LOCKS = [ROOT / "requirements" / part / "package-lock.json" for part in ("", "bench")]


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
    """Lines of a lock file that say where a package is fetched from; how to fund one is none of them."""
    lines = re.sub(r'"funding": ("[^"]*"|\{.*?\}|\[.*?\])', "", text, flags=re.DOTALL).splitlines()
    return [line for line in lines if re.search(r"://|--(extra-)?index|--find-links", line)]


@pytest.mark.parametrize("lock", PYTHON_LOCKS + NPM_LOCKS, ids=lambda path: f"{path.parent.name}/{path.name}")
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


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_requirement_has_a_hash(lock: Path) -> None:
    assert unhashed(lock.read_text("utf-8")) == []


@pytest.mark.parametrize("line", ["click==8.1.0\n", "click>=8 \\\n    --hash=sha256:" + "0" * 64])
def test_a_requirement_without_a_hash_is_found(line: str) -> None:
    assert unhashed(line)


def pinned(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_the_lock_files_agree() -> None:
    site, test, engines = (pinned(lock.read_text("utf-8")) for lock in PYTHON_LOCKS[:3])
    assert site.items() <= test.items()
    assert site.items() <= engines.items()


def unchecked(text: str) -> list[str]:
    """Packages of an npm lock file that carry no hash."""
    packages: dict[str, dict[str, str]] = json.loads(text)["packages"]
    return [name for name, package in packages.items() if name and "integrity" not in package]


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_every_npm_package_has_a_hash(lock: Path) -> None:
    assert unchecked(lock.read_text("utf-8")) == []


def test_an_npm_package_without_a_hash_is_found() -> None:
    assert unchecked('{"packages": {"": {}, "node_modules/a": {"version": "1.0.0"}}}') == ["node_modules/a"]


def unexplained(text: str) -> list[str]:
    """Dependency lines of pyproject.toml that give no reason."""
    blocks = re.findall(
        r"^(?:dependencies|build|test|engines|audit) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL
    )
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines
    return [line for line in lines if not re.match(r'  "[^"]+",\s+# \S.{10,}', line)]


def test_every_dependency_has_a_reason() -> None:
    assert unexplained((ROOT / "pyproject.toml").read_text("utf-8")) == []


def test_a_dependency_without_a_reason_is_found() -> None:
    assert unexplained('dependencies = [\n  "click>=8",\n]\n') == ['  "click>=8",']
