"""Take pictures of every page of a built site, for people to look at: `make pictures`.

python -m tests.browser.pictures site pictures
python -m tests.browser.pictures --share
"""

import argparse
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from publish import markup
from tests.browser import checks, local, states

WIDTHS = (390, 1300)
LOOKS = ("light", "dark", "print")
HIGHEST = 16000  # Chromium draws no picture that is higher
SHARE = Path(__file__).parents[2] / "theme/assets/share.png"


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"), help="the built site")
    parser.add_argument("into", nargs="?", type=Path, default=Path("pictures"), help="the folder to fill")
    parser.add_argument("--share", action="store_true", help="only draw the image that links show elsewhere")
    asked = parser.parse_args()
    if asked.share:
        draw_share(SHARE)
        print(SHARE)
    else:
        print(f"{asked.into}/ holds {take(asked.site, asked.into)} pictures.")


def take(site: Path, into: Path) -> int:
    """Fill a folder with pictures of every page and of the dialogs; return how many."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    urls = [markup.address(site, file) for file in markup.pages(site)]
    with local.serve(site, markup.prefix(site)) as server:
        return len(
            checks.everywhere(
                product(WIDTHS, LOOKS), lambda browser, view: album(browser, *view, server, urls, into)
            )
        )


def album(browser: Browser, width: int, look: str, server: str, urls: list[str], into: Path) -> list[str]:
    """Take every page in one look; return the names of the pictures."""
    names: list[str] = []
    with checks.visitor(browser, width, look) as visit:
        visit.page.emulate_media(media="print" if look == "print" else "screen")
        for url in urls:
            visit.open(server + url)
            page = url.strip("/").removesuffix(".html") or "start"
            names += list(shots(visit.page, into, f"{page}-{width}-{look}"))
        for state, bring in () if look == "print" else states.DIALOGS.items():
            visit.open(server + "/recovery/")
            bring(visit.page)
            name = f"dialog-{state.replace(' ', '-')}-{width}-{look}.png"
            visit.page.screenshot(path=into / name)
            names.append(name)
    return names


def shots(page: Page, into: Path, name: str) -> Iterator[str]:
    """Take a whole page, in parts where it is too high for one picture."""
    high: int = page.evaluate("document.documentElement.scrollHeight")
    wide = page.viewport_size["width"] if page.viewport_size else 0
    for part, top in enumerate(range(0, high, HIGHEST), 1):
        file = f"{name}.png" if high <= HIGHEST else f"{name}-{part}.png"
        clip = {"x": 0, "y": top, "width": wide, "height": min(HIGHEST, high - top)}
        page.screenshot(path=into / file, full_page=True, clip=clip)  # type: ignore[arg-type]
        yield file


def draw_share(into: Path) -> None:
    """Draw the share image, 1200 by 630 pixels."""
    with checks.started() as browser, checks.visitor(browser, 1200, height=630) as visit:
        visit.page.goto(Path(__file__).with_name("share.html").as_uri())
        visit.page.screenshot(path=into)


if __name__ == "__main__":
    main()
