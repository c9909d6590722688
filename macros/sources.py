"""What the Sources page calls: every figure and entry with what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup

from . import wording
from .model import Basis
from .render import Renderer, Row, known

GROUPS = {
    "course": "The course",
    "healing": "Healing",
    "limits": "What to leave alone",
    "results": "Results",
    "evidence": "How well it works",
    "comfort": "Pain and needles",
    "age": "Age",
    "risks": "Risks",
}


class Sources(Renderer):
    """The tables of the Sources page."""

    def figures_table(self, group: str) -> Markup:
        """Figures of one group: what we print, what the article says, what research says, and why.

        Example: `{{ figures_table("limits") }}`, alone on its line.

        Args:
            group: course, healing, limits, results, evidence, comfort, age or risks.
        """
        rows = []
        for x in self.data.figures:
            if x.group != group:
                continue
            variants = [(self._section(v.section), v.says) for v in x.article]
            rows.append(
                Row.of(
                    "figure",
                    x,
                    self._render(
                        "source_figure",
                        label=x.label,
                        value=self._figure(x.id),
                        standing=x.standing,
                    ),
                    self._render("source_article", variants=variants),
                    self._render("source_research", text=x.research, references=self._cited(x.references)),
                    x.why,
                )
            )
        if not rows:
            raise ValueError(f'no figures in the group "{group}"')
        return self._table(
            f"figures-{group}",
            GROUPS[group],
            (
                "Figure, and what we print",
                "What the article says",
                "What research says",
                "Why we print this",
            ),
            rows,
        )

    def _section(self, id_: str) -> str:
        section = self._sections[id_]
        return f"{section.label}, {section.heading}"

    def _cited(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        return [(f"ref-{x}", self._references[x].short) for x in ids]

    def sources_of(self, subject: str) -> Markup:
        """Where the entries of one data file come from.

        Example: `{{ sources_of("limits") }}`, alone on its line.

        Args:
            subject: limits, stages, signs, suitability, risks, scar_types, options or questions.
        """
        names: dict[str, str] = {
            "limits": "topic",
            "stages": "name",
            "signs": "sign",
            "suitability": "situation",
            "risks": "name",
            "scar_types": "name",
            "options": "name",
            "questions": "question",
        }
        key = known(names, "subject", subject)
        rows = []
        for entry in getattr(self.data, subject):
            name = self._text(getattr(entry, key))
            if subject == "limits":
                name = Markup("{}, {} a session").format(name, entry.when)
            kind = f"source-{subject.replace('_', '-')}"
            rows.append(Row.of(kind, entry, name, self._basis(entry.basis)))
        return self._table(
            f"sources-{subject.replace('_', '-')}",
            f"Where it comes from: {subject.replace('_', ' ')}",
            ("What we say", "Source"),
            rows,
        )

    def _basis(self, basis: Basis) -> Markup:
        return self._render(
            "basis",
            article=[self._section(x) for x in basis.article],
            references=self._cited(basis.references),
            caution=basis.caution,
        )

    def contradictions(self) -> Markup:
        """Where the article disagrees with itself, and how each was settled.

        Example: `{{ contradictions() }}`, alone on its line.
        """
        rows = []
        for x in self.data.contradictions:
            variants = [
                (self._section(v.section), v.says) for f in x.figures for v in self._figures[f].article
            ]
            variants += [(self._section(s), self._text(v.says)) for v in x.variants for s in v.sections]
            settled = self._render(
                "source_research", text=self._text(x.settled), references=self._cited(x.references)
            )
            says = self._render("source_article", variants=variants)
            rows.append(Row.of("contradiction", x, x.subject, says, settled))
        return self._table(
            "contradictions-table",
            "Where the article disagrees with itself",
            ("Subject", "What the article says", "What we print instead"),
            rows,
        )

    def cautions(self) -> Markup:
        """Ordinary prudence in the text of pages, for a clinician's review.

        Example: `{{ cautions() }}`, alone on its line.
        """
        rows = [
            Row.of("caution", x, self._text(x.where.phrase), f"{x.where.page}, {x.where.heading}")
            for x in self.data.cautions
        ]
        return self._table(
            "cautions-table", "General caution in the text", ("What we say", "Page and section"), rows
        )

    def claims_table(self, outcome: Literal["kept", "corrected", "left out"]) -> Markup:
        """Claims of the article that were kept, corrected or left out, and why.

        Example: `{{ claims_table("left out") }}`, alone on its line.

        Args:
            outcome: "kept", "corrected" or "left out".
        """
        rows = [
            Row.of(
                "claim",
                x,
                x.claim,
                self._render(
                    "two_lines",
                    first=wording.sentence(x.verdict) + ".",
                    second=self._text(x.reason),
                ),
            )
            for x in self.data.claims
            if x.outcome == outcome
        ]
        if not rows:
            raise ValueError(f'no claims that were "{outcome}"; write "corrected" or "left out"')
        return self._table(
            f"claims-{outcome.replace(' ', '-')}",
            f"Claims of the article that were {outcome}",
            ("What the article says", "What we did, and why"),
            rows,
        )

    def references_list(self) -> Markup:
        """All references with their bibliographic data and how far each was read.

        Example: `{{ references_list() }}`, alone on its line.
        """
        rows = [
            Row.of("ref", x, self._render("reference", r=x), x.says, x.read)
            for x in sorted(self.data.references, key=lambda r: r.short.lower())
        ]
        return self._table(
            "references-table",
            "References",
            ("Source", "What we use it for", "How far it was read"),
            rows,
        )
