"""What the pages for clinics call: lasting addresses, the link builder, what changed; and ids that moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from . import addresses, pages, plan, wording
from .render import Place, Renderer, Row, known

CODE_PIXELS = 164
"""Width and height of a QR code on a page: four pixels for each square of a usual one."""


class Links(Renderer):
    """Addresses that last."""

    @jinja2.pass_context
    def addresses(self, context: Mapping[str, Any]) -> Markup:
        """Every page and place that a clinic may link to, by stage, with QR codes when published.

        Example: `{{ addresses() }}`, alone on its line.
        """
        place = Place.of(context)
        groups = [
            (
                group.id,
                group.name,
                [
                    (
                        place.link(x.page, x.id),
                        x.title,
                        self.address.rstrip("/") + x.address,
                        place.root + addresses.code_name(x.page, x.id) if x.code and self.address else "",
                        x.page,
                        x.figure,
                    )
                    for x in group.targets
                ],
            )
            for group in addresses.groups(self.data, self.docs)
        ]
        return self._render(
            "addresses", groups=groups, pixels=CODE_PIXELS, root=place.root, published=bool(self.address)
        )

    def link_builder(self) -> Markup:
        """The place of the link builder, which a script puts in; without it the list of addresses does.

        Example: `{{ link_builder() }}`, alone on its line, on the page that calls `addresses()`.
        """
        bounds, course = self._bounds, self.data.course
        accepted = course.accepted
        fewest, most = bounds.sessions
        return self._render(
            "link_builder",
            figures=" ".join(
                (
                    course.sessions,
                    course.gap,
                    *(x for ends in (accepted.sessions, accepted.gap) for x in (ends.from_, ends.to)),
                )
            ),
            sessions=[(n, wording.count(n, "sessions")) for n in range(fewest, most + 1)],
            gaps=[(plan.write_span(x), wording.amount(x)) for x in (bounds.gap, *bounds.gaps)],
            usual_gap=plan.write_span(bounds.gap),
            days=range(1, 32),
            months=list(enumerate(wording.MONTHS, start=1)),
            times=[self._own_time(id_) for id_ in bounds.times],
            time_ends=(accepted.times.from_, accepted.times.to),
            hours=bounds.time_hours,
            far=plan.FAR_YEARS,
            far_days=plan.FAR_YEARS * 366,
            codes=" ".join(
                page + x.text() for page in addresses.PLAN_PAGES for x in addresses.plans(self.data)
            ),
            pixels=CODE_PIXELS,
        )

    def _own_time(self, id_: str) -> tuple[str, str, str, str]:
        limit = self._limits[id_]
        return id_, limit.topic, limit.when, limit.edge

    def alias(self, *ids: str) -> Markup:
        """Ids that what stands below had before, so that links to them still lead to it.

        Example: `{{ alias("first-night") }}`, alone on its line, above what moved.
        """
        return self._render("alias", ids=ids)

    @jinja2.pass_context
    def moved(self, context: Mapping[str, Any], id_: str, page: str, anchor: str, words: str = "") -> Markup:
        """An id whose text is now on another page, as a line that links there.

        Example: `{{ moved("first-night", "recovery", "first-day") }}`, alone on its line.

        Args:
            context: where the call stands; the engine gives it.
            id_: the old id.
            page: name of the page on which it is now.
            anchor: its id there.
            words: what the link says; the words of the heading if it leads to one.

        Raises:
            ValueError: when there is no such page, or no words.
        """
        paths = {path.stem: path for path in pages.in_order(self.docs)}
        path = known(paths, "page", page)
        if not words:
            headings = {x.id: x.text for x in pages.headings(path)}
            words = known(headings, f"heading of {page}.md", anchor)
        return self._render("moved", id=id_, link=Place.of(context).link(page, anchor), words=words)

    @jinja2.pass_context
    def changes_table(self, context: Mapping[str, Any]) -> Markup:
        """What changed for those who link to the guide, by address, the newest first.

        Example: `{{ changes_table() }}`, alone on its line.
        """
        place = Place.of(context)

        rows = []
        for x in sorted(self.data.changes, key=lambda x: x.date, reverse=True):
            links = self._render(
                "change_links", links=[(place.link(*addresses.parts(a)), a) for a in x.addresses]
            )
            rows.append(Row.of("change", x, wording.date(x.date), self._text(x.what), links))
        return self._table("changes-table", "What changed", ("Day", "What", "Where"), rows)
