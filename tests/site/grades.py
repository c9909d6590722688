"""Print how hard each page is to read: `python -m tests.site.grades [folder of a built site]`."""

import sys
import tempfile
from pathlib import Path

from publish import build
from tests.site import reading
from tests.site.built import Page

ROOT = Path(__file__).parents[2]


def patient_pages(site: Path) -> list[Page]:
    files = sorted(site.rglob("index.html"))
    urls = {f"/{x.relative_to(site).as_posix()}".removesuffix("index.html"): x for x in files}
    pages = [Page(url, file.read_text("utf-8")) for url, file in urls.items()]
    return [page for page in pages if page.is_for_patients]


def main(site: str = "") -> None:
    if site:
        print(reading.table(patient_pages(Path(site))))
        return
    with tempfile.TemporaryDirectory() as folder:
        build.render(ROOT, Path(folder) / "site")
        print(reading.table(patient_pages(Path(folder) / "site")))


if __name__ == "__main__":
    main(*sys.argv[1:])
