"""The words of the field as types: strict, frozen, without files and without mark-up.

A figure is any number that a reader is shown. It stands in `data/figures.yml`; every other entry names it by
its id, or inside a text as `{id}`.
"""

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from .numbers import PLACEHOLDER, written_figures

_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-z#0-9]+;|\*|_|`|\]\(|\{\{|\{%|\{#|\|\s*-|^#+ ", re.MULTILINE)


def _plain(text: str) -> str:
    if found := _MARKUP.search(text):
        raise ValueError(f'holds mark-up ("{found.group()}"); write plain words, the templates add mark-up')
    return text


def _numberless(text: str) -> str:
    if found := written_figures(text):
        raise ValueError(
            f'holds a bare number ("{found[0]}"); give it an id in figures.yml and write {{id}} here'
        )
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FigureText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_plain)]
"""Plain text that may hold numbers: only for figures and for bibliographic data."""
Text = Annotated[FigureText, AfterValidator(_numberless)]
"""Plain text without a bare number; `{id}` stands for a figure."""


class Entry(BaseModel):
    """What every entry keeps to: no unknown key, no silent conversion, no change after loading."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Item(Entry):
    """An entry of a list.

    Args:
        id: names it in the data, and on pages as a part of its address.
        was: ids that it had before; links to them still lead to it.
    """

    id: Id
    was: tuple[Id, ...] = ()


class Standing(StrEnum):
    """How sure a figure is, and so how it is shown."""

    AGREED = "agreed"
    VARIES = "varies"
    RESEARCH = "research only"
    CLINIC = "clinic decides"
    CAUTION = "general caution"


class Side(StrEnum):
    """What a span of time is counted from."""

    BEFORE = "before a session"
    AFTER = "after a session"
    AFTER_LAST = "after the last session"
    BETWEEN = "between sessions"


TimeUnit = Literal["minutes", "hours", "days", "weeks", "months"]
TIME_UNITS: tuple[str, ...] = ("minutes", "hours", "days", "weeks", "months")
HOURS_IN: dict[str, int] = {"hours": 1, "days": 24, "weeks": 7 * 24}


class Amount(Entry):
    """A span of time or a count, with a lower and an upper end; one end may be open.

    Args:
        exactly: the number itself; stands instead of `from` and `to`.
        from: lower end; alone it reads "at least".
        to: upper end; alone it reads "up to".
        of: the size of the group that a count of people, or a score, is taken from.
        about: whether the source gives it only roughly.
        unit: a unit of time, or what is counted.
    """

    unit: Literal[
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "day-number",
        "sessions",
        "people",
        "studies",
        "percent",
        "millimeters",
        "score",
        "age",
        "spf",
    ]
    exactly: int | float | None = None
    from_: int | float | None = Field(default=None, alias="from")
    to: int | float | None = None
    of: int | None = None
    about: bool = False

    @model_validator(mode="after")
    def _ends(self) -> Self:
        ends = [n for n in (self.exactly, self.from_, self.to, self.of) if n is not None]
        if self.exactly is None and self.from_ is None and self.to is None:
            raise ValueError('needs "exactly", "from" or "to"')
        if self.exactly is not None and (self.from_ is not None or self.to is not None):
            raise ValueError('"exactly" stands alone, without "from" and "to"')
        if any(n <= 0 for n in ends):
            raise ValueError("must be more than zero")
        if self.from_ is not None and self.to is not None and self.from_ >= self.to:
            raise ValueError(
                f"upper end ({self.to:g}) is not above the lower end ({self.from_:g}); "
                'for one number write "exactly"'
            )
        if self.unit in TIME_UNITS and any(not isinstance(n, int) for n in ends):
            raise ValueError("a span of time is in whole units")
        if self.of is not None and self.unit not in ("people", "score", "studies"):
            raise ValueError('"of" goes with people, studies and scores')
        if self.of is not None and max(ends) > self.of:
            raise ValueError(f'more than the group it is taken from ("of": {self.of})')
        return self

    @property
    def is_time(self) -> bool:
        """Whether this is a span of time (and not a count)."""
        return self.unit in TIME_UNITS

    @property
    def lower(self) -> int | float | None:
        """Lower end, in `unit`; None when open."""
        return self.from_ if self.exactly is None else self.exactly

    @property
    def upper(self) -> int | float | None:
        """Upper end, in `unit`; None when open."""
        return self.to if self.exactly is None else self.exactly


class ArticleVariant(Entry):
    """What the article says of a figure in one of its sections."""

    section: Id
    says: FigureText


class Figure(Item):
    """A number that readers are shown, with all that stands behind it."""

    label: Text
    group: Literal["course", "healing", "limits", "results", "evidence", "comfort", "age", "risks"]
    value: Amount | Literal["clinic"]
    counts: Side | None = None
    standing: Standing
    article: tuple[ArticleVariant, ...] = ()
    research: FigureText
    references: tuple[Id, ...] = ()
    why: FigureText

    @model_validator(mode="after")
    def _standing_fits(self) -> Self:
        if (self.value == "clinic") != (self.standing is Standing.CLINIC):
            raise ValueError('the value "clinic" and the standing "clinic decides" go together')
        if self.standing is Standing.AGREED and not (self.article and self.references):
            raise ValueError('standing "agreed" needs the article and at least one reference')
        if self.standing is Standing.VARIES and not (self.article or self.references):
            raise ValueError('standing "varies" needs at least one source')
        if self.standing is Standing.RESEARCH and (self.article or not self.references):
            raise ValueError('standing "research only" means references, and no number in the article')
        if self.standing is Standing.CAUTION and self.references:
            raise ValueError('standing "general caution" means that there is no reference')
        return self


class Basis(Entry):
    """Where an entry comes from: sections of the article, references, or ordinary prudence."""

    article: tuple[Id, ...] = ()
    references: tuple[Id, ...] = ()
    caution: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.article or self.references or self.caution):
            raise ValueError('names no source; give sections, references or "caution: true"')
        return self


class Ends(Entry):
    """The two figures between which a plan may choose."""

    from_: Id = Field(alias="from")
    to: Id


class Accepted(Entry):
    """What a reader's own plan may hold: sessions, gap, and a clinic's own times."""

    sessions: Ends
    gap: Ends
    times: Ends


class Course(Entry):
    """All sessions of one person, as ids of figures."""

    sessions: Id
    gap: Id
    session_length: Id
    numbing: Id
    results: tuple[Id, ...]
    accepted: Accepted


class Stage(Item):
    """A part of healing; it joins the one before on the same track."""

    name: Text
    track: Literal["session", "course"]
    starts: Id
    ends: Id
    see: Text
    feel: Text
    normal: Text
    do: tuple[Text, ...]
    basis: Basis


class Longer(Entry):
    """A case in which a limit lasts longer, and until when."""

    when: Text
    until: Id


class Limit(Item):
    """Something to leave alone before or after a session, and until when."""

    topic: Text
    short: Text | None = None
    when: Literal["before", "after"]
    from_: Id = Field(default="session", alias="from")
    until: Id
    longer: Longer | None = None
    sentence: Text
    then: Text | None = None
    note: Text
    basis: Basis

    @property
    def edge(self) -> str:
        """What says when it begins, if it is before a session, or when it ends: a figure's id, or a word."""
        return self.from_ if self.when == "before" else self.until

    @model_validator(mode="after")
    def _short_name(self) -> Self:
        if (self.when == "after") != (self.short is not None):
            raise ValueError(
                '"short" is the name in lists of what to leave alone: after a session, and only there'
            )
        return self


class Urgency(StrEnum):
    """How fast a warning sign needs help."""

    EMERGENCY = "emergency"
    SAME_DAY = "same day"
    SOON = "soon"


class Sign(Item):
    """A warning sign, how fast it needs help, and what to do."""

    urgency: Urgency
    on_card: bool
    sign: Text
    when: Text
    do: Text
    basis: Basis


class Suitability(Item):
    """Who should not have the treatment, or must ask first."""

    situation: Text
    advice: Literal["do not", "ask first"]
    do: Text
    why: Text
    basis: Basis


class Risk(Item):
    """A harm: what it is like, and how often it is reported, in words and figures."""

    name: Text
    what: Text
    how_often: Text
    basis: Basis


class ScarType(Item):
    """A kind of scar or mark, and how it answers to needling."""

    name: Text
    looks: Text
    response: Text
    other: Text
    basis: Basis


class Option(Item):
    """Another way to treat scars, doing nothing among them."""

    name: Text
    what: Text
    weigh: Text
    basis: Basis


class Question(Item):
    """A question to take along to a clinic."""

    group: Literal["person", "device", "skin", "plan", "trouble"]
    question: Text
    why: Text
    basis: Basis


class Term(Item):
    """A medical word: the plain one, what it means, and what people also type."""

    plain: Text
    medical: Text
    meaning: Text
    also: tuple[Text, ...] = ()


class Reference(Item):
    """A source with its bibliographic data, and how far it was read for this guide."""

    short: FigureText
    authors: FigureText
    title: FigureText
    published: FigureText
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\S+$")] | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    read: FigureText
    says: FigureText


class Section(Entry):
    """A section of the source article."""

    id: Id
    label: FigureText
    heading: FigureText


class Place(Entry):
    """Where a claim now stands: a page, a heading on it, and words found under that heading."""

    page: Id
    heading: Id
    phrase: Text


class Claim(Item):
    """A claim of the article, what the evidence says of it, and what became of it."""

    sections: tuple[Id, ...]
    claim: Text
    verdict: Literal["supported", "overstated", "outdated", "unsafe as stated", "not checkable here"]
    outcome: Literal["kept", "corrected", "left out"]
    reason: Text
    where: Place | None = None
    references: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _has_place(self) -> Self:
        if (self.where is None) != (self.outcome == "left out"):
            raise ValueError('a claim that is kept or corrected needs "where"; one left out has none')
        return self


class Caution(Item):
    """Ordinary prudence in the text of a page, without a source of its own, for a clinician to check."""

    where: Place


class Variant(Entry):
    """One of several things the article says of the same matter, in words."""

    sections: tuple[Id, ...]
    says: Text


class Contradiction(Item):
    """A matter on which the article disagrees with itself, and how it was settled."""

    subject: Text
    figures: tuple[Id, ...] = ()
    variants: tuple[Variant, ...] = ()
    settled: Text
    references: tuple[Id, ...] = ()


Address = Annotated[str, StringConstraints(pattern=r"^/([a-z0-9-]+/)?(#[a-z0-9-]+)?$")]
"""An address within the guide: "/recovery/#when-can-i"."""


class Change(Item):
    """What changed for those who link to the guide, and at which addresses."""

    date: dt.date
    addresses: Annotated[tuple[Address, ...], Field(min_length=1)]
    what: Text


class Review(Entry):
    """When the whole guide was last checked, and when it is due again."""

    last: dt.date
    due: dt.date


class ClinicalReview(Entry):
    """The review by a clinician: who and when."""

    name: FigureText
    role: FigureText
    date: dt.date


class Site(Entry):
    """Facts about the guide itself."""

    publisher: Text | None
    review: Review
    clinical_review: ClinicalReview | None
    emergency_numbers: tuple[Annotated[str, StringConstraints(pattern=r"^\d+$")], ...]
    funding: Text
    interests: Text
    report: Text


class Data(Entry):
    """All shared data, read and checked."""

    site: Site
    course: Course
    figures: tuple[Figure, ...]
    stages: tuple[Stage, ...]
    limits: tuple[Limit, ...]
    signs: tuple[Sign, ...]
    suitability: tuple[Suitability, ...]
    risks: tuple[Risk, ...]
    scar_types: tuple[ScarType, ...]
    options: tuple[Option, ...]
    questions: tuple[Question, ...]
    terms: tuple[Term, ...]
    references: tuple[Reference, ...]
    article: tuple[Section, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    cautions: tuple[Caution, ...]
    changes: tuple[Change, ...]


def placeholders(text: str) -> list[str]:
    """List the ids of the figures that a text calls as `{id}`."""
    return PLACEHOLDER.findall(text)
