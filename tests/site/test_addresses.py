"""Every address that was ever published still leads somewhere, and the lists of addresses are whole."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from macros import addresses
from macros.model import Data
from publish import ledger, links
from publish.targets import Target, targets

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return ledger.read((ROOT / ledger.LEDGER).read_text("utf-8"))


@pytest.fixture(scope="module")
def found(site: Path) -> dict[str, Target]:
    return targets(site)


@pytest.fixture(scope="module")
def listed(site: Path) -> dict[str, Any]:
    return dict(json.loads((site / links.FILE).read_text("utf-8")))


def test_every_published_address_leads_somewhere(known: dict[str, Any], found: dict[str, Target]) -> None:
    problems = ledger.lost(known, found)
    assert not problems, "\n".join(["", *problems])


def test_every_address_of_the_site_is_in_the_ledger(known: dict[str, Any], found: dict[str, Target]) -> None:
    problems = ledger.unlisted(known, found)
    assert not problems, "\n".join(["", *problems])


def test_the_ledger_is_as_its_verb_writes_it(known: dict[str, Any]) -> None:
    assert (ROOT / ledger.LEDGER).read_text("utf-8") == ledger.write(known)


def taken_off(history: str, text: str) -> list[str]:
    """Lines that a commit put into the ledger, and that do not stand there now.

    Args:
        history: what `git log -p` says of the ledger.
        text: the ledger as it is.
    """
    ever = {line[1:] for line in history.splitlines() if line.startswith("+/")}
    return sorted(ever - set(text.splitlines()))


def test_nothing_was_ever_taken_off_the_ledger() -> None:
    command = ["git", "log", "-p", "--format=", "--", ledger.LEDGER.as_posix()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    # Without git there is no history to hold it to; the other tests here still do.
    assert taken_off(done.stdout, (ROOT / ledger.LEDGER).read_text("utf-8")) == []


def test_an_address_that_was_taken_off_is_found() -> None:
    history = "diff --git a b\n+++ b/data/ledger.txt\n+/ 2026-11-22\n+/faq/ 2026-11-22\n-/faq/ 2026-11-22\n"
    assert taken_off(history, "# x\n/ 2026-11-22\n") == ["/faq/ 2026-11-22"]
    assert taken_off(history, "# x\n/ 2026-11-22\n/faq/ 2027-01-01\n") == ["/faq/ 2026-11-22"]


def test_every_address_for_clinics_is_one_of_the_ledger(known: dict[str, Any], data: Data) -> None:
    groups = addresses.groups(data, DOCS)
    assert {target.page for group in groups for target in group.targets} == {
        path.stem for path in DOCS.glob("*.md")
    }
    assert [x.address for group in groups for x in group.targets if x.address not in known] == []


def test_every_qr_code_is_of_an_address_of_the_ledger(known: dict[str, Any], data: Data) -> None:
    codes = addresses.codes(data, DOCS)
    assert len(codes) > 100
    assert [x for x in codes.values() if x.partition("~")[0].removesuffix("#") not in known] == []


def test_what_changed_names_addresses_of_the_ledger(known: dict[str, Any], data: Data) -> None:
    assert [x for change in data.changes for x in change.addresses if x not in known] == []


# ---- links.json ----


def faults(value: Any, schema: Mapping[str, Any], at: str = "$") -> list[str]:
    """What a value breaks of a JSON Schema, as far as ours goes; a word that we do not know is a fault."""
    known = {"$schema", "title", "description", "format", "type", "const", "pattern", "minLength"}
    known |= {"properties", "required", "additionalProperties", "items"}
    found = [f"{at}: the schema says {word}" for word in schema if word not in known]
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    wanted = schema.get("type", [])
    allowed = tuple(types[name] for name in ([wanted] if isinstance(wanted, str) else wanted))
    if allowed and not isinstance(value, allowed):
        return [*found, f"{at}: not of type {wanted}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not {schema['const']}")
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            found.append(f"{at}: not like {schema['pattern']}")
        if len(value) < schema.get("minLength", 0):
            found.append(f"{at}: too short")
        if schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            found.append(f"{at}: no date")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{at}: no {key}" for key in schema.get("required", ()) if key not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{at}: unknown {key}" for key in value if key not in properties]
        for key in value.keys() & properties.keys():
            found += faults(value[key], properties[key], f"{at}.{key}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += faults(item, schema.get("items", {}), f"{at}[{index}]")
    return found


def test_links_json_keeps_to_its_schema(listed: dict[str, Any], site: Path) -> None:
    schema = json.loads((site / links.SCHEMA_FILE).read_text("utf-8"))
    assert schema == links.SCHEMA
    assert faults(listed, schema) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": 2}, "$.version: not 1"),
        ({"site": "http://guide.example/"}, "$.site: not like ^https://.+/$"),
        ({"extra": 1}, "$: unknown extra"),
        ({"reviewed": "today"}, "$.reviewed: no date"),
        ({"links": [{"address": "faq"}]}, "$.links[0]: no title"),
        ({"groups": None}, "$.groups: not of type array"),
    ],
)
def test_what_breaks_the_schema_is_found(listed: dict[str, Any], change: dict[str, Any], says: str) -> None:
    assert says in faults(listed | change, links.SCHEMA)


def test_links_json_holds_every_address_with_its_day(
    listed: dict[str, Any], known: dict[str, Any], found: dict[str, Target]
) -> None:
    assert {x["address"]: x["since"] for x in listed["links"]} == {
        address: day.isoformat() for address, day in known.items()
    }
    assert {x["group"] for x in listed["links"]} == {x["id"] for x in listed["groups"]}
    by_address = {x["address"]: x for x in listed["links"]}
    assert by_address["/recovery/#limit-makeup"] == {
        "address": "/recovery/#limit-makeup",
        "title": "Makeup",
        "page": "Healing after a session",
        "group": "healing",
        "since": "2026-11-22",
    }


def test_a_preview_says_so_and_has_no_qr_code(listed: dict[str, Any], site: Path) -> None:
    assert listed["site"] is None
    assert not any("qr" in link for link in listed["links"])
    assert not (site / addresses.QR_FOLDER).exists()
    html = (site / "clinics" / "index.html").read_text("utf-8")
    assert "This is a preview." in html and 'src="../qr/' not in html
