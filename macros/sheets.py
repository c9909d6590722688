"""The take-home sheets: the data of the tables once more, set to be printed, ticked and written on.

Each sheet is one `<section class="sheet-paper">`. On paper it stands alone with the page's main heading
(`docs/assets/sheet.css`); `publish/sheets.py` prints the same section as a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from . import pages, plan, schedule, wording
from .days import Days
from .model import Limit, Urgency
from .render import Place, Row

CLINIC_SAYS = "Your clinic says"
_DRAFT = "Draft: not yet reviewed by a clinician."
_PUT_OFF = "Do not go ahead"  # how the list of reasons to put a session off begins, in docs/steps.md
# The figures that the days of a course are counted by.
_GET_READY, _FIRST_DAY, _FIRST_WEEK = "actives-before", "first-day", "visible-healing"
_TIED = "\N{NO-BREAK SPACE}"
_THIS_MACHINE = ("127.0.0.1", "localhost")


class Sheets(Days):
    """The sheets of the guide, over one set of data."""

    @jinja2.pass_context
    def sheet_how(self, context: Mapping[str, Any]) -> Markup:
        """How to print the sheet of this page, and the link to its PDF once there is one.

        Example: `{{ sheet_how() }}`, alone on its line.
        """
        made = context.get("sheets_as_pdf")
        return self._render("sheet_how", pdf=f"{Place.of(context).page}.pdf" if made else "")

    @jinja2.pass_context
    def sheet_before(self, context: Mapping[str, Any]) -> Markup:
        """The sheet "Getting ready": what to stop and when, what to tick, what to bring.

        Example: `{{ sheet_before() }}`, alone on its line.
        """
        rows = [self._clinic_row(x, self._named(x), self._before(x)) for x in self._countdown_order()]
        stop = self._table(
            "sheet-stop",
            "Stop these before your session",
            ("What", "When to stop", CLINIC_SAYS),
            rows,
        )
        lead, reasons = self._list("steps", "step-2-do", _PUT_OFF)
        return self._sheet(
            context,
            "schedule",
            self._line("The date of my session:", at=plan.after(0)),
            stop,
            self._items("sheet-ticks", "Tick when done", self._list("steps", "step-2-ticks")[1], ticks=True),
            self._items("sheet-bring", "Bring", self._list("schedule", "what-to-bring")[1], ticks=True),
            self._items("sheet-put-off", lead.rstrip(":"), reasons),
            self._line("My clinic's number:"),
            two=(2, 4),
        )

    @jinja2.pass_context
    def sheet_after(self, context: Mapping[str, Any]) -> Markup:
        """The sheet "After your session": what is usual, what to leave alone, when to call and whom.

        Example: `{{ sheet_after() }}`, alone on its line.
        """
        usual = self._table(
            "sheet-usual",
            "What is usual",
            ("When", "What is usual"),
            [
                Row((self._stage_time(x), self._text(x.normal)), data=f"stage-{x.id}")
                for x in self.data.stages
                if x.track == "session" and x.ends != self.data.course.gap
            ],
        )
        free = self._table(
            "sheet-free",
            "When can I use or do it again?",
            ("What", "First whole day", CLINIC_SAYS),
            [
                self._clinic_row(x, wording.sentence(x.short or x.topic), self._after(x))
                for x in self._after_order()
            ],
        )
        return self._sheet(
            context,
            "recovery",
            self._render("sheet_signs", **self._card_signs()),
            self._render(
                "sheet_parts",
                parts=[
                    self._line("Day 0, my session:", at=plan.after(0)),
                    self._line("My clinic's number:"),
                    self._line("At night:"),
                    usual,
                ],
            ),
            free,
            two=(0, 2),
        )

    @jinja2.pass_context
    def sheet_questions(self, context: Mapping[str, Any]) -> Markup:
        """The sheet "Questions to ask", with room for the answers.

        Example: `{{ sheet_questions() }}`, alone on its line.
        """
        rows = [Row((self._text(x.question), ""), data=f"question-{x.id}") for x in self.data.questions]
        return self._sheet(
            context,
            "before-you-decide",
            self._line("Clinic and date:"),
            self._table("sheet-answers", "Ask and write down", ("Question", "Answer"), rows),
        )

    @jinja2.pass_context
    def sheet_course(self, context: Mapping[str, Any]) -> Markup:
        """The sheet "My course": a row for each session, with the days that count from it.

        Example: `{{ sheet_course() }}`, alone on its line.
        """
        course = self.data.course
        ready = schedule.day_before(self._time(_GET_READY))
        day, week = (schedule.days_after(self._time(x)) for x in (_FIRST_DAY, _FIRST_WEEK))
        own = " ".join(x.id for x in self._countdown_order() if x.from_ == _GET_READY and self._own(x))
        rows = [
            Row(
                (
                    f"Session {number}",
                    self._derived("", at=at),
                    self._derived("", _GET_READY, at=f"{at}{ready:+d}", own=own),
                    self._derived("", _FIRST_DAY, at=f"{at}{day:+d}"),
                    self._derived("", _FIRST_WEEK, at=f"{at}{week:+d}"),
                ),
                session=number,
            )
            for number in range(1, self._bounds.sessions[1] + 1)
            for at in [plan.session(number)]
        ]
        sessions = self._table(
            "sheet-sessions",
            "My sessions",
            (
                "Session",
                "Date",
                *(
                    f"{label}: {wording.day(number).replace(' ', _TIED)}"
                    for label, number in (
                        ("Get ready from", ready),
                        ("First day is over", day),
                        ("First week is over", week),
                    )
                ),
            ),
            rows,
        )
        photos = [Row(("Before I start", "Before the first session", ""))]
        photos += [
            Row(
                (
                    self._figures[id_].label,
                    self._derived(wording.sentence(wording.wait(self._figures[id_])), id_),
                    self._derived("", id_, at=plan.after_last(self._time(id_))),
                )
            )
            for id_ in course.results
        ]
        checks = self._table("sheet-photos", "My photos", ("Photo", "When", "Date"), photos)
        usual = self._render("sheet_usual_course", course=course)
        return self._sheet(context, "schedule", self._line(usual, clinic="course"), sessions, checks)

    # ---- parts ----

    def _sheet(
        self, context: Mapping[str, Any], more: str, *parts: Markup, two: tuple[int, int] = (0, 0)
    ) -> Markup:
        """A whole sheet: its state, its parts, and its end with the address of the page that says more.

        `two` says which parts stand side by side where there is room: from the first to before the last.
        """
        review = self.data.site.review
        config = context.get("config")
        site = str(config["site_url"] or "") if config else ""
        known = urlsplit(site).hostname not in (None, *_THIS_MACHINE)
        return self._render(
            "sheet",
            draft="" if self.data.site.clinical_review else _DRAFT,
            note=self._review_note(),
            parts=parts,
            two=two,
            last=wording.date(review.last),
            due=wording.date(review.due),
            address=f"{site.split('://', 1)[1].rstrip('/')}/{more}/" if known else "",
        )

    def _clinic_row(self, entry: Limit, name: Markup | str, day: Markup | str) -> Row:
        """A limit with its usual day, and room for what the clinic says where that may differ."""
        return Row((name, day, self._blank(self._own(entry))), data=f"limit-{entry.id}")

    def _named(self, entry: Limit) -> Markup:
        return self._render("sheet_named", name=entry.topic, note=self._text(entry.note or ""))

    def _blank(self, clinic: str = "") -> Markup:
        """Room to write; `clinic` is the limit whose own time a plan may put there."""
        return self._render("sheet_blank", clinic=clinic)

    def _line(self, label: Markup | str, at: str = "", clinic: str = "") -> Markup:
        """A line to fill in; with `at` a plan may put a date there, with `clinic` what the clinic says."""
        date = self._derived("", at=at) if at else ""
        return self._render("sheet_line", label=label, date=date, clinic=clinic)

    def _items(self, id_: str, title: str, items: list[str], *, ticks: bool = False) -> Markup:
        return self._render("sheet_items", id=id_, title=title, items=items, ticks=ticks)

    def _list(self, page: str, heading: str, begins: str = "") -> tuple[str, list[str]]:
        """A list of a page and the paragraph before it, so that page and sheet cannot differ.

        Raises:
            ValueError: when there is no such list under the heading.
        """
        for lead, items in pages.lists(self.docs / f"{page}.md", heading):
            if lead.startswith(begins):
                return lead, items
        raise ValueError(f'docs/{page}.md: no list "{begins}" under #{heading}; a sheet prints it too')

    def _card_signs(self) -> dict[str, list[tuple[str, Markup, str]]]:
        """The signs of the warning card, by urgency."""
        signs = [(str(s.urgency), self._text(s.sign), s.id) for s in self.data.signs if s.on_card]
        return {
            "emergency_signs": [s for s in signs if s[0] == Urgency.EMERGENCY],
            "same_day_signs": [s for s in signs if s[0] == Urgency.SAME_DAY],
        }
