"""Read `data/*.yml` into the model; every complaint with file and line, all of them at once."""

import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from . import model, schedule, wording
from .model import TIME_UNITS, Amount, Data, Entry, Figure, Limit, Side, Stage, placeholders

LISTS: dict[str, type[Entry]] = {
    "figures": model.Figure,
    "stages": model.Stage,
    "limits": model.Limit,
    "signs": model.Sign,
    "suitability": model.Suitability,
    "risks": model.Risk,
    "scar_types": model.ScarType,
    "options": model.Option,
    "questions": model.Question,
    "terms": model.Term,
    "references": model.Reference,
    "article": model.Section,
    "claims": model.Claim,
    "contradictions": model.Contradiction,
    "cautions": model.Caution,
    "changes": model.Change,
}
SINGLES: dict[str, type[Entry]] = {"site": model.Site, "course": model.Course}
SUBJECTS = tuple(SINGLES) + tuple(LISTS)
_NAMES = {
    "figures": "figure",
    "stages": "stage",
    "limits": "limit",
    "signs": "sign",
    "risks": "risk",
    "scar_types": "scar type",
    "options": "option",
    "questions": "question",
    "terms": "term",
    "references": "reference",
    "article": "section",
    "claims": "claim",
    "contradictions": "contradiction",
    "cautions": "caution",
    "changes": "change",
    "suitability": "situation",
}


class DataFault(click.ClickException):
    """Bad data. The message lists every fault, each with file, line and what to mend.

    It is a click exception so that the command line shows the list and not a traceback.
    """

    def __init__(self, faults: list[str]) -> None:
        """Take the faults, each with its place."""
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join(["the shared data has " + count, *faults]))


@dataclass(frozen=True)
class _File:
    """One data file as it was read: the tree with line numbers, and the entries that fit the model."""

    subject: str
    path: str
    tree: Any
    entries: tuple[Any, ...] = ()

    def line(self, loc: Iterable[str | int]) -> int:
        """Line (from 1) of the deepest part of `loc` that the file has."""
        node, line = self.tree, 1
        for part in loc:
            try:
                if isinstance(node, CommentedMap) and part in node:
                    line = node.lc.key(part)[0] + 1
                elif isinstance(node, CommentedSeq) and isinstance(part, int):
                    line = node.lc.item(part)[0] + 1
                else:
                    continue
                node = node[part]
            except (KeyError, IndexError):
                break
        return line

    def name(self, loc: tuple[str | int, ...]) -> str:
        """The entry that `loc` is in, as a reader of the file would name it."""
        if self.subject in SINGLES or not loc:
            return self.subject
        entry = self.tree[loc[0]]
        id_ = entry.get("id") if isinstance(entry, CommentedMap) else None
        label = _NAMES.get(self.subject, "entry")
        return f'{label} "{id_}"' if id_ else f"{label} number {int(loc[0]) + 1}"

    def fault(self, loc: tuple[str | int, ...], message: str) -> str:
        return f"{self.path}:{self.line(loc)}: {self.name(loc)}: {message}"


@dataclass
class _Checks:
    """The files that could be read, and the faults found so far."""

    files: dict[str, _File] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def ids(self, subject: str) -> set[str] | None:
        """All ids that a file holds, valid entries or not; None when the file could not be read."""
        file = self.files.get(subject)
        if file is None:
            return None
        return {e["id"] for e in file.tree if isinstance(e, CommentedMap) and isinstance(e.get("id"), str)}

    def each(self, subject: str) -> Iterator[tuple[tuple[int], Any]]:
        """Valid entries of a list file, each with its place."""
        file = self.files.get(subject)
        for index, entry in enumerate(file.entries if file else ()):
            if entry is not None:
                yield (index,), entry

    def say(self, subject: str, loc: tuple[str | int, ...], message: str) -> None:
        self.faults.append(self.files[subject].fault(loc, message))


def load_data(folder: Path) -> Data:
    """Read and check all data files of a folder.

    Args:
        folder: the folder that holds `figures.yml` and the others.

    Returns:
        the data, frozen.

    Raises:
        DataFault: with every fault that was found, each as `data/limits.yml:41: limit "makeup": …`.
    """
    stamp = tuple(
        (name, path.stat().st_mtime_ns, path.stat().st_size)
        for name in SUBJECTS
        if (path := folder / f"{name}.yml").is_file()
    )
    return _load(folder.resolve(), stamp)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Data:
    # Some engines register the macros once per page: the files are read again only when one has changed.
    checks = _Checks()
    parsed: dict[str, Any] = {}
    for subject in SUBJECTS:
        _read(folder, subject, checks)
    for subject in SINGLES:
        if (file := checks.files.get(subject)) and file.entries:
            parsed[subject] = file.entries[0]
    for subject in LISTS:
        if file := checks.files.get(subject):
            parsed[subject] = tuple(e for e in file.entries if e is not None)
    for check in _CROSS_CHECKS:
        check(checks)
    if checks.faults:
        raise DataFault(sorted(set(checks.faults), key=_by_place))
    return Data(**parsed)


def _by_place(fault: str) -> tuple[str, int, str]:
    path, line, rest = fault.split(":", 2)
    return path, int(line), rest


# ---- reading one file ----


def _read(folder: Path, subject: str, checks: _Checks) -> None:
    path = folder / f"{subject}.yml"
    shown = f"{folder.name}/{path.name}"
    if not path.is_file():
        checks.faults.append(f"{shown}:1: file missing; the guide needs it")
        return
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        checks.faults.append(f"{shown}:{line}: not UTF-8; save the file as UTF-8")
        return
    if tab := re.search(r"^ *\t", text, re.MULTILINE):
        line = text.count("\n", 0, tab.end()) + 1
        checks.faults.append(f"{shown}:{line}: a tab at the start of a line; indent with spaces")
        return
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = str(error.problem).split("\n")[0].strip()
        if "duplicate key" in problem:
            problem = re.sub(r" with value.*", "", problem.replace("found ", "")) + "; keep one of them"
        checks.faults.append(f"{shown}:{line}: broken YAML: {problem}")
        return
    except (YAMLError, ValueError) as error:  # ValueError: a day that no calendar has
        checks.faults.append(f"{shown}:1: broken YAML: {str(error).splitlines()[0]}")
        return
    wanted = CommentedMap if subject in SINGLES else CommentedSeq
    if not tree:
        checks.faults.append(f"{shown}:1: empty; the guide needs its entries")
        return
    if not isinstance(tree, wanted):
        kind = "keys with values" if subject in SINGLES else 'a list of entries, each starting with "- id:"'
        checks.faults.append(f"{shown}:1: must hold {kind}")
        return
    file = _File(subject, shown, tree)
    checks.files[subject] = file
    entries = _validate(file, checks)
    checks.files[subject] = _File(subject, shown, tree, entries)


def _plain(node: Any) -> Any:
    """The tree as JSON holds it. Dates become text, so that strict models can read them."""
    if isinstance(node, dict):
        return {str(k): _plain(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_plain(v) for v in node]
    if isinstance(node, dt.date):
        return node.isoformat()
    return node


def _validate(file: _File, checks: _Checks) -> tuple[Any, ...]:
    single = file.subject in SINGLES
    type_ = SINGLES.get(file.subject) or LISTS[file.subject]
    adapter: TypeAdapter[Any] = TypeAdapter(type_)
    entries: list[Any] = []
    for index, node in enumerate([file.tree] if single else file.tree):
        try:
            entries.append(adapter.validate_json(json.dumps(_plain(node), default=str)))
        except ValidationError as error:
            entries.append(None)
            for details in _of_one_kind(error.errors()):
                loc = details["loc"] if single else (index, *details["loc"])
                checks.faults.append(file.fault(loc, _teach(details, loc)))
    return tuple(entries)


def _inner(part: str | int) -> bool:
    """Whether a part of a place is a branch of a type, and no key or index of the file."""
    return isinstance(part, str) and (part in ("int", "float") or "[" in part or part == "Amount")


def _of_one_kind(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """One complaint for each place: of a value that may be of several types, the first type's."""
    seen: set[tuple[str | int, ...]] = set()
    inside = {e["loc"][:i] for e in errors for i in range(len(e["loc"])) if _inner(e["loc"][i])}
    for error in errors:
        loc = tuple(part for part in error["loc"] if not _inner(part))
        is_other = "literal['clinic']" in error["loc"] and error["loc"][:-1] in inside
        if loc not in seen and not (is_other and len(errors) > 1):
            seen.add(loc)
            yield {**error, "loc": loc}


def _teach(error: ErrorDetails, loc: tuple[str | int, ...]) -> str:
    """Turn a validation error into what to mend."""
    parts = [p for p in loc if isinstance(p, str)]
    key = f'"{parts[-1]}"' if parts else "entry"
    value = error.get("input")
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float | bool) else None
    match error["type"]:
        case "missing":
            return f"{key} is missing"
        case "extra_forbidden":
            return f"unknown key {key}; take it out or mend its spelling"
        case "value_error":
            return f"{key} {error['ctx']['error']}" if parts else str(error["ctx"]["error"])
        case "literal_error" | "enum":
            return f"{key} is {shown or 'not one of the words'}; write {error['ctx']['expected']}"
        case "string_too_short":
            return f"{key} is empty; write its text or take the entry out"
        case "string_pattern_mismatch":
            return f"{key} is {shown}, which is not of the right form ({error['ctx']['pattern']})"
        case "model_type" | "model_attributes_type" | "dict_type":
            example = "{from: 4, to: 6, unit: weeks}"
            return f"{key} is {shown or 'of the wrong kind'}; write keys with values, such as {example}"
        case "tuple_type" | "list_type":
            return f"{key} is {shown or 'of the wrong kind'}; write a list, such as [one, two]"
        case _:
            return f"{key} is {shown or 'of the wrong kind'}: {error['msg'][0].lower()}{error['msg'][1:]}"


# ---- what files say of each other ----


def _texts(entry: Any, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of an entry, with its place."""
    if isinstance(entry, str):
        yield loc, entry
    elif isinstance(entry, Entry):
        for name, info in type(entry).model_fields.items():
            yield from _texts(getattr(entry, name), (*loc, info.alias or name))
    elif isinstance(entry, tuple):
        for index, item in enumerate(entry):
            yield from _texts(item, (*loc, index))


def _all(checks: _Checks) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    for subject in SUBJECTS:
        file = checks.files.get(subject)
        for index, entry in enumerate(file.entries if file else ()):
            if entry is not None:
                yield subject, (() if subject in SINGLES else (index,)), entry


def _unknown(checks: _Checks, subject: str, loc: tuple[str | int, ...], kind: str, id_: str) -> None:
    """Complain when an id does not stand in its file."""
    home = {"figure": "figures", "reference": "references", "section": "article"}[kind]
    ids = checks.ids(home)
    if ids is not None and id_ not in ids:
        near = wording.nearest(id_, ids)
        hint = f'; did you mean "{near}"?' if near else ""
        checks.say(subject, loc, f'unknown {kind} "{id_}"{hint}')


def _ids_are_unique(checks: _Checks) -> None:
    for subject, file in checks.files.items():
        if subject in SINGLES:
            continue
        seen: dict[str, int] = {}
        for index, node in enumerate(file.tree):
            id_ = node.get("id") if isinstance(node, CommentedMap) else None
            if isinstance(id_, str) and id_ in seen:
                checks.say(subject, (index, "id"), f"the id stands twice; first in line {seen[id_]}")
            elif isinstance(id_, str):
                seen[id_] = file.line((index, "id"))
        for loc, entry in checks.each(subject):
            for at, old in enumerate(getattr(entry, "was", ())):
                if old in seen:
                    checks.say(
                        subject,
                        (*loc, "was", at),
                        f'the old id "{old}" stands twice; first in line {seen[old]}',
                    )
                seen[old] = file.line((*loc, "was", at))


def _calls_exist(checks: _Checks) -> None:
    """Placeholders, references and sections that an entry names must exist."""
    for subject, loc, entry in _all(checks):
        for place, text in _texts(entry):
            if subject not in ("figures", "references"):
                for id_ in placeholders(text):
                    _unknown(checks, subject, (*loc, *place), "figure", id_)
        for place, kind, id_ in _named_ids(entry):
            _unknown(checks, subject, (*loc, *place), kind, id_)


def _named_ids(
    entry: Any, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Ids of references and sections that an entry names, with their places and kinds."""
    for key, kind in (("references", "reference"), ("sections", "section"), ("figures", "figure")):
        for index, id_ in enumerate(getattr(entry, key, ())):
            yield (*at, key, index), kind, id_
    if isinstance(section := getattr(entry, "section", None), str):
        yield (*at, "section"), "section", section
    match article := getattr(entry, "article", ()):
        case (str(), *_):
            for index, id_ in enumerate(article):
                yield (*at, "article", index), "section", id_
        case (Entry(), *_):
            for index, variant in enumerate(article):
                yield from _named_ids(variant, (*at, "article", index))
    for index, variant in enumerate(getattr(entry, "variants", ())):
        yield from _named_ids(variant, (*at, "variants", index))
    if basis := getattr(entry, "basis", None):
        yield from _named_ids(basis, (*at, "basis"))


def _figure(checks: _Checks, id_: str) -> Figure | None:
    return next((f for _, f in checks.each("figures") if f.id == id_), None)


def _span(
    checks: _Checks, subject: str, loc: tuple[str | int, ...], id_: str, sides: tuple[Side, ...]
) -> Amount | None:
    """The span of a figure that is used as a point in time; complain when it is no such thing."""
    _unknown(checks, subject, loc, "figure", id_)
    figure = _figure(checks, id_)
    if figure is None:
        return None
    key = loc[-1]
    if figure.counts not in sides:
        wanted = " or ".join(f'"{s}"' for s in sides)
        counts = f'counts "{figure.counts}"' if figure.counts else 'has no "counts"'
        checks.say(
            subject,
            loc,
            f'"{key}" is on the wrong side of day 0: figure "{id_}" {counts}, not {wanted}',
        )
        return None
    if figure.value == "clinic":
        return None
    if not figure.value.is_time:
        checks.say(subject, loc, f'"{key}" names figure "{id_}", which is no span of time')
        return None
    return figure.value


def _limits_have_an_order(checks: _Checks) -> None:
    for loc, limit in checks.each("limits"):
        assert isinstance(limit, Limit)
        after = limit.when == "after"
        side = (Side.AFTER, Side.BETWEEN) if after else (Side.BEFORE,)
        ends: dict[str, Amount | None] = {}
        for key, id_ in (("from", limit.from_), ("until", limit.until)):
            ends[key] = (
                None if id_ in ("session", "never") else _span(checks, "limits", (*loc, key), id_, side)
            )
        if after and limit.until == "session":
            checks.say("limits", (*loc, "until"), '"until" is "session", but the limit comes after it')
        if not after and limit.from_ == "session":
            checks.say("limits", (*loc, "from"), '"from" is "session", but the limit comes before it')
        begin, end = ends["from"], ends["until"]
        if begin and end:
            first, last = schedule.span_hours(begin), schedule.span_hours(end)
            if (last <= first) if after else (last >= first):
                checks.say(
                    "limits",
                    (*loc, "until"),
                    f'"until" ends ({wording.amount(end)}) before it begins ({wording.amount(begin)})',
                )
        if limit.longer:
            more = _span(checks, "limits", (*loc, "longer", "until"), limit.longer.until, side)
            shorter = more and end and schedule.span_hours(more) <= schedule.span_hours(end)
            if shorter or (more and limit.until == "never"):
                checks.say("limits", (*loc, "longer", "until"), '"longer" is not longer than "until"')


def _stages_join(checks: _Checks) -> None:
    before: dict[str, Stage] = {}
    sides = {"session": (Side.AFTER, Side.BETWEEN), "course": (Side.AFTER_LAST,)}
    origin = {"session": "session", "course": "last-session"}
    file = checks.files.get("stages")
    if file is None or None in file.entries:
        return  # mend those first: their neighbors cannot be judged without them
    for loc, stage in checks.each("stages"):
        assert isinstance(stage, Stage)
        end = _span(checks, "stages", (*loc, "ends"), stage.ends, sides[stage.track])
        previous = before.get(stage.track)
        before[stage.track] = stage
        expected = previous.ends if previous else origin[stage.track]
        if stage.starts != expected:
            start = _figure(checks, stage.starts)
            last = _figure(checks, expected)
            a = start.value if start and isinstance(start.value, Amount) else None
            b = last.value if last and isinstance(last.value, Amount) else None
            if stage.starts not in ("session", "last-session"):
                _unknown(checks, "stages", (*loc, "starts"), "figure", stage.starts)
            if a and b and a.is_time and b.is_time:
                word = "overlaps" if schedule.days_after(a) < schedule.days_after(b) else "leaves a gap after"
            else:
                word = "does not join"
            what = f'stage "{previous.id}"' if previous else f'"{expected}"'
            checks.say("stages", (*loc, "starts"), f'"starts" {word} {what}; write "{expected}"')
        elif previous and end:
            start = _figure(checks, expected)
            begin = start.value if start and isinstance(start.value, Amount) else None
            if begin and begin.is_time and schedule.days_after(end) <= schedule.days_after(begin):
                checks.say(
                    "stages",
                    (*loc, "ends"),
                    f'"ends" ({wording.amount(end)}) is not after it starts ({wording.amount(begin)})',
                )


_NEEDED = {
    "sessions": (("sessions",), "a count of sessions"),
    "time": (TIME_UNITS, "a span of time"),
    "days": (("days", "weeks", "months"), "a span of days, weeks or months"),
}


def _course_fits(checks: _Checks) -> None:
    file = checks.files.get("course")
    if not file or not file.entries or file.entries[0] is None:
        return
    course = file.entries[0]
    wanted: list[tuple[tuple[str | int, ...], str, str]] = [
        (("sessions",), course.sessions, "sessions"),
        (("gap",), course.gap, "time"),
        (("session_length",), course.session_length, "time"),
        (("numbing",), course.numbing, "time"),
        (("accepted", "sessions", "from"), course.accepted.sessions.from_, "sessions"),
        (("accepted", "sessions", "to"), course.accepted.sessions.to, "sessions"),
        (("accepted", "gap", "from"), course.accepted.gap.from_, "days"),
        (("accepted", "gap", "to"), course.accepted.gap.to, "days"),
        (("accepted", "times", "from"), course.accepted.times.from_, "time"),
        (("accepted", "times", "to"), course.accepted.times.to, "time"),
        *((("results", i), id_, "time") for i, id_ in enumerate(course.results)),
    ]
    for loc, id_, kind in wanted:
        _unknown(checks, "course", loc, "figure", id_)
        figure = _figure(checks, id_)
        if figure is None:
            continue
        value = figure.value
        units, need = _NEEDED[kind]
        if value == "clinic" or value.unit not in units:
            checks.say("course", loc, f'"{loc[-1]}" names figure "{id_}", which is not {need}')
        elif kind == "sessions" and not isinstance(value.upper, int):
            checks.say("course", loc, f'"{loc[-1]}" needs a whole, closed number of sessions')
        elif value.upper is None or value.lower is None:
            checks.say("course", loc, f'"{loc[-1]}" needs a figure with both ends')
        elif loc == ("gap",) and value.unit not in ("days", "weeks"):
            checks.say("course", loc, f'"gap" is in days or weeks; figure "{id_}" is in {value.unit}')
        elif loc[0] == "results" and value.unit != "months":
            checks.say("course", loc, f'"results" are in months; figure "{id_}" is in {value.unit}')
    for index, id_ in enumerate(course.results):
        figure = _figure(checks, id_)
        if figure and figure.counts is not Side.AFTER_LAST:
            checks.say("course", ("results", index), f'figure "{id_}" must count "{Side.AFTER_LAST}"')


def _claims_are_safe(checks: _Checks) -> None:
    for loc, claim in checks.each("claims"):
        if claim.verdict == "unsafe as stated" and claim.outcome == "kept":
            checks.say("claims", (*loc, "outcome"), 'a claim that is unsafe as stated cannot be "kept"')


def _card_is_short(checks: _Checks) -> None:
    signs = [(loc, s) for loc, s in checks.each("signs") if s.on_card]
    for urgency, most in ((model.Urgency.EMERGENCY, 4), (model.Urgency.SAME_DAY, 5)):
        rows = [loc for loc, s in signs if s.urgency is urgency]
        for loc in rows[most:]:
            checks.say("signs", (*loc, "on_card"), f"the card holds at most {most} signs of this urgency")
    for loc, sign in signs:
        if sign.urgency is model.Urgency.SOON:
            checks.say("signs", (*loc, "on_card"), "the card holds emergency and same-day signs only")


def _review_has_an_order(checks: _Checks) -> None:
    file = checks.files.get("site")
    if not file or not file.entries or file.entries[0] is None:
        return
    site = file.entries[0]
    if site.review.due <= site.review.last:
        checks.say("site", ("review", "due"), '"due" is not after "last"')
    if site.clinical_review and site.clinical_review.date > site.review.last:
        checks.say(
            "site",
            ("clinical_review", "date"),
            'the clinical review is later than "last"; mend one',
        )


_CROSS_CHECKS: tuple[Callable[[_Checks], None], ...] = (
    _ids_are_unique,
    _calls_exist,
    _limits_have_an_order,
    _stages_join,
    _course_fits,
    _claims_are_safe,
    _card_is_short,
    _review_has_an_order,
)


def json_schema(subject: str) -> dict[str, Any]:
    """JSON Schema of a data file, for editors that complete and check YAML.

    Args:
        subject: a name of `SUBJECTS`, such as "figures".
    """
    if subject in SINGLES:
        return SINGLES[subject].model_json_schema()
    adapter: TypeAdapter[Any] = TypeAdapter(tuple[LISTS[subject], ...])  # type: ignore[valid-type]
    return adapter.json_schema()
