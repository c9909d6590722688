"""What clinics need beside the pages: QR codes and the list of all addresses."""

import os
from pathlib import Path

from macros import addresses
from macros.load import load_data

from . import ledger, links, qr
from .errors import BuildError
from .targets import targets


class Unrecorded(BuildError):
    """A site to be published has lost addresses, or has some that the ledger does not hold."""


def missing(root: Path) -> list[str]:
    """What the project folder `root` lacks to be published; nothing when it lacks nothing."""
    publisher = load_data(root / "data").site.publisher
    return addresses.unpublished(os.environ.get("SITE_URL", ""), publisher)


def write(root: Path, site: Path) -> None:
    """Write into a built site what clinics need.

    A preview gets no QR codes: they would lead nowhere.

    Args:
        root: the project folder.
        site: the folder of its built site.

    Raises:
        Unrecorded: when the site is to be published and its addresses are not those of the ledger.
    """
    record = root / ledger.LEDGER
    if not record.is_file():
        return  # not this guide
    known = ledger.read(record.read_text(encoding="utf-8"))
    data, docs = load_data(root / "data"), root / "docs"
    home = addresses.published(os.environ.get("SITE_URL", ""), data.site.publisher)
    found = targets(site)
    codes = addresses.codes(data, docs)
    if home:
        problems = [*ledger.lost(known, found), *ledger.unlisted(known, found)]
        if problems:
            raise Unrecorded("\n".join(problems))
        qr.write(site, home, codes)
    links.write(site, links.links(data, home, known, found, codes))
