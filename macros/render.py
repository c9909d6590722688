"""What all views share: where a call stands, texts with their figures in place, and the one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from markupsafe import Markup

from . import pages, plan, wording
from .model import Amount, Data, Item, Longer
from .numbers import PLACEHOLDER

_T = TypeVar("_T")

TEMPLATES = Path(__file__).parent / "templates"


def _short(value: object) -> object:
    """A coordinate of a drawing in as few bytes as it takes: "30", not "30.0"."""
    return f"{value:g}" if isinstance(value, float) else value


@dataclass(frozen=True)
class Place:
    """Where a call stands: the page's name, and the way from it to the root of the site."""

    page: str
    root: str

    @classmethod
    def of(cls, context: Mapping[str, Any]) -> Place:
        """The place of a template context; the `page` that engines put there gives its address.

        MkDocs leaves links in HTML as they are, so they start from the address. Zensical counts them from the
        source file, whose `path` its page has, and turns them round itself.
        """
        page = context.get("page")
        url = getattr(page, "url", "").strip("/")
        name = url.removesuffix(".html").removesuffix("index").strip("/")
        path = getattr(page, "path", None)
        up = url.count("/") + 1 if path is None else path.count("/")
        return cls(name or pages.HOME, "../" * up if name else "")

    def link(self, page: str, anchor: str = "") -> str:
        """Address of another page, relative to this one."""
        path = self.root if page == pages.HOME else f"{self.root}{page}/"
        return (path or "./") + (f"#{anchor}" if anchor else "")


@dataclass(frozen=True)
class Row:
    """A row of a table: its header cell and its other cells, its id, what it is about, and its old ids."""

    cells: tuple[Markup | str, ...]
    id: str | None = None
    data: str | None = None
    session: int | None = None
    was: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: str, entry: Item, *cells: Markup | str, data: bool = False) -> Row:
        """The row of an entry, with an address of its own; `data` is for what `where` finds it by."""
        name = f"{kind}-{entry.id}"
        return cls(cells, name, name if data else None, was=tuple(f"{kind}-{old}" for old in entry.was))


def known(entries: Mapping[str, _T], kind: str, id_: str) -> _T:
    """The entry with this id; a clear complaint when there is none."""
    if id_ in entries:
        return entries[id_]
    near = wording.nearest(id_, entries)
    raise ValueError(f'no {kind} "{id_}"' + (f'; did you mean "{near}"?' if near else ""))


class Renderer:
    """Texts and tables over one set of data.

    Args:
        data: the shared data.
        docs: the folder of the pages, to list the figures that a page shows.
        address: where the guide is published; empty in a preview.
    """

    def __init__(self, data: Data, docs: Path, address: str = "") -> None:
        """Prepare the templates."""
        self.data = data
        self.docs = docs
        self.address = address
        self._figures = {f.id: f for f in data.figures}
        self._limits = {x.id: x for x in data.limits}
        self._signs = {x.id: x for x in data.signs}
        self._terms = {x.id: x for x in data.terms}
        self._sections = {x.id: x for x in data.article}
        self._references = {x.id: x for x in data.references}
        self._bounds = plan.bounds(data)
        self._shown: dict[tuple[str, str], str] = {}
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_short,
        )
        self._env.globals["site"] = data.site
        self._env.globals["figure"] = self.figure
        self._env.globals["emergency"] = self.emergency

    def _render(self, template: str, **values: Any) -> Markup:
        text = self._env.get_template(f"{template}.html.j2").render(**values)
        # A blank line would end the HTML block in Markdown.
        return Markup(re.sub(r"\n\s*\n+", "\n", text).strip())

    def _text(self, text: str, *, counted: str | None = None) -> Markup:
        """A text of the data with its figures in place; `counted` is said with what it is counted from."""
        parts = PLACEHOLDER.split(text)
        words = Markup("").join(
            part if index % 2 == 0 else self._figure(part, counted=part == counted)
            for index, part in enumerate(parts)
        )
        return words.replace("your emergency number", self.emergency())

    def _figure(self, id_: str, *, counted: bool = False) -> Markup:
        entry = known(self._figures, "figure", id_)
        words = wording.wait(entry) if counted else wording.figure(entry)
        machine = "clinic" if entry.value == "clinic" else wording.machine(entry.value)
        return self._render("figure", id=id_, words=words, machine=machine)

    def _amount(self, id_: str) -> Amount | None:
        value = known(self._figures, "figure", id_).value
        return None if value == "clinic" else value

    def _time(self, id_: str) -> Amount:
        value = self._amount(id_)
        if value is None:
            raise ValueError(f'figure "{id_}" has no number')
        return value

    def _check_sessions(self, sessions: int) -> None:
        """Complain when a course has more or fewer sessions than a plan may hold."""
        accepted = self.data.course.accepted.sessions
        low, high = int(self._time(accepted.from_).lower or 1), int(self._time(accepted.to).upper or 1)
        if not low <= sessions <= high:
            raise ValueError(f"a course of {sessions} sessions; the accepted range is {low} to {high}")

    def _longer(self, longer: Longer) -> Markup:
        """A case in which a limit lasts longer, as a sentence."""
        return self._render("longer", when=longer.when, wait=self._figure(longer.until))

    def _derived(self, words: str, *ids: str, at: str = "", own: str = "") -> Markup:
        """Words that were worked out from figures, with the ids of those figures.

        `at` says the same as an offset, for a page that knows the dates of a plan (`macros/plan.py`);
        `own` is the limit that a clinic's own time may stand for.
        """
        return self._render("derived", words=words, ids=" ".join(ids), at=at, own=own)

    def _table(
        self,
        id_: str,
        caption: str,
        columns: Iterable[str],
        rows: Iterable[Row],
        *,
        how: str = "",
        source: str = "",
        checked: bool = False,
        compact: bool = False,
    ) -> Markup:
        """The one table of the guide.

        `checked` adds the line on clinical review, `source` a link; `compact` keeps the columns on a phone.
        """
        return self._render(
            "table",
            id=id_,
            caption=caption,
            columns=tuple(columns),
            rows=tuple(rows),
            how=how,
            source=source,
            compact=compact,
            note=self._review_note() if checked else "",
        )

    def _entry_row(self, kind: str, entry: Item, *texts: str) -> Row:
        """A row of an entry of the data: its texts with their figures."""
        return Row.of(kind, entry, *(self._text(x) for x in texts), data=True)

    def _review_note(self) -> Markup:
        return self._render("review_note", review=self.data.site.clinical_review, date=wording.date)

    def figure(self, id_: str) -> Markup:
        """A figure, as machine-readable mark-up.

        Example: `{{ figure("gap") }}` prints "4 to 6 weeks".

        Args:
            id_: id of the figure in `data/figures.yml`.

        Raises:
            ValueError: when there is no such figure.
        """
        return self._figure(id_)

    def emergency(self) -> Markup:
        """The emergency number, always in the same words.

        Example: `Call {{ emergency() }}.` prints "Call your emergency number (911, 112 or 999)."
        """
        return self._render("emergency")
