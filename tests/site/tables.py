"""What the tables of the built pages must hold, worked out from the data without the views."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import Tag

from macros import schedule, wording
from macros.model import Amount, Basis, Data, Entry, Figure, Limit, Place, Stage
from macros.numbers import PLACEHOLDER
from tests.site.built import Page, attribute, squeeze, text

Cell = str | tuple[str, ...]
"""A cell's whole text; or its parts in their order, with words of the template between them."""
Table = list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Words:
    """The data in words, as pages print them."""

    data: Data

    @property
    def figures(self) -> Mapping[str, Figure]:
        return {x.id: x for x in self.data.figures}

    def amount(self, id_: str) -> Amount:
        value = self.figures[id_].value
        assert value != "clinic", id_
        return value

    def span(self, id_: str) -> Amount | None:
        return self.amount(id_) if id_ in self.timed else None

    @property
    def timed(self) -> set[str]:
        return {x.id for x in self.data.figures if x.value != "clinic" and x.value.is_time}

    def say(self, said: str, counted: str = "") -> str:
        """A text with its figures in place; `counted` is said with what it is counted from."""

        def figure(call: re.Match[str]) -> str:
            entry = self.figures[call[1]]
            return wording.wait(entry) if call[1] == counted else wording.figure(entry)

        *others, last = self.data.site.emergency_numbers
        number = f"your emergency number ({', '.join(others)} or {last})"
        return PLACEHOLDER.sub(figure, said).replace("your emergency number", number)

    def texts(self, entry: Entry, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(getattr(entry, key)) for key in keys)

    def section(self, id_: str) -> str:
        found = next(x for x in self.data.article if x.id == id_)
        return f"{found.label}, {found.heading}"

    def references(self, ids: Sequence[str]) -> tuple[str, ...]:
        short = {x.id: x.short for x in self.data.references}
        return tuple(short[id_] for id_ in ids)

    def basis(self, basis: Basis) -> Cell:
        parts = (*map(self.section, basis.article), *self.references(basis.references))
        return (*parts, "General caution") if basis.caution else parts


# ---- before and after a session ----


def _limit(words: Words, limit: Limit, day: str) -> tuple[Cell, ...]:
    counted = limit.until if limit.when == "after" else limit.from_
    parts = [words.say(limit.sentence, counted)]
    if limit.longer:
        wait = wording.figure(words.figures[limit.longer.until])
        parts.append(f"{limit.longer.when}, wait {wait}.")
    parts += [words.say(x) for x in (limit.then, limit.note) if x]
    return (limit.topic, " ".join(parts), day)


def _free(words: Words, id_: str) -> str | None:
    """The first whole day after the span of a figure; None for what has no known end."""
    span = words.span(id_)
    return wording.day(schedule.days_after(span)) if span else None


def limit_sentence(words: Words, limit: Limit) -> str:
    """What a page prints of a limit in running text."""
    said = words.say(limit.sentence, limit.until if limit.when == "after" else limit.from_)
    day = _free(words, limit.until) if limit.when == "after" else None
    if day is None:
        return said
    said = f"{said} The first whole day is {day}"
    if limit.longer:
        when = limit.longer.when
        said += f", or {_free(words, limit.longer.until)} {when[0].lower()}{when[1:]}"
    said = f"{said}."
    return f"{said} {words.say(limit.then)}" if limit.then else said


def countdown(words: Words) -> Table:
    """The earliest start first; what the clinic decides stands last."""
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for limit in words.data.limits:
        if limit.when == "before":
            span = words.span(limit.from_)
            day = schedule.day_before(span) if span else 1
            said = wording.sentence(wording.day(day)) if span else "Ask your clinic"
            rows.append((day, _limit(words, limit, said)))
    return [row for _, row in sorted(rows, key=lambda x: x[0])]


def when_can_i(words: Words) -> Table:
    """The soonest first; then what the clinic decides, and last what is never free."""
    rows: list[tuple[tuple[int, float], tuple[Cell, ...]]] = []
    for limit in words.data.limits:
        if limit.when != "after":
            continue
        if limit.until == "never":
            rows.append(((2, 0), _limit(words, limit, "Not at all")))
        elif span := words.span(limit.until):
            day = wording.sentence(wording.day(schedule.days_after(span)))
            if limit.longer:
                day += f". {limit.longer.when}: {_free(words, limit.longer.until)}"
            rows.append(((0, schedule.span_hours(span)), _limit(words, limit, day)))
        else:
            rows.append(((1, 0), _limit(words, limit, "Ask your clinic")))
    return [row for _, row in sorted(rows, key=lambda x: x[0])]


def _stage_time(words: Words, stage: Stage) -> Cell:
    ends = words.amount(stage.ends)
    starts = None if stage.starts not in words.figures else words.amount(stage.starts)
    if stage.track == "session":
        return wording.sentence(wording.days(schedule.stage_days(starts, ends)))
    points = [words.figures[x] for x in (stage.starts, stage.ends) if x in words.figures]
    return wording.sentence(wording.between(points))


def _still_left(words: Words, stage: Stage) -> str:
    """What is not free yet when a stage begins, or has no known end."""
    if stage.track == "course":
        return ""
    starts = words.span(stage.starts) if stage.starts in words.figures else None
    first = schedule.days_after(starts) if starts else 0
    names, longer = [], []
    for limit in words.data.limits:
        if limit.when != "after":
            continue
        span = words.span(limit.until)
        if span is None or schedule.days_after(span) > first:
            names.append(limit.short or "")
        elif limit.longer and schedule.days_after(words.amount(limit.longer.until)) > first:
            longer.append(f" {limit.longer.when}, {limit.short} too.")
    return f"Still leave alone: {wording.listed(names)}.{''.join(longer)}" if names else ""


def timeline(words: Words) -> Table:
    rows: Table = []
    for stage in words.data.stages:
        time = _stage_time(words, stage)
        assert isinstance(time, str)
        rows.append(
            (
                f"{stage.name} {time}",
                words.texts(stage, "see", "feel", "normal"),
                squeeze(" ".join([*map(words.say, stage.do), _still_left(words, stage)])),
            )
        )
    return rows


def course(words: Words, sessions: int) -> Table:
    plan = words.data.course
    gap = words.amount(plan.gap)
    points = [(f"Session {n}", schedule.session_weeks(n, gap)) for n in range(1, sessions + 1)] + [
        (
            words.figures[x].label,
            schedule.check_weeks(sessions, gap, words.amount(x)),
        )
        for x in plan.results
    ]
    return [
        (label, "Start", "Start")
        if weeks.latest == 0
        else (label, f"Week {weeks.earliest}", f"Week {weeks.latest}")
        for label, weeks in points
    ]


def _by_hand(table: Table, limits: list[Limit]) -> Table:
    """The names and days of a table of limits, as a sheet has them, with room to write."""
    names = {x.topic: wording.sentence(x.short or x.topic) for x in limits}
    return [(names[str(topic)], day, "") for topic, _, day in table]


def sheets(words: Words) -> dict[str, Table]:
    """What stands on the take-home sheets; what is written by hand is empty."""
    data, plan = words.data, words.data.course
    notes = {x.topic: words.say(x.note or "") for x in data.limits if x.when == "before"}
    stages = [x for x in data.stages if x.track == "session" and x.ends != plan.gap]
    most = words.amount(plan.accepted.sessions.to).upper
    assert isinstance(most, int)
    return {
        "sheet-stop": [(f"{topic} {notes[str(topic)]}", day, "") for topic, _, day in countdown(words)],
        "sheet-free": _by_hand(when_can_i(words), [x for x in data.limits if x.when == "after"]),
        "sheet-usual": [(_stage_time(words, x), words.say(x.normal)) for x in stages],
        "sheet-answers": [(words.say(x.question), "") for x in data.questions],
        "sheet-sessions": [(f"Session {number}", "", "", "", "") for number in range(1, most + 1)],
        "sheet-photos": [
            ("Before I start", "Before the first session", ""),
            *(
                (words.figures[x].label, wording.sentence(wording.wait(words.figures[x])), "")
                for x in plan.results
            ),
        ],
    }


def course_length(words: Words) -> str:
    """From the first session to the last photo check, over all usual courses."""
    plan, numbers = words.data.course, usual_courses(words)
    gap, last = words.amount(plan.gap), words.amount(plan.results[-1])
    weeks = [schedule.check_weeks(n, gap, last) for n in numbers]
    return f"{min(x.earliest for x in weeks)} to {max(x.latest for x in weeks)} weeks"


def usual_courses(words: Words) -> range:
    usual = words.amount(words.data.course.sessions)
    assert isinstance(usual.lower, int)
    assert isinstance(usual.upper, int)
    return range(usual.lower, usual.upper + 1)


def course_sums(words: Words) -> Table:
    plan = words.data.course
    rows: Table = []
    for sessions in usual_courses(words):
        weeks = schedule.session_weeks(sessions, words.amount(plan.gap))
        parts = (words.amount(plan.session_length), words.amount(plan.numbing))
        chair = schedule.time_in_chair(sessions, *parts)
        span = f"{weeks.earliest} to {weeks.latest} weeks"
        rows.append((wording.count(sessions, "sessions"), span, wording.hours(chair)))
    return rows


# ---- the page Sources ----


def figures(words: Words, group: str) -> Table:
    return [
        (
            (figure.label, wording.figure(figure), str(figure.standing)),
            tuple(f"{words.section(v.section)}: {v.says}" for v in figure.article),
            (figure.research, *words.references(figure.references)),
            figure.why,
        )
        for figure in words.data.figures
        if figure.group == group
    ]


def sources_of(words: Words, subject: str, key: str) -> Table:
    rows: Table = []
    for entry in getattr(words.data, subject):
        name = words.say(getattr(entry, key))
        if subject == "limits":
            name = f"{name}, {entry.when} a session"
        rows.append((name, words.basis(entry.basis)))
    return rows


def contradictions(words: Words) -> Table:
    rows: Table = []
    for entry in words.data.contradictions:
        variants = [v for id_ in entry.figures for v in words.figures[id_].article]
        said = [f"{words.section(v.section)}: {v.says}" for v in variants]
        for variant in entry.variants:
            said += [f"{words.section(s)}: {words.say(variant.says)}" for s in variant.sections]
        settled = (words.say(entry.settled), *words.references(entry.references))
        rows.append((entry.subject, tuple(said), settled))
    return rows


def claims(words: Words, outcome: str) -> Table:
    return [
        (claim.claim, f"{wording.sentence(claim.verdict)}. {words.say(claim.reason)}")
        for claim in words.data.claims
        if claim.outcome == outcome
    ]


def changes(words: Words) -> Table:
    newest_first = sorted(words.data.changes, key=lambda x: x.date, reverse=True)
    return [(wording.date(x.date), words.say(x.what), " ".join(x.addresses)) for x in newest_first]


def cautions(words: Words) -> Table:
    return [(words.say(x.where.phrase), f"{x.where.page}, {x.where.heading}") for x in words.data.cautions]


def references(words: Words) -> Table:
    rows: Table = []
    for r in sorted(words.data.references, key=lambda r: r.short.lower()):
        parts = [r.short, f"{r.authors}. {r.title}. {r.published}."]
        parts += [f"doi:{r.doi}"] if r.doi else [r.url] if r.url else []
        rows.append((" ".join(parts), r.says, r.read))
    return rows


# ---- all of them ----

_SOURCES_OF = {
    "limits": "topic",
    "stages": "name",
    "signs": "sign",
    "suitability": "situation",
    "risks": "name",
    "scar_types": "name",
    "options": "name",
    "questions": "question",
}


def expected(data: Data) -> dict[str, Table]:
    """Every table that the guide must print, by its id."""
    words = Words(data)
    tables: dict[str, Table] = {
        "when-can-i-table": when_can_i(words),
        "countdown-table": countdown(words),
        "timeline-table": timeline(words),
        "course-sums": course_sums(words),
        "risks-table": [words.texts(x, "name", "what", "how_often") for x in data.risks],
        "scar-types-table": [
            (*words.texts(x, "name", "looks"), " ".join(words.texts(x, "response", "other")))
            for x in data.scar_types
        ],
        "options-table": [words.texts(x, "name", "what", "weigh") for x in data.options],
        "words-table": [
            ((wording.sentence(x.plain), x.medical), (x.meaning, ", ".join(x.also))) for x in data.terms
        ],
        "contradictions-table": contradictions(words),
        "references-table": references(words),
        "cautions-table": cautions(words),
        **sheets(words),
        "changes-table": changes(words),
    }
    for sessions in usual_courses(words):
        tables[f"course-{sessions}"] = course(words, sessions)
    for urgency in {x.urgency: None for x in data.signs}:
        tables[f"signs-{urgency.replace(' ', '-')}"] = [
            words.texts(x, "sign", "when", "do") for x in data.signs if x.urgency is urgency
        ]
    for advice in {x.advice: None for x in data.suitability}:
        tables[f"suitability-{advice.replace(' ', '-')}"] = [
            words.texts(x, "situation", "do", "why") for x in data.suitability if x.advice == advice
        ]
    for group in {x.group: None for x in data.figures}:
        tables[f"figures-{group}"] = figures(words, group)
    for subject, key in _SOURCES_OF.items():
        tables[f"sources-{subject.replace('_', '-')}"] = sources_of(words, subject, key)
    for outcome in ("kept", "corrected", "left out"):
        tables[f"claims-{outcome.replace(' ', '-')}"] = claims(words, outcome)
    return tables


def figures_below(page: Page, data: Data) -> Table:
    """The list of figures that a page must end with, from the figures that it shows."""
    entries = {x.id: x for x in data.figures}
    return [(entries[x].label, wording.figure(entries[x])) for x in page.figures()]


def rows_of(table: Tag) -> list[tuple[str, ...]]:
    """A printed table read back: the text of each cell, without the head."""
    return [
        tuple(text(cell) for cell in row.find_all(("th", "td")))
        for row in table.find_all("tr")
        if not row.find_parent("thead")
    ]


def tables_of(page: Page) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    for table in page.article.find_all("table"):
        yield attribute(table, "id"), rows_of(table)


def matches(wanted: Cell, printed: str) -> bool:
    """Whether a cell holds what it must.

    Between its parts stand the template's own words, which hold no figure; a cell with no parts is
    one that says that there is nothing.
    """
    if isinstance(wanted, str):
        return squeeze(wanted) == printed
    glue = r"[^\d]{0,60}"
    pattern = glue + glue.join(re.escape(squeeze(part)) for part in wanted) + glue
    return re.fullmatch(pattern, printed) is not None


def differences(at: str, wanted: Table, printed: list[tuple[str, ...]]) -> list[str]:
    """Where a printed table is not what the data say."""
    found = []
    if len(wanted) != len(printed):
        found.append(f"{at}: {len(printed)} rows, and the data make {len(wanted)}")
    for number, (want, have) in enumerate(zip(wanted, printed, strict=False), 1):
        if len(want) != len(have):
            found.append(f"{at}: row {number}: {len(have)} cells, not {len(want)}")
        for wanted_cell, cell in zip(want, have, strict=False):
            if not matches(wanted_cell, cell):
                found.append(f'{at}: row {number}: "{cell}", and the data say "{wanted_cell}"')
    return found


def tables_equal_the_data(pages: Sequence[Page], data: Data) -> list[str]:
    """Every table holds what the data say, and everything that the data say is on some page."""
    wanted = expected(data)
    found = []
    seen = set()
    for page in pages:
        for id_, printed in tables_of(page):
            at = f"{page.url}: #{id_}"
            if id_ == "figures-shown":
                found += differences(at, figures_below(page, data), printed)
            elif id_ in wanted:
                found += differences(at, wanted[id_], printed)
                seen.add(id_)
            else:
                found.append(f"{at}: a table that the data do not know")
    return found + [f"site: #{id_}: on no page" for id_ in wanted if id_ not in seen and wanted[id_]]


def lists_equal_the_data(pages: Sequence[Page], data: Data) -> list[str]:
    """Questions stand once each; cards show the signs that belong on them, boxes what is usual when."""
    words = Words(data)
    asked = [" ".join(words.texts(x, "question", "why")) for x in data.questions]
    printed = [text(li) for page in pages for ul in page.article.select("ul.questions") for li in ul("li")]
    found = [f"site: question: not once: {x}" for x in asked if printed.count(x) != 1]
    found += [f"site: question: not in the data: {x}" for x in printed if x not in asked]
    signs = [words.say(x.sign) for x in data.signs if x.on_card]
    stages = [(str(_stage_time(words, x)), words.say(x.normal)) for x in data.stages if x.track == "session"]
    for page in pages:
        for box in page.article.select("section.usual"):
            rows = [(text(dt), text(dd)) for dt, dd in zip(box("dt"), box("dd"), strict=True)]
            if rows != stages:
                found.append(f"{page.url}: what is usual: {rows}, and the data say {stages}")
        for card in page.article.select(".warning-card, .sheet-signs"):
            shown = [text(li) for li in card.find_all("li")]
            if shown != signs:
                found.append(f"{page.url}: warning card: {shown}, and the data say {signs}")
    return found


def sentences_equal_the_data(pages: Sequence[Page], data: Data) -> list[str]:
    """Each limit and each length of a course in running text says what the data make."""
    words = Words(data)
    limits = {x.id: limit_sentence(words, x) for x in data.limits}
    plan = data.course
    length = f"{plan.sessions} {plan.gap} {plan.results[-1]}"
    shown = [
        (page, f'limit "{id_}"', limits.get(id_, ""), text(tag))
        for page in pages
        for tag in page.article.select("[data-limit]")
        for id_ in [attribute(tag, "data-limit")]
    ] + [
        (page, "course length", course_length(words), text(tag))
        for page in pages
        for tag in page.article.select(f'[data-figure="{length}"]')
    ]
    return [
        f'{page.url}: {what}: "{printed}", and the data say "{wanted}"'
        for page, what, wanted, printed in shown
        if printed != wanted
    ] + [
        f"site: {what}: in no sentence"
        for what in ("limit", "course length")
        if not any(x[1].startswith(what) for x in shown)
    ]


def figures_have_a_source_and_a_place(pages: Sequence[Page], data: Data) -> list[str]:
    """Each figure has its row on Sources, and is shown where a reader needs it."""
    found = []
    for figure in data.figures:
        row = f"figure-{figure.id}"
        if not any(page.name == "sources" and row in page.ids for page in pages):
            found.append(f"/sources/: #{row}: no such row")
        if not any(page.is_for_patients and figure.id in page.figures() for page in pages):
            found.append(f"data/figures.yml: {figure.id}: shown on no page but Sources")
    return found


def claims_stand_in_place(pages: Sequence[Page], data: Data) -> list[str]:
    """What was kept or corrected is found under the heading that the data name."""
    places = {f"data/claims.yml: {x.id}": x.where for x in data.claims if x.where}
    return _out_of_place(places, pages, data)


def cautions_stand_in_place(pages: Sequence[Page], data: Data) -> list[str]:
    """Ordinary prudence that is listed for a clinician is found under the heading that the data name."""
    return _out_of_place({f"data/cautions.yml: {x.id}": x.where for x in data.cautions}, pages, data)


def _out_of_place(places: Mapping[str, Place], pages: Sequence[Page], data: Data) -> list[str]:
    words = Words(data)
    by_name = {page.name: page for page in pages}
    found = []
    for at, where in places.items():
        page = by_name.get(where.page)
        under = page.under(where.heading) if page else None
        phrase = squeeze(words.say(where.phrase))
        if page is None:
            found.append(f"{at}: no page {where.page}")
        elif under is None:
            found.append(f"{at}: no heading #{where.heading} on {page.url}")
        elif phrase.lower() not in under.lower():
            found.append(f'{at}: not under {page.url}#{where.heading}: "{phrase}"')
    return found


def claims_are_complete(data: Data, count: int = 102) -> list[str]:
    """The article makes 102 claims; none is dropped without a word."""
    wanted = [f"c{number:03}" for number in range(1, count + 1)]
    have = [claim.id for claim in data.claims]
    missing, extra = sorted(set(wanted) - set(have)), sorted(set(have) - set(wanted))
    found = [f"data/claims.yml: missing: {', '.join(missing)}"] if missing else []
    return found + [f"data/claims.yml: {id_}: no such claim" for id_ in extra]
