"""The addresses that clinics link to: which there are, by stage of a patient's way, and their QR codes.

An address within the guide begins with a slash and may name a place on its page: "/recovery/#when-can-i".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import pages, plan, wording
from .model import Data

QR_FOLDER = "qr"

STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "deciding": ("Deciding", ("before-you-decide", "choosing")),
    "booked": ("Booked", ("schedule",)),
    "session": ("The day of the session", ("steps",)),
    "healing": ("Healing", ("recovery",)),
    "warning-signs": ("Warning signs", ("when-to-get-help",)),
    "questions": ("Questions", ("faq",)),
}
"""The stages of a patient's way with their pages. Sheets come next, and all other pages last."""
SHEETS = ("sheets", "Sheets to print")
OTHERS = ("guide", "About the guide")
SHEET = "sheet-"
"""How the names of sheets begin."""

PLAN_PAGES = ("schedule", "recovery")
"""Pages that open with a plan: those that have QR codes for plans without a date."""


@dataclass(frozen=True)
class Target:
    """A page, or a place on one, that can be linked to.

    Args:
        page: the page's name.
        id: the place on it; empty for the page itself.
        title: its words.
        code: whether it has a QR code.
        figure: id of the figure that the title was worked out from, if any.
    """

    page: str
    id: str
    title: str
    code: bool
    figure: str = ""

    @property
    def address(self) -> str:
        """Its address within the guide."""
        return address(self.page, self.id)


@dataclass(frozen=True)
class Group:
    """What belongs to one stage of a patient's way."""

    id: str
    name: str
    targets: tuple[Target, ...]


def address(page: str, id_: str = "") -> str:
    """Address of a page, or of a place on it, within the guide."""
    return ("/" if page == pages.HOME else f"/{page}/") + (f"#{id_}" if id_ else "")


def parts(address: str) -> tuple[str, str]:
    """The name of the page that an address names, and the place on it; the opposite of `address`."""
    page, _, id_ = address.partition("#")
    return page.strip("/") or pages.HOME, id_


def code_name(page: str, id_: str = "", plan_text: str = "") -> str:
    """Path of a QR code, from the root of the site."""
    return f"{QR_FOLDER}/{'.'.join(filter(None, (page, id_, plan_text)))}.svg"


def stage_of(page: str) -> str:
    """Id of the stage that a page belongs to."""
    if page.startswith(SHEET):
        return SHEETS[0]
    return next((id_ for id_, (_, names) in STAGES.items() if page in names), OTHERS[0])


def group_names() -> dict[str, str]:
    """The name of each group, by its id, in the order of a patient's way."""
    return {id_: name for id_, (name, _) in STAGES.items()} | dict((SHEETS, OTHERS))


def groups(data: Data, docs: Path) -> list[Group]:
    """All pages of the navigation with what is on them, by stage; a stage without pages is left out."""
    names = group_names()
    found: dict[str, list[Target]] = {id_: [] for id_ in names}
    for path in pages.in_order(docs):
        found[stage_of(path.stem)] += _on_page(data, path)
    return [Group(id_, names[id_], tuple(targets)) for id_, targets in found.items() if targets]


def _on_page(data: Data, path: Path) -> Iterator[Target]:
    page = path.stem
    yield Target(page, "", pages.front(path, "title"), code=True)
    called = pages.calls(path)
    for heading in pages.headings(path):
        code = heading.level == 2 and stage_of(page) != OTHERS[0]
        yield Target(page, heading.id, heading.text, code)
    if "course_tables" in called:
        for number in plan.bounds(data).usual_numbers:
            words = f"A course of {wording.count(number, 'sessions')}"
            yield Target(page, f"course-of-{number}", words, code=True, figure=data.course.sessions)
    if "timeline" in called:
        for stage in data.stages:
            name = f"Healing: {wording.inside(stage.name)}"
            yield Target(page, f"stage-{stage.id}", name, code=True)
    for call, when in (("countdown", "before"), ("when_can_i", "after")):
        if call in called:
            limits = (x for x in data.limits if x.when == when)
            yield from (Target(page, f"limit-{x.id}", x.topic, code=False) for x in limits)


def plans(data: Data) -> list[plan.Plan]:
    """The plans without a date that have QR codes: usual numbers of sessions, and gaps in whole weeks."""
    bounds = plan.bounds(data)
    gaps = [bounds.gap, *bounds.whole_weeks]
    return [plan.Plan(sessions=number, gap=gap) for number in bounds.usual_numbers for gap in gaps]


def codes(data: Data, docs: Path) -> dict[str, str]:
    """Every QR code that a published site has: its path, and the address within the guide that it says."""
    found = {
        code_name(target.page, target.id): target.address
        for group in groups(data, docs)
        for target in group.targets
        if target.code
    }
    for page in PLAN_PAGES:
        for each in plans(data):
            found[code_name(page, "", each.text())] = f"{address(page)}#~{each.text()}"
    return found


# ---- published, or a preview ----


def unpublished(site_url: str, publisher: str | None) -> list[str]:
    """What is missing for a site to be published; nothing when nothing is.

    Args:
        site_url: the address that the site will have, as the publisher gave it.
        publisher: who publishes it.
    """
    missing = []
    if not site_url:
        missing.append("SITE_URL is not set: the address of the site, such as https://guide.example/")
    elif not site_url.startswith("https://") or not site_url.removeprefix("https://").strip("/"):
        missing.append(f"SITE_URL is {site_url}: an address that others can rely on begins with https://")
    if not publisher:
        missing.append('data/site.yml names no "publisher": readers must know who stands behind the guide')
    return missing


def published(site_url: str, publisher: str | None) -> str:
    """Where the guide is published, with a slash at its end; empty when this is a preview."""
    return "" if unpublished(site_url, publisher) else site_url.rstrip("/") + "/"
