"""Bad data is refused with file, line, entry and what to mend; a bad build harms nothing."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from macros import load
from macros.load import LISTS, SINGLES, SUBJECTS, DataFault, json_schema, load_data
from tests.unit.project import DATA, Change, build, copy_project, files

KINDS = {name: name.removesuffix("s").replace("_", " ") for name in LISTS} | {
    "article": "section",
    "suitability": "situation",
}
SPAN = r"^  value: \{.*\}"  # of the first figure that has one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real data, to spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def spoil(folder: Path, name: str, old: str, new: str) -> Change:
    path = folder / f"{name}.yml"
    change = Change.of(path.read_text("utf-8"), old, new)
    path.write_text(change.text, encoding="utf-8")
    return change


def faults(folder: Path) -> list[str]:
    with pytest.raises(DataFault) as caught:
        load_data(folder)
    return caught.value.faults


def place(name: str, change: Change) -> str:
    """How a fault in the changed place begins."""
    entry = f'{KINDS[name]} "{change.id}"' if name in LISTS else name
    return f"data/{name}.yml:{change.line}: {entry}: "


# ---- the real data ----


def test_the_real_data_loads() -> None:
    data = load_data(DATA)
    assert all(getattr(data, subject) for subject in SUBJECTS)


def test_data_is_read_again_only_when_a_file_has_changed(folder: Path) -> None:
    first = load_data(folder)
    assert load_data(folder) is first
    spoil(folder, "site", "^funding: .*", 'funding: "Somebody else paid."')
    assert load_data(folder).site.funding == "Somebody else paid."
    path = folder / "site.yml"
    second = load_data(folder)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert load_data(folder) is not second


# ---- one file that cannot be read ----


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / f"{name}.yml").unlink()
    assert faults(folder) == [f"data/{name}.yml:1: file missing; the guide needs it"]


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize("text", ["", "# only a remark\n"])
def test_an_empty_file(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.yml").write_text(text)
    assert faults(folder) == [f"data/{name}.yml:1: empty; the guide needs its entries"]


def test_a_file_of_the_wrong_shape(folder: Path) -> None:
    (folder / "signs.yml").write_text("id: pus\n")
    (folder / "site.yml").write_text("- name: A\n")
    assert faults(folder) == [
        'data/signs.yml:1: must hold a list of entries, each starting with "- id:"',
        "data/site.yml:1: must hold keys with values",
    ]


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "signs.yml").write_bytes("# one\n# two\n# caf\xe9\n".encode("latin-1"))
    assert faults(folder) == ["data/signs.yml:3: not UTF-8; save the file as UTF-8"]


BROKEN = [
    ("\tsign: a", 0, "a tab at the start of a line; indent with spaces"),
    ("  \tsign: a", 0, "a tab at the start of a line; indent with spaces"),
    ("  sign: a\n  sign: b", 1, 'broken YAML: duplicate key "sign"; keep one of them'),
    ("  sign: a: b", 0, "broken YAML: mapping values are not allowed here"),
    ("  sign: *other", 0, "broken YAML: found undefined alias 'other'"),
]


@pytest.mark.parametrize(("new", "below", "what"), BROKEN)
def test_broken_yaml(folder: Path, new: str, below: int, what: str) -> None:
    change = spoil(folder, "signs", r"^  sign: .*", new)
    assert faults(folder) == [f"data/signs.yml:{change.line + below}: {what}"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("signs", "^  sign: .*", "  sign: !odd a"),
        ("signs", "^  sign: .*", "  sign: a\x07"),
        ("site", "^  due: .*", "  due: 2027-02-30"),
        ("signs", "^  sign: .*", "  sign: [a"),
        ("signs", "^  sign: .*", '  sign: "a'),
        ("signs", "^  sign: .*", "  {{ sign }}: a"),
        ("signs", "^  sign: .*", "  ? [a, b]\n  : c"),
        ("signs", r"^- id: ", "- id: &x "),
    ],
)
def test_whatever_stands_in_a_file_the_fault_names_it(folder: Path, name: str, old: str, new: str) -> None:
    """No traceback, whatever an editor's slip does to the YAML."""
    spoil(folder, name, old, new)
    try:
        load_data(folder)
    except DataFault as fault:
        assert all(line.startswith(f"data/{name}.yml:") for line in fault.faults)


# ---- one entry that means nothing ----


def amount(new: str, what: str) -> tuple[str, str, str, str]:
    return ("figures", SPAN, f"  value: {new}", what)


ENTRIES = [
    # keys
    ("figures", "^  label:", "  colour: red\n  label:", 'unknown key "colour"; take it out'),
    ("figures", r"^(- id: \S+)\n  label: .*", r"\1", '"label" is missing'),
    ("signs", r"^(- id: \S+)\n  urgency: .*", r"\1", '"urgency" is missing'),
    ("site", "^funding: .*", "fundin: A", 'unknown key "fundin"; take it out or mend its spelling'),
    ("site", "^funding:", "name: A\nfunding:", 'unknown key "name"; take it out'),
    ("site", "^funding:", "address: https://a.b/\nfunding:", 'unknown key "address"; take it out'),
    ("site", "^funding:", 'emergency_number: "112"\nfunding:', 'unknown key "emergency_number"'),
    ("site", "^emergency_numbers: .*", 'emergency_numbers: ["112", "nine"]',
     '"emergency_numbers" is "nine", which is not of the right form'),
    ("course", "^gap:", "basis: {caution: true}\ngap:", 'unknown key "basis"; take it out'),
    ("risks", "^  what:", "  group: rare\n  what:", 'unknown key "group"; take it out'),
    ("stages", "^  see:", "  leave: [makeup]\n  see:", 'unknown key "leave"; take it out'),
    ("cautions", r", phrase: .*", r"}}", '"phrase" is missing'),
    ("limits", r"^  longer: .*", "  longer: {until: makeup-after-deep}", '"when" is missing'),
    ("limits", r"^  longer: .*", "  longer: {when: A}", '"until" is missing'),
    # types
    amount('{from: "4-6", unit: weeks}', '"from" is "4-6": '),
    amount("{from: 4-6, unit: weeks}", '"from" is "4-6": '),
    amount("{exactly: 1:30, unit: hours}", '"exactly" is "1:30": '),
    amount("{exactly: true, unit: people}", '"exactly" is true: '),
    amount("{exactly: .inf, unit: people}", '"exactly" is '),
    amount("{exactly: 4, unit: weeks, about: yes}", '"about" is "yes": '),
    amount("soon", '"value" is "soon"; write keys with values'),
    amount("[4, 6]", '"value" is of the wrong kind; write keys with values'),
    ("signs", "^  on_card: .*", "  on_card: no", '"on_card" is "no": input should be a valid'),
    ("signs", "^  on_card: .*", '  on_card: "true"', '"on_card" is "true": input should be a'),
    ("signs", "^  sign: .*", "  sign:", '"sign" is of the wrong kind: input should be a valid'),
    ("signs", "^  basis: .*", "  basis: {references: chu}", '"references" is "chu"; write a list'),
    ("signs", "^  basis: .*", "  basis: chu", '"basis" is "chu"; write keys with values'),
    ("site", "^  due: .*", "  due: 22 May 2027", '"due" is "22 May 2027": input should be a'),
    # words
    amount("{exactly: 4, unit: fortnights}", "\"unit\" is \"fortnights\"; write 'minutes'"),
    ("signs", "^  urgency: .*", "  urgency: urgent", "\"urgency\" is \"urgent\"; write '"),
    ("stages", "^  track: .*", "  track: year", "\"track\" is \"year\"; write 'session'"),
    ("figures", "^  group: .*", "  group: other", '"group" is "other"; write \'course\''),
    # numbers
    amount("{from: 6, to: 4, unit: weeks}", '"value" upper end (4) is not above the lower end (6)'),
    amount("{exactly: 0, unit: weeks}", '"value" must be more than zero'),
    amount("{exactly: -4, unit: weeks}", '"value" must be more than zero'),
    amount("{exactly: 1.5, unit: weeks}", '"value" a span of time is in whole units'),
    amount("{unit: weeks}", '"value" needs "exactly", "from" or "to"'),
    # texts
    ("signs", "^  sign: .*", '  sign: ""', '"sign" is empty; write its text or take'),
    ("signs", "^  sign: .*", '  sign: " "', '"sign" is empty; write its text or take'),
    ("signs", "^  sign: .*", '  sign: "a <b>c</b>"', '"sign" holds mark-up ("<b"); write plain'),
    ("signs", "^  sign: .*", '  sign: "a **b**"', '"sign" holds mark-up ("*"); write plain'),
    ("signs", "^  sign: .*", '  sign: "a *b*"', '"sign" holds mark-up ("*"); write plain'),
    ("signs", "^  sign: .*", '  sign: "a _b_"', '"sign" holds mark-up ("_"); write plain'),
    ("cautions", 'phrase: ".*?"', 'phrase: "24 hours"', '"phrase" holds a bare number ("24")'),
    ("limits", r"^  longer: .*", '  longer: {when: "After two weeks", until: makeup-after-deep}',
     '"when" holds a bare number ("two weeks")'),
    ("limits", r"^  then: .*", '  then: "Wait 3 days."', '"then" holds a bare number ("3")'),
    ("signs", "^  sign: .*", '  sign: "a `b`"', '"sign" holds mark-up ("`"); write plain'),
    ("signs", "^  sign: .*", '  sign: "{{ gap }}"', '"sign" holds mark-up ("{{"); write plain'),
    ("figures", "^  why: .*", '  why: "<br>"', '"why" holds mark-up ("<b"); write plain'),
    ("references", "^  says: .*", '  says: "`x`"', '"says" holds mark-up ("`"); write plain'),
    # ids and addresses
    ("signs", r"^- id: (\S+)", r"- id: Ab", '"id" is "Ab", which is not of the right form'),
    ("references", "^  url: .*", "  url: http://a.b/", '"url" is "http://a.b/", which is not of'),
    ("references", "^  doi: .*", "  doi: doi.org/1", '"doi" is "doi.org/1", which is not of the'),
    # what an entry says of itself
    ("signs", "^  basis: .*", "  basis: {}", '"basis" names no source; give sections, references'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "what"), ENTRIES)
def test_an_entry_that_means_nothing(folder: Path, name: str, old: str, new: str, what: str) -> None:
    change = spoil(folder, name, old, new)
    found = faults(folder)
    begins = place(name, change) + what
    if '"id" is "Ab"' in what:
        begins = begins.replace(f'"{change.id}"', '"Ab"', 1)
    assert [line for line in found if line.startswith(begins)]


@pytest.mark.parametrize(("name", "old", "new", "what"), [c for c in ENTRIES if c[0] == "figures"])
def test_a_bad_figure_is_one_fault_in_the_words_of_the_file(
    folder: Path, name: str, old: str, new: str, what: str
) -> None:
    """Without the names of Python types, and without a second fault that points elsewhere."""
    spoil(folder, name, old, new)
    own = [line for line in faults(folder) if line.startswith("data/figures.yml:")]
    assert len(own) == 1
    assert not re.search(r"function-after|\"(int|float)\"|Amount", own[0])


@pytest.mark.parametrize("written", ["24 hours", "two weeks", "a 3rd time", "half an hour"])
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("site", "funding"),
        ("stages", "see"),
        ("limits", "note"),
        ("signs", "do"),
        ("suitability", "why"),
        ("risks", "what"),
        ("scar_types", "looks"),
        ("options", "what"),
        ("questions", "why"),
        ("terms", "meaning"),
        ("contradictions", "settled"),
    ],
)
def test_a_bare_number_outside_figures(folder: Path, name: str, key: str, written: str) -> None:
    change = spoil(folder, name, rf"^( *){key}: .*", rf'\1{key}: "Wait {written}."')
    number = re.search(r"two weeks|half an hour|\d+", written)
    assert number
    assert faults(folder) == [
        place(name, change) + f'"{key}" holds a bare number ("{number[0]}"); '
        "give it an id in figures.yml and write {id} here"
    ]


@pytest.mark.parametrize(("name", "key"), [("figures", "why"), ("references", "says")])
def test_numbers_may_stand_in_figures_and_sources(folder: Path, name: str, key: str) -> None:
    spoil(folder, name, rf"^  {key}: .*", f'  {key}: "24 hours or two weeks"')
    assert load_data(folder)


# ---- entries that do not fit each other ----

RELATIONS = [
    # ids
    ("limits", "^  until: makeup-after$", "  until: makeup-aftr",
     'unknown figure "makeup-aftr"; did you mean "makeup-after"?'),
    ("limits", "^  until: makeup-after$", "  until: qqqq", 'unknown figure "qqqq"'),
    ("signs", r"references: \[nhs-cellulitis", "references: [nhs-celulitis",
     'unknown reference "nhs-celulitis"; did you mean "nhs-cellulitis"?'),
    ("figures", "section: s1-sessions", "section: s1-session",
     'unknown section "s1-session"; did you mean "s1-sessions"?'),
    ("limits", r"article: \[s3-step2", "article: [s3-stp2",
     'unknown section "s3-stp2"; did you mean "s3-step2"?'),
    ("limits", r"^(  longer: \{.*until: )makeup-after-deep", r"\1makeup-aftr-deep",
     'unknown figure "makeup-aftr-deep"; did you mean "makeup-after-deep"?'),
    ("limits", r"^  then: .*", '  then: "After {mkeup-after}."',
     'unknown figure "mkeup-after"; did you mean "makeup-after"?'),
    ("cautions", 'phrase: ".*?"', 'phrase: "in {gapp}"', 'unknown figure "gapp"; did you mean "gap"?'),
    ("contradictions", r"figures: \[redness", "figures: [rednes",
     'unknown figure "rednes"; did you mean "redness"?'),
    ("risks", r"\{visible-healing\}", "{visible-heal}",
     'unknown figure "visible-heal"; did you mean "visible-healing"?'),
    ("course", "^gap: .*", "gap: gapp", 'unknown figure "gapp"; did you mean "gap"?'),
    # limits
    ("limits", "^  until: makeup-after$", "  until: results-first",
     '"until" is on the wrong side of day 0: figure "results-first" counts "after the last '
     'session", not "after a session" or "between sessions"'),
    ("limits", "^  from: sun-before$", "  from: sun-after",
     '"from" is on the wrong side of day 0: figure "sun-after" counts "after a session", '
     'not "before a session"'),
    ("limits", "^  until: makeup-after$", "  until: spf",
     '"until" is on the wrong side of day 0: figure "spf" has no "counts"'),
    ("limits", "^  until: makeup-after$", "  until: session",
     '"until" is "session", but the limit comes after it'),
    ("limits", "^  from: sun-before$", "  from: session",
     '"from" is "session", but the limit comes before it'),
    ("limits", r"^(  longer: \{.*until: )makeup-after-deep", r"\1makeup-after",
     '"longer" is not longer than "until"'),
    ("limits", r"^(  longer: \{.*until: )makeup-after-deep", r"\1results-first",
     '"until" is on the wrong side of day 0: figure "results-first" counts "after the last '
     'session", not "after a session" or "between sessions"'),
    ("limits", r"^(  longer: \{.*until: )makeup-after-deep", r"\1spf",
     '"until" is on the wrong side of day 0: figure "spf" has no "counts"'),
    ("limits", "^  until: never$", "  longer: {when: A, until: makeup-after-deep}\n  until: never",
     '"longer" is not longer than "until"'),
    # stages
    ("stages", "^  starts: first-day$", "  starts: fragile",
     '"starts" leaves a gap after stage "first-day"; write "first-day"'),
    ("stages", "^  starts: redness$", "  starts: first-day",
     '"starts" overlaps stage "settling"; write "redness"'),
    ("stages", "^  starts: session$", "  starts: first-day",
     '"starts" does not join "session"; write "session"'),
    ("stages", "^  ends: visible-healing$", "  ends: first-day", '"ends" ('),
    # the course
    ("course", "^sessions: .*", "sessions: gap",
     '"sessions" names figure "gap", which is not a count of sessions'),
    ("course", "^gap: .*", "gap: sessions",
     '"gap" names figure "sessions", which is not a span of time'),
    ("course", "^gap: .*", "gap: makeup-after", '"gap" '),
    ("course", "^gap: .*", "gap: gap-longest", '"gap" '),
    ("course", "^results: .*", "results: [results-tissue, gap]", 'figure "gap" must count'),
    ("course", "^results: .*", "results: [gap]", 'figure "gap" must count "after the '),
    # signs, dates
    ("signs", "^  on_card: false", "  on_card: true",
     "the card holds emergency and same-day signs only"),
    ("site", "^  due: .*", "  due: 2020-01-01", '"due" is not after "last"'),
    ("site", "^clinical_review: null", "clinical_review: {name: A, role: nurse, date: 2099-01-01}",
     'the clinical review is later than "last"; mend one'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "what"), RELATIONS)
def test_entries_that_do_not_fit_each_other(folder: Path, name: str, old: str, new: str, what: str) -> None:
    change = spoil(folder, name, old, new)
    assert [line for line in faults(folder) if line.startswith(place(name, change) + what)]


def test_an_id_that_stands_twice(folder: Path) -> None:
    for name in LISTS:
        text = (folder / f"{name}.yml").read_text("utf-8")
        first = YAML().load(text)[0]["id"]
        line = 1 + next(i for i, x in enumerate(text.splitlines()) if f"id: {first}" in x)
        second = re.findall(r"^- (?:\{)?id: ([\w-]+)", text, re.MULTILINE)[1:2]
        if not second:
            continue
        change = spoil(folder, name, rf"^(- \{{?id: ){second[0]}\b", rf"\g<1>{first}")
        said = f'data/{name}.yml:{change.line}: {KINDS[name]} "{first}": '
        assert f"{said}the id stands twice; first in line {line}" in faults(folder)


def test_a_limit_that_ends_before_it_begins(folder: Path) -> None:
    for id_, hours in (("first-day", 24), ("makeup-after", 6)):
        spoil(
            folder,
            "figures",
            rf"^- id: {id_}\n(  label: .*\n  group: .*\n)  value: .*",
            rf"- id: {id_}\n\1  value: {{exactly: {hours}, unit: hours}}",
        )
    change = spoil(folder, "limits", "^  until: makeup-after$", "  until: makeup-after")
    spoil(folder, "limits", "^  until: makeup-after$", "  from: first-day\n  until: makeup-after")
    assert (
        f'data/limits.yml:{change.line + 1}: limit "{change.id}": '
        '"until" ends (6 hours) before it begins (24 hours)' in faults(folder)
    )


SHORT = '"short" is the name in lists of what to leave alone: after a session, and only there'


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        (r"^(  topic: .*\n)(  when: before)", r"\1  short: a\n\2", "retinoids-before"),
        (r"^(  topic: .*\n)  short: .*\n(  when: after)", r"\1\2", "sunscreen"),
    ],
)
def test_a_name_for_lists_goes_with_what_is_to_be_left_alone_afterwards(
    folder: Path, old: str, new: str, id_: str
) -> None:
    spoil(folder, "limits", old, new)
    line = (folder / "limits.yml").read_text("utf-8").splitlines().index(f"- id: {id_}") + 1
    assert faults(folder) == [f'data/limits.yml:{line}: limit "{id_}": {SHORT}']


def test_an_unsafe_claim_is_never_kept(folder: Path) -> None:
    (folder / "claims.yml").write_text(
        "# Claims.\n"
        "- id: c1\n  sections: [s0]\n  claim: It is safe\n  verdict: unsafe as stated\n"
        "  outcome: kept\n  reason: none\n  where: {page: faq, heading: pain, phrase: safe}\n"
    )
    assert faults(folder) == [
        'data/claims.yml:6: claim "c1": a claim that is unsafe as stated cannot be "kept"'
    ]


@pytest.mark.parametrize(("urgency", "most"), [("emergency", 4), ("same day", 5)])
def test_a_card_that_is_too_long(folder: Path, urgency: str, most: int) -> None:
    path = folder / "signs.yml"
    sign = (
        "\n- id: more-{n}\n  urgency: {urgency}\n  on_card: true\n  sign: a\n  when: b\n  do: c\n"
        "  basis: {{caution: true}}\n"
    )
    old = path.read_text("utf-8").replace("on_card: true", "on_card: false").rstrip()
    text = old + "".join(sign.format(n=n, urgency=urgency) for n in range(most + 1))
    path.write_text(text, encoding="utf-8")
    line = text[: text.rindex("on_card: true")].count("\n") + 1
    assert faults(folder) == [
        f'data/signs.yml:{line}: sign "more-{most}": the card holds at most {most} signs of this urgency'
    ]


# ---- many faults at once ----


def test_all_faults_of_all_files_are_listed_in_order(folder: Path) -> None:
    broken = spoil(folder, "terms", "^  plain: .*", "  plain: a: b")
    number = spoil(folder, "signs", "^  sign: .*", '  sign: "for 3 days"')
    empty = spoil(folder, "signs", "^  do: .*", '  do: ""')
    limit = spoil(folder, "limits", "^  until: sun-after$", "  until: qqqq")
    (folder / "options.yml").unlink()
    with pytest.raises(DataFault) as caught:
        load_data(folder)
    found = caught.value.faults
    lines = [re.match(r"data/(\w+)\.yml:(\d+): ", fault) for fault in found]
    places = [(m[1], int(m[2])) for m in lines if m]
    assert len(places) == len(found) and places == sorted(places)
    assert places == [
        ("limits", limit.line),
        ("options", 1),
        *sorted([("signs", number.line), ("signs", empty.line)]),
        ("terms", broken.line),
    ]
    assert caught.value.message == "\n".join([f"the shared data has {len(found)} faults", *found])


def test_one_fault_is_counted_as_one() -> None:
    assert DataFault(["x"]).message == "the shared data has 1 fault\nx"


# ---- a build with bad data ----


def test_a_build_with_bad_data_says_so_and_leaves_the_old_site(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "site" / "a").mkdir(parents=True)
    (project / "site" / "index.html").write_text("old")
    (project / "site" / "a" / "b.bin").write_bytes(b"\x00\x01")
    before = files(project / "site")
    change = spoil(project / "data", "limits", "^  until: makeup-after$", "  until: makeup-aftr")
    done = build(project)
    assert done.code != 0
    assert place("limits", change) + 'unknown figure "makeup-aftr"' in done.said
    assert "Traceback" not in done.said
    assert files(project / "site") == before
    elsewhere = build(project, "-d", str(tmp_path / "fresh"))
    assert elsewhere.code != 0 and not (tmp_path / "fresh").exists()


# ---- the schema for editors ----


def problems(schema: dict[str, Any], value: Any, root: dict[str, Any], at: str = "") -> list[str]:
    """What a value breaks, of the words that our schemas use."""
    if ref := schema.get("$ref"):
        return problems(root["$defs"][ref.rsplit("/", 1)[1]], value, root, at)
    if options := schema.get("anyOf"):
        tried = [problems(option, value, root, at) for option in options]
        return [] if [] in tried else tried[0]
    types: dict[str, tuple[type, ...]] = {
        "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,),
        "integer": (int,), "number": (int, float), "null": (type(None),),
    }  # fmt: skip
    wanted = schema.get("type")
    if wanted and (
        not isinstance(value, types[wanted]) or (isinstance(value, bool) and wanted in ("integer", "number"))
    ):
        return [f"{at}: not {wanted}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not in enum")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not const")
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            found.append(f"{at}: pattern")
        if len(value) < schema.get("minLength", 0):
            found.append(f"{at}: too short")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{at}.{k}: missing" for k in schema.get("required", ()) if k not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{at}.{k}: unknown" for k in value if k not in known]
        for key in value.keys() & known.keys():
            found += problems(known[key], value[key], root, f"{at}.{key}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += problems(schema.get("items", {}), item, root, f"{at}[{index}]")
    return found


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_schema_takes_the_real_file(name: str) -> None:
    schema = json_schema(name)
    value = load._plain(YAML(typ="rt").load((DATA / f"{name}.yml").read_text("utf-8")))
    assert problems(schema, value, schema) == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_schema_refuses_a_bad_file(name: str) -> None:
    schema = json_schema(name)
    value = load._plain(YAML(typ="rt").load((DATA / f"{name}.yml").read_text("utf-8")))
    entry = value if name in SINGLES else value[0]
    key = next(iter(entry))
    for bad in (
        {k: v for k, v in entry.items() if k != key},
        entry | {"colour": "red"},
        entry | {key: 5},
    ):
        assert problems(schema, bad if name in SINGLES else [bad], schema)
