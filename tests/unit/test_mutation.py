"""Every value in the data matters: change it, and the loader refuses or the right pages change.

All texts are marked at once, each with a word of its own, so that each can be found on the pages
that show it. All ids that name another entry are spoiled at once: the loader must complain of every
one, in its line. What is left (numbers, words of a list, dates) is changed one by one.
"""

import datetime as dt
import functools
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from macros import charts, load, pages
from macros.load import LISTS, SINGLES, SUBJECTS, DataFault
from macros.model import Data
from macros.pages import _Page
from macros.pictures import RATINGS
from macros.views import Guide
from tests.unit.project import Change, build_here, copy_project, files

At = tuple[str | int, ...]
Pages = dict[str, str]

BUILT = "checked against the built pages"

# What changes no page and is refused by nobody, with the reason. A test holds that each is so.
SILENT = {
    "claims (kept).where.page": BUILT,
    "claims (kept).where.heading": BUILT,
    "claims (kept).where.phrase": BUILT,
    "claims (corrected).where.page": BUILT,
    "claims (corrected).where.heading": BUILT,
    "claims (corrected).where.phrase": BUILT,
}
# What the pictures call by its id.
CALLED_BY_PICTURES = {*charts.SHAPES, "mix", "needle-depth", *(f"series-{kind}" for kind in RATINGS)}
# What does so in some entries only.
SOMETIMES = {
    "figures.counts": "said only where a sentence calls the figure with what it counts from",
    "article.label": "a section may stand for completeness, with nothing that cites it",
    "article.heading": "a section may stand for completeness, with nothing that cites it",
}


def leaves(node: Any, at: At = ()) -> Iterator[tuple[At, Any]]:
    """Every value of a tree that is no list and no mapping, with its place."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from leaves(value, (*at, key))
        else:
            yield (*at, key), value


@dataclass(frozen=True)
class Leaf:
    """One value of the data."""

    subject: str
    at: At
    value: Any

    def __str__(self) -> str:
        return f"{self.subject}.yml at {'.'.join(map(str, self.at))}"

    @property
    def entry(self) -> tuple[str, int]:
        first = self.at[0]
        return self.subject, first if isinstance(first, int) else 0


class Quick(Guide):
    """The guide without reading times: any word on a page changes them."""

    def page_start(self, timed: bool = True) -> Markup:  # type: ignore[override]
        return Markup("")


def whole(path: Path, guide: Guide) -> str:
    """A rendered page with its end, which shares the rendering of the rest."""
    url = "" if path.stem == "index" else f"{path.stem}/"
    return pages.render(path, guide) + str(guide.page_end({"page": _Page(url)}))


class World:
    """A copy of the data and the pages that can be changed in memory, value by value."""

    def __init__(self, folder: Path) -> None:
        project = copy_project(folder / "project")
        self.data, self.docs = project / "data", project / "docs"
        self.texts = {s: (self.data / f"{s}.yml").read_text("utf-8") for s in SUBJECTS}
        self.trees = {s: YAML().load(text) for s, text in self.texts.items()}
        self.leaves = [Leaf(s, at, v) for s in SUBJECTS for at, v in leaves(self.trees[s])]
        self.adapters = {s: TypeAdapter[Any](t) for s, t in itertools.chain(LISTS.items(), SINGLES.items())}
        self.original = self.render()

    def parser(self, typ: str) -> "World":
        """Stands in for the YAML parser of the loader."""
        return self

    def load(self, text: str) -> Any:
        """The tree of a file, with what was changed in it."""
        known = (self.trees[s] for s in SUBJECTS if self.texts[s] == text)
        return next(known, None) or YAML().load(text)

    def key(self, leaf: Leaf) -> str:
        """What kind of value a leaf is: its file and key, and what kind of entry it is in."""
        tree = self.trees[leaf.subject]
        entry = tree[leaf.at[0]] if leaf.subject in LISTS else tree
        kind = {"limits": entry.get("when"), "claims": entry.get("outcome")}.get(leaf.subject)
        keys = [part for part in leaf.at if isinstance(part, str)]
        return ".".join([leaf.subject + (f" ({kind})" if kind else ""), *keys])

    def put(self, leaf: Leaf, value: Any) -> None:
        node = functools.reduce(lambda tree, part: tree[part], leaf.at[:-1], self.trees[leaf.subject])
        node[leaf.at[-1]] = value

    def read(self) -> Data:
        """Load the data as the guide does, all checks included, with the parser's part left out."""
        return load._load.__wrapped__(self.data, ())

    def render(self) -> Pages:
        guide = Quick(self.read(), self.docs)
        sources = sorted(self.docs.glob("*.md"))
        return {path.stem: whole(path, guide) for path in sources}

    def takes(self, leaf: Leaf, value: Any) -> str:
        """What the type of the entry says against a value; nothing when the value is fine."""
        entry = self.trees[leaf.subject]
        if leaf.subject in LISTS:
            entry = entry[leaf.at[0]]
        self.put(leaf, value)
        try:
            self.adapters[leaf.subject].validate_json(json.dumps(load._plain(entry)))
        except ValidationError as error:
            return str(error)
        finally:
            self.put(leaf, leaf.value)
        return ""

    def names(self, fault: str, leaf: Leaf, ids: dict[tuple[str, int], Any]) -> bool:
        """Whether a fault is in the leaf's file, or in a line that calls the leaf's entry."""
        match = re.match(r"data/(\w+)\.yml:(\d+):", fault)
        assert match
        line = self.texts[match[1]].splitlines()[int(match[2]) - 1]
        return match[1] == leaf.subject or str(ids.get(leaf.entry)) in fault + line

    def with_all(self, changes: dict[Leaf, Any], then: Callable[[], Any]) -> Any:
        """Do something while some values are changed; what the loader says if it refuses."""
        for leaf, value in changes.items():
            self.put(leaf, value)
        try:
            return then()
        except DataFault as fault:
            return fault
        finally:
            for leaf in changes:
                self.put(leaf, leaf.value)


def once_an_instance(method: Any) -> Any:
    """The method, worked out once for each object and argument."""

    def wrapped(self: Any, name: str) -> Any:
        kept = self.__dict__.setdefault("_kept", {})
        if name not in kept:
            kept[name] = method(self, name)
        return kept[name]

    return wrapped


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    compiled: dict[Any, Any] = {}
    compile_ = jinja2.Environment.compile

    def compile_once(env: jinja2.Environment, source: Any, *args: Any, **options: Any) -> Any:
        key = (source, args, env.autoescape, env.trim_blocks)
        if key not in compiled:
            compiled[key] = compile_(env, source, *args, **options)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load._Checks, "ids", once_an_instance(load._Checks.ids))
        patch.setattr(pages, "render", functools.lru_cache(maxsize=1)(pages.render))
        patch.setattr(pages, "in_order", functools.cache(pages.in_order))
        patch.setattr(jinja2.Environment, "compile", compile_once)
        world = World.__new__(World)
        patch.setattr(load, "YAML", world.parser)
        world.__init__(tmp_path_factory.mktemp("world"))  # type: ignore[misc]
        yield world


# ---- texts ----


def marks() -> Iterator[str]:
    """Words that stand nowhere else, without a digit, all of one length and in order."""
    letters = "abcdefghijklmnopqrstuvw"
    return (f" Zyx{''.join(word)}" for word in itertools.product(letters, repeat=3))


_DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_MEANT = re.compile(r'\b(?:id|data-[\w-]+|aria-[\w-]+)="[^"]*"')


def undrawn(page: str) -> str:
    """A page whose pictures are only their words and what these stand for: places follow from lengths."""

    def words(svg: re.Match[str]) -> str:
        return " ".join(_TAG.sub(lambda tag: " ".join(["", *_MEANT.findall(tag[0]), ""]), svg[0]).split())

    return _DRAWN.sub(words, page)


@pytest.fixture(scope="module")
def marked(world: World) -> dict[Leaf, str]:
    """Every leaf that takes one more word, with the word."""
    texts = [x for x in world.leaves if isinstance(x.value, str)]
    return {x: m for x, m in zip(texts, marks(), strict=False) if not world.takes(x, x.value + m)}


@pytest.fixture(scope="module")
def rewritten(world: World, marked: dict[Leaf, str]) -> Pages:
    """All pages, with every text marked."""
    changed = world.with_all({x: x.value + m for x, m in marked.items()}, world.render)
    assert not isinstance(changed, DataFault), changed
    return dict(changed)


@pytest.fixture(scope="module")
def shown(world: World, marked: dict[Leaf, str], rewritten: Pages) -> dict[tuple[str, int], set[str]]:
    """The pages on which a text of each entry stands."""
    found: dict[tuple[str, int], set[str]] = {x.entry: set() for x in world.leaves}
    for leaf, mark in marked.items():
        found[leaf.entry] |= {p for p, text in rewritten.items() if mark.lower() in text.lower()}
    return found


def test_a_changed_text_changes_nothing_but_itself(world: World, rewritten: Pages) -> None:
    assert rewritten != world.original
    bare = {p: re.sub(r" zyx[a-w]{3}", "", undrawn(text), flags=re.I) for p, text in rewritten.items()}
    assert bare == {page: undrawn(text) for page, text in world.original.items()}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_text_is_shown(subject: str, world: World, marked: dict[Leaf, str], rewritten: Pages) -> None:
    everything = "\n".join(rewritten.values())
    unseen = [x for x, m in marked.items() if x.subject == subject and m not in everything]
    assert [str(x) for x in unseen if world.key(x) not in SILENT | SOMETIMES] == []


# ---- ids of other entries ----


@pytest.fixture(scope="module")
def named(world: World, marked: dict[Leaf, str]) -> dict[Leaf, str]:
    """Every leaf that names an entry by its id, with an id that no entry has."""
    texts = [x for x in world.leaves if isinstance(x.value, str) and x not in marked]
    ids = [x for x in texts if x.at[-1] not in ("id", "doi", "url", "address")]
    ids = [x for x in ids if "where" not in x.at and "addresses" not in x.at]
    return {x: f"{x.value}-zyx" for x in ids if not world.takes(x, f"{x.value}-zyx")}


@pytest.fixture(scope="module")
def complaints(world: World, named: dict[Leaf, str]) -> list[str]:
    fault = world.with_all(dict(named), world.read)
    assert isinstance(fault, DataFault)
    return fault.faults


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_id_of_no_entry_is_refused_in_its_line(
    subject: str, named: dict[Leaf, str], complaints: list[str], world: World
) -> None:
    lines = world.texts[subject].splitlines()
    own = [f for f in complaints if f.startswith(f"data/{subject}.yml:")]
    places = {(int(f.split(":")[1]), id_) for f in own for id_ in re.findall(r'"([^"]+-zyx)"', f)}
    for leaf, id_ in named.items():
        if leaf.subject == subject:
            hits = [line for line, wrong in places if wrong == id_]
            assert [n for n in hits if str(leaf.value) in lines[n - 1]], leaf


# ---- all else, one by one ----


def other(world: World, leaf: Leaf, word: str = "-zyx") -> Any:
    """Another plausible value for a leaf; an id or a text gets one more word."""
    match leaf.value:
        case bool():
            return not leaf.value
        case int() | float():
            return leaf.value + 1
        case dt.date():
            return leaf.value + dt.timedelta(1)
        case None:
            review = {"name": "Zyx", "role": "nurse", "date": dt.date(2020, 1, 1)}
            tries = ("Zyx", "https://zyx.example/", review)
            return next(value for value in tries if not world.takes(leaf, value))
    words = re.findall(r"'([^']+)'", world.takes(leaf, "zyx zyx"))
    if leaf.value in words:
        others = [w for w in words if w != leaf.value and not world.takes(leaf, w)]
        return others[0] if others else f"{leaf.value}-zyx"
    return f"{leaf.value}-zyx" if world.takes(leaf, leaf.value + word) else leaf.value + word


@pytest.fixture(scope="module")
def renamed(world: World) -> dict[Leaf, str]:
    """What the loader says when the id of every entry is another one."""
    ids = {x: f"{x.value}-zyx" for x in world.leaves if x.at[-1] == "id"}
    fault = world.with_all(dict(ids), world.read)
    assert isinstance(fault, DataFault)
    said = {
        (kind, id_) for line in fault.faults for kind, id_ in re.findall(r'unknown (\w+) "([^"]+)"', line)
    }
    kinds = {
        "figures": "figure",
        "references": "reference",
        "article": "section",
        "limits": "limit",
    }
    return {x: new for x, new in ids.items() if (kinds.get(x.subject), x.value) in said}


@pytest.fixture(scope="module")
def quiet(world: World) -> dict[Leaf, Any]:
    """Every leaf that changes nothing, with another value."""
    return {x: other(world, x, word=" zyx") for x in world.leaves if world.key(x) in SILENT}


def test_what_is_said_to_change_nothing_does_not(world: World, quiet: dict[Leaf, Any]) -> None:
    assert world.with_all(quiet, world.render) == world.original


@pytest.fixture(scope="module")
def anchors(world: World, renamed: dict[Leaf, str], quiet: dict[Leaf, Any]) -> dict[Leaf, str]:
    """The id of every entry that neither the data nor a page calls, with another one."""
    sources = "".join(path.read_text("utf-8") for path in world.docs.glob("*.md"))
    called = set(re.findall(r"\(\"([a-z0-9-]+)\"\)", sources)) | CALLED_BY_PICTURES
    ids = [x for x in world.leaves if x.at[-1] == "id" and x not in renamed | quiet]
    return {x: f"{x.value}-zyx" for x in ids if x.value not in called}


def test_an_id_is_the_anchor_of_its_entry(world: World, anchors: dict[Leaf, str]) -> None:
    pages_now = world.with_all(dict(anchors), world.render)
    everything = "".join(pages_now.values())
    assert [str(x) for x, id_ in anchors.items() if f'-{id_}"' not in everything] == []
    assert {page: text.replace("-zyx", "") for page, text in pages_now.items()} == world.original


@pytest.mark.parametrize("subject", SUBJECTS)
def test_any_other_value_is_refused_or_changes_the_pages_that_show_it(
    subject: str,
    world: World,
    marked: dict[Leaf, str],
    named: dict[Leaf, str],
    renamed: dict[Leaf, str],
    anchors: dict[Leaf, str],
    quiet: dict[Leaf, Any],
    shown: dict[tuple[str, int], set[str]],
) -> None:
    known = marked.keys() | named.keys() | renamed.keys() | anchors.keys() | quiet.keys()
    ids = {x.entry: x.value for x in world.leaves if x.at[-1] == "id"}
    silent: list[Leaf] = []
    for leaf in (x for x in world.leaves if x.subject == subject and x not in known):
        value = other(world, leaf)
        try:
            result = world.with_all({leaf: value}, world.render)
        except ValueError as error:
            if leaf.at[-1] == "id":
                # A page or a picture calls the entry by its old id, and says so.
                assert str(leaf.value) in str(error), (leaf, error)
            else:
                # The picture of people needs all of one group.
                assert ids[leaf.entry] in {f"series-{kind}" for kind in RATINGS}, (leaf, error)
                assert "the counts do not make up one group" in str(error), (leaf, error)
            continue
        if isinstance(result, DataFault):
            assert any(world.names(fault, leaf, ids) for fault in result.faults), (leaf, result)
            continue
        changed = {
            page for page, text in result.items() if unplanned(text) != unplanned(world.original[page])
        }
        if not changed:
            silent += [leaf] if result == world.original else []
            continue
        if subject == "site":
            continue
        id_ = str(ids[leaf.entry])
        uses = {p for p, text in world.original.items() if figure_on(unplanned(text), id_)}
        now = {p for p, text in result.items() if re.search(rf'(data-\w+|id)="[\w-]*\b{id_}"', text)}
        if subject == "figures" and leaf.at[1] == "value":
            assert uses <= changed <= uses | shown[leaf.entry], (leaf, value)
        assert changed <= shown[leaf.entry] | uses | now, (leaf, value)
    assert [str(x) for x in silent if world.key(x) not in SOMETIMES] == []


def unplanned(page: str) -> str:
    """A page without what it tells the planner's scripts: much of the data, for plans of any kind."""
    told = r'<script type="application/json" id="[\w-]+">.*?</script>|<template id="plan-panel".*?</template>'
    return re.sub(told, "", page, flags=re.DOTALL)


def figure_on(text: str, id_: str) -> bool:
    return any(id_ in ids.split() for ids in re.findall(r'data-figure="([^"]+)"', text))


# ---- the same with the engine, for one value of each kind ----


def html(project: Path) -> dict[str, str]:
    """Build a project; its pages by address."""
    done = build_here(project)
    assert done.code == 0, done.said
    built = files(project / "site").items()
    return {name: data.decode() for name, data in built if name.endswith(".html")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    return project, html(project)


@pytest.mark.parametrize(
    ("subject", "old", "new", "shows"),
    [
        ("figures", r"(- id: trial-self\n(?:  .*\n)*?  value: )\{.*\}",
         r"\g<1>{exactly: 43, unit: percent}", r'data-figure="trial-self"|id="figure-trial-self"'),
        ("limits", r"(- id: makeup\n(?:  .*\n)*?  note: ).*", r"\1Zyx.",
         'data-entry="limit-makeup">.*data-label="What to do"|id="calendar-data"'),
        ("signs", r"(- id: pus\n(?:  .*\n)*?  when: ).*", r"\1Zyx.", 'id="sign-pus"'),
        ("references", r"(- id: alam\n(?:  .*\n)*?  says: ).*", r"\1Zyx.", 'id="ref-alam"'),
        ("site", r"^(  due: ).*", r"\g<1>2099-01-01", 'class="review"'),
    ],
)  # fmt: skip
def test_exactly_the_pages_that_show_a_value_are_built_anew(
    built: tuple[Path, dict[str, str]], subject: str, old: str, new: str, shows: str
) -> None:
    project, before = built
    path = project / "data" / f"{subject}.yml"
    kept = path.read_text("utf-8")
    path.write_text(Change.of(kept, old, new).text, encoding="utf-8")
    try:
        after = html(project)
    finally:
        path.write_text(kept, encoding="utf-8")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {name for name, text in before.items() if re.search(shows, text)}
    assert changed and before.keys() == after.keys()
