"""QR codes of addresses, as SVG files. The same address gives the same bytes."""

import io
from collections.abc import Mapping
from pathlib import Path

import segno

MARGIN = 4
"""The quiet zone in squares that a scanner needs on each side, by ISO/IEC 18004."""


def svg(address: str) -> bytes:
    """A QR code of an address: dark squares on a white ground, which dark mode does not turn round.

    Up to 15 percent of it can be dirty or torn (error level M, more where that costs no room).
    """
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=MARGIN, dark="#000", light="#fff", xmldecl=False, nl=False
    )
    return out.getvalue()


def write(site: Path, home: str, codes: Mapping[str, str]) -> int:
    """Write QR codes into a built site; return how many.

    Args:
        site: the folder of the built site.
        home: where it will be published, with a slash at its end.
        codes: the path of each file in the site, and the address within the site that it says.
    """
    for name, address in codes.items():
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(svg(home.rstrip("/") + address))
    return len(codes)
