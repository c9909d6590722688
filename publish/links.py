"""`links.json`: all addresses for clinics that build their own letters, with its schema beside it."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros import addresses
from macros.model import Data

from .targets import Target

VERSION = 1
FILE = "links.json"
SCHEMA_FILE = "links.schema.json"

_DAY = {"type": "string", "format": "date"}
_TEXT = {"type": "string", "minLength": 1}
_LINK = {
    "address": {
        "type": "string",
        "pattern": "^/",
        "description": 'Within the site: "/recovery/#when-can-i".',
    },
    "title": _TEXT,
    "page": {**_TEXT, "description": "Title of the page that it is on."},
    "group": {"type": "string", "description": "Id of the group that the page belongs to."},
    "since": {**_DAY, "description": "The day on which the address was first published."},
    "qr": {"type": "string", "description": "Path of its QR code within the site, if it has one."},
}


def _object(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "All addresses of the guide",
    "description": "A key may be added within a version. A change that breaks a reader gets a new version.",
    **_object(
        {
            "version": {"const": VERSION},
            "site": {
                "type": ["string", "null"],
                "pattern": "^https://.+/$",
                "description": "Where the guide is published; null in a preview.",
            },
            "publisher": {"type": ["string", "null"]},
            "reviewed": {**_DAY, "description": "The day on which the whole guide was last checked."},
            "review_due": _DAY,
            "checked_by_clinician": {"type": "boolean"},
            "groups": {"type": "array", "items": _object({"id": _TEXT, "name": _TEXT})},
            "links": {"type": "array", "items": _object(_LINK, optional=("qr",))},
        }
    ),
}


def links(
    data: Data,
    home: str,
    ledger: Mapping[str, dt.date],
    targets: Mapping[str, Target],
    codes: Mapping[str, str],
) -> dict[str, Any]:
    """The contents of `links.json`: every address of the ledger that the built site has.

    Args:
        data: the shared data.
        home: where the site is published; empty in a preview, which has no QR codes.
        ledger: every address that was published, with its first day.
        targets: what the built site has.
        codes: path of each QR code, and the address that it says.
    """
    with_code = {address: path for path, address in codes.items()} if home else {}
    listed = []
    for address, day in sorted(ledger.items()):
        if address not in targets:
            continue
        target = targets[address]
        link = {
            "address": address,
            "title": target.title,
            "page": target.page,
            "group": addresses.stage_of(addresses.parts(address)[0]),
            "since": day.isoformat(),
        }
        listed.append(link | ({"qr": with_code[address]} if address in with_code else {}))
    used = {link["group"] for link in listed}
    return {
        "version": VERSION,
        "site": home or None,
        "publisher": data.site.publisher,
        "reviewed": data.site.review.last.isoformat(),
        "review_due": data.site.review.due.isoformat(),
        "checked_by_clinician": data.site.clinical_review is not None,
        "groups": [{"id": id_, "name": name} for id_, name in addresses.group_names().items() if id_ in used],
        "links": listed,
    }


def write(site: Path, contents: Mapping[str, Any]) -> None:
    """Write `links.json` and its schema into a built site."""
    for name, value in ((FILE, contents), (SCHEMA_FILE, SCHEMA)):
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        (site / name).write_text(text, encoding="utf-8")
