"""What a page may call: each call renders on the real data, as HTML that says what it means."""

import inspect
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import html5lib
import jinja2
import pytest
from bs4 import BeautifulSoup, Tag
from pydantic import TypeAdapter, ValidationError

from macros import schedule, wording
from macros.model import Amount, ClinicalReview, Data, Entry, Longer, Text, Urgency
from macros.pages import _Page, front, headings, in_order, render
from macros.render import Place
from macros.views import CALLS, Guide
from tests.unit.project import DOCS

Render = Callable[..., str]
T = TypeVar("T")

EXAMPLE = re.compile(r"Example: `(?:Call )?(\{\{ (\w+)\(.*?\) \}\})", re.DOTALL)
DATA_BLOCK = re.compile(r'<script type="application/[a-z+]*json".*?</script>', re.DOTALL)
FACTS = re.compile(r'<script type="application/ld\+json">(\{.*?\})</script>', re.DOTALL)
CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def documented() -> dict[str, str]:
    """The example in the docstring of each call."""
    found = {name: EXAMPLE.search(getattr(Guide, name).__doc__ or "") for name in CALLS}
    return {name: match[1] for name, match in found.items() if match and match[2] == name}


def called() -> list[tuple[str, str]]:
    """Every call of every page, with the address of the page."""
    pages = {"" if p.stem == "index" else f"{p.stem}/": p for p in sorted(DOCS.glob("*.md"))}
    return [(call, url) for url, p in pages.items() for call in CALL.findall(p.read_text("utf-8"))]


def once() -> dict[str, str]:
    """Every call with its arguments once; figures have a test of their own."""
    calls = {call: url for call, url in called() if "figure(" not in call}
    return dict.fromkeys(documented().values(), "recovery/") | calls


every_call = pytest.mark.parametrize(("call", "url"), once().items(), ids=list(once()))


def tables(html: str) -> list[Tag]:
    return BeautifulSoup(html, "lxml").find_all("table")


# ---- the list of calls ----


def test_every_public_method_is_a_call() -> None:
    methods = {n for n, _ in inspect.getmembers(Guide, inspect.isfunction) if n[0] != "_"}
    assert methods - {"calls"} == set(CALLS)
    assert len(CALLS) == len(set(CALLS))


def test_every_call_shows_an_example_of_itself() -> None:
    assert set(CALLS) - set(documented()) == set()


def test_pages_use_calls_that_are_listed(guide: Guide) -> None:
    used = {match for call, _ in called() for match in re.findall(r"\{\{ *(\w+)", call)}
    assert used <= set(guide.calls()) == set(CALLS)


# ---- what each call gives ----


@every_call
def test_a_call_renders(render: Render, call: str, url: str) -> None:
    text = render(call, url)
    assert text.strip()
    bare = DATA_BLOCK.sub("", re.sub(r"\{ #[\w-]+ \}", "", text))
    assert not re.search(r"[{}]|>None<|Undefined", bare)


@every_call
def test_an_html_block_has_no_blank_line(render: Render, call: str, url: str) -> None:
    assert not re.search(r"\n\s*\n", render(call, url))


@every_call
def test_the_html_is_well_formed(render: Render, call: str, url: str) -> None:
    html5lib.HTMLParser(strict=True).parseFragment(render(call, url))


def test_broken_html_is_found() -> None:
    for bad in ("<div><p>a</div>x</p>", "a & b &c", "<span>a", "a < b"):
        with pytest.raises(html5lib.html5parser.ParseError):
            html5lib.HTMLParser(strict=True).parseFragment(bad)


@every_call
def test_a_table_is_one_that_a_screen_reader_can_read(render: Render, call: str, url: str) -> None:
    html = render(call, url)
    for table in tables(html):
        if table.find_parent("template"):
            continue  # empty until a script fills it in; axe sees it filled in tests/browser/test_plan.py
        assert [bool(c.get_text(strip=True)) for c in table.find_all("caption")] == [True]
        headers = [th.get_text() for th in table.select("thead th")]
        assert headers and all(headers)
        assert {th["scope"] for th in table.select("thead th")} == {"col"}
        for row in table.select("tbody > tr"):
            cells = row.find_all(["th", "td"], recursive=False)
            assert [(c.name, c.get("scope")) for c in cells[:1]] == [("th", "row")]
            assert [(c.name, c["data-label"]) for c in cells[1:]] == [("td", h) for h in headers[1:]]
            by_hand = table.find_parent(class_="sheet-paper") is not None
            assert cells[0].get_text(strip=True)
            assert by_hand or all(cell.get_text(strip=True) for cell in cells)
        described = table.get("aria-describedby")
        assert described is None or f'id="{described}"' in html


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda p: p.stem)
def test_an_id_stands_once_on_a_page(guide: Guide, page: Path) -> None:
    ids = re.findall(r'\bid="([^"]+)"|\{ #([\w-]+) \}', render_page(page, guide))
    flat = [a or b for a, b in ids]
    assert len(flat) > 1
    assert sorted({x for x in flat if flat.count(x) > 1}) == []


def render_page(page: Path, guide: Guide) -> str:
    return render(page, guide, end=True)


# ---- what the data holds is escaped ----

NASTY = " & \"B\" < 'C'"


def spoiled(entry: T) -> T:
    """The same data, each text with characters that mean something in HTML."""
    if isinstance(entry, tuple):
        return type(entry)(spoiled(x) for x in entry)
    if not isinstance(entry, Entry):
        return entry
    new: dict[str, Any] = {}
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        is_text = "AfterValidator" in f"{field.annotation!r} {field.metadata!r}"
        if is_text and isinstance(value, str):
            new[name] = value + NASTY
        elif is_text and isinstance(value, tuple) and value and isinstance(value[0], str):
            new[name] = tuple(item + NASTY for item in value)
        else:
            new[name] = spoiled(value)
    return entry.model_copy(update=new)


@every_call
def test_data_is_escaped(data: Data, call: str, url: str) -> None:
    env = jinja2.Environment(undefined=jinja2.StrictUndefined)
    # Nobody has published this edition; a publisher's name is data like all else.
    published = data.model_copy(update={"site": data.site.model_copy(update={"publisher": "A"})})
    env.globals.update(Guide(spoiled(published), DOCS).calls())
    text = env.from_string(call).render(page=_Page(url))
    if re.match(r"\{\{ *(term|site)\(", call):
        # Plain words in a sentence of Markdown, which escapes them.
        assert NASTY.lower() in text.lower()
    else:
        html5lib.HTMLParser(strict=True).parseFragment(text)
        assert "'C'" not in text


def test_a_text_with_a_tag_cannot_load() -> None:
    with pytest.raises(ValidationError, match="mark-up"):
        TypeAdapter(Text).validate_python("a <script>")


# ---- a call that is wrong ----


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ('figure("gapp")', 'no figure "gapp"; did you mean "gap"?'),
        ('limit("make-up")', 'no limit "make-up"; did you mean "makeup"?'),
        ('sign("blister")', 'no sign "blister"; did you mean "blisters"?'),
        ('term("keloyd")', 'no term "keloyd"; did you mean "keloid"?'),
        ('site("fundings")', 'no fact "fundings"; did you mean "funding"?'),
        ('sources_of("limit")', 'no subject "limit"; did you mean "limits"?'),
        ('figure("zzzzzz")', 'no figure "zzzzzz"'),
        ('signs_table("emergncy")', 'no urgency "emergncy"; did you mean "emergency"?'),
        ('signs_table("zzzzzz")', 'no urgency "zzzzzz"'),
        ('site("name")', 'no fact "name"'),
        ('site("address")', 'no fact "address"'),
        ('suitability_table("never")', 'no advice "never"; write "do not" or "ask first"'),
        ('questions_list("money")', 'no questions in the group "money"'),
        ('figures_table("money")', 'no figures in the group "money"'),
        ("course_table(99)", "a course of 99 sessions; the accepted range is "),
        ('claims_table("left-out")', "left-out"),
        ("course_table(0)", "a course of 0 sessions; the accepted range is "),
    ],
)
def test_a_wrong_call_is_refused(render: Render, call: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        render("{{ " + call + " }}")


# ---- inside a sentence ----


def test_a_figure_says_its_value_to_people_and_machines(render: Render, data: Data) -> None:
    for figure in data.figures:
        html = BeautifulSoup(render(f'{{{{ figure("{figure.id}") }}}}'), "lxml")
        element = html.find("data")
        assert element and element["data-figure"] == figure.id
        assert element["value"] and element.get_text()


def test_a_limit_says_what_its_time_is_counted_from(render: Render, data: Data) -> None:
    spans = {f.id: f.value for f in data.figures}
    times = 0
    for limit in data.limits:
        text = BeautifulSoup(render(f'{{{{ limit("{limit.id}") }}}}'), "lxml").get_text()
        named = limit.until if limit.when == "after" else limit.from_
        value = spans.get(named)
        if isinstance(value, Amount) and f"{{{named}}}" in limit.sentence:
            times += 1
            assert re.search(r"(from|before) the time of your session|(after|before) a session", text)
    assert times


def said(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text().split())


def first_free(data: Data, id_: str) -> str | None:
    """The first whole day after the span of a figure; None for what has no known end."""
    value = {f.id: f.value for f in data.figures}.get(id_)
    return f"day {schedule.days_after(value)}" if isinstance(value, Amount) else None


def test_a_limit_says_the_first_whole_day_after_it(render: Render, data: Data) -> None:
    ends = set()
    for limit in data.limits:
        text = said(render(f'{{{{ limit("{limit.id}") }}}}'))
        day = first_free(data, limit.until) if limit.when == "after" else None
        if day is None:
            assert "first whole day" not in text
            ends.add("none")
        elif limit.longer is None:
            then = f" {said(Guide(data, DOCS)._text(limit.then))}" if limit.then else ""
            assert text.endswith(f". The first whole day is {day}.{then}")
            ends.add("then" if then else "one")
        else:
            when, more = limit.longer.when, first_free(data, limit.longer.until)
            small = when[0].lower() + when[1:]
            assert text.endswith(f". The first whole day is {day}, or {more} {small}.")
            ends.add("two")
    assert ends == {"none", "one", "then", "two"}


def test_a_limit_in_full(render: Render) -> None:
    assert said(render('{{ limit("makeup") }}')) == (
        "Wear no makeup for at least 24 hours from the time of your session. "
        "The first whole day is day 2, or day 3 after deep treatment."
    )
    assert said(render('{{ limit("sun-before") }}')).count(".") == 1


def test_the_days_of_a_limit_name_their_figures(render: Render) -> None:
    html = BeautifulSoup(render('{{ limit("makeup") }}'), "lxml")
    assert [(x["data-figure"], x.get_text()) for x in html.select(".derived")] == [
        ("makeup-after", "day 2"),
        ("makeup-after-deep", "day 3"),
    ]


@pytest.mark.parametrize(
    ("url", "page", "root", "link"),
    [
        ("", "index", "", "faq/#pain"),
        ("faq/", "faq", "../", "../faq/#pain"),
        ("a/b/", "a/b", "../../", "../../faq/#pain"),
    ],
)
def test_links_are_relative_to_the_page(url: str, page: str, root: str, link: str) -> None:
    place = Place.of({"page": _Page(url)})
    assert (place.page, place.root) == (page, root)
    assert place.link("faq", "pain") == link
    assert place.link("index") == (root or "./")


@pytest.mark.parametrize(
    ("url", "path", "root"), [("", "index.md", ""), ("faq/", "faq.md", ""), ("a/b/", "a/b.md", "../")]
)
def test_links_start_from_the_source_where_an_engine_counts_from_it(url: str, path: str, root: str) -> None:
    place = Place.of({"page": SimpleNamespace(url=url, path=path)})  # only Zensical's page has a path
    assert (place.page, place.root) == (url.strip("/") or "index", root)


def test_without_a_page_a_call_stands_at_the_root() -> None:
    assert Place.of({}) == Place("index", "")


# ---- cards ----


def test_the_warning_card_holds_the_signs_that_are_on_it(render: Render, data: Data) -> None:
    html = BeautifulSoup(render("{{ warning_card() }}"), "lxml")
    shown = [li["data-sign"] for li in html.find_all("li")]
    order = (Urgency.EMERGENCY, Urgency.SAME_DAY)
    assert shown == [s.id for u in order for s in data.signs if s.on_card and s.urgency is u]
    assert set(shown) < {s.id for s in data.signs}


def test_every_sign_stands_in_the_table_of_its_urgency(render: Render, data: Data) -> None:
    for urgency in Urgency:
        table = tables(render(f'{{{{ signs_table("{urgency}") }}}}'))[0]
        rows = [row["id"] for row in table.select("tbody tr")]
        assert rows == [f"sign-{s.id}" for s in data.signs if s.urgency is urgency]


def test_the_review_note_stands_on_the_card_and_not_under_each_table_of_signs(
    render: Render, data: Data
) -> None:
    note = "No doctor or nurse has checked this guide yet."
    assert note in said(render("{{ warning_card() }}"))
    assert note in said(render("{{ when_can_i() }}"))
    for urgency in Urgency:
        assert note not in said(render(f'{{{{ signs_table("{urgency}") }}}}'))


def test_the_reading_time_stands_where_pages_are_read_from_end_to_end(tmp_path: Path, data: Data) -> None:
    (tmp_path / "a.md").write_text("word " * 600 + "{{ page_start() }}")
    (tmp_path / "b.md").write_text("word " * 600 + "{{ page_start(timed=False) }}")
    guide = Guide(data, tmp_path)
    a, b = (render_page(tmp_path / f"{name}.md", guide) for name in "ab")
    assert '<p class="reading">About 3 minutes to read.</p>' in a
    assert "to read" not in b
    assert "<!-- contents -->" in a and "<!-- contents -->" in b


def test_all_headings_lead_to_every_section_of_the_other_pages(render: Render) -> None:
    html = BeautifulSoup(render("{{ all_headings() }}", "find/"), "lxml")
    paths = [p for p in in_order(DOCS) if p.stem != "find"]
    assert [h["id"] for h in html.find_all("h3")] == [f"find-{p.stem}" for p in paths]
    assert [h.get_text() for h in html.find_all("h3")] == [front(p, "title") for p in paths]
    links = [a["href"] for a in html.select("li a")]
    wanted = [
        ("../" if p.stem == "index" else f"../{p.stem}/") + f"#{heading.id}"
        for p in paths
        for heading in headings(p)
    ]
    assert links == wanted and len(wanted) > 50


def test_page_end_lists_the_figures_of_the_page(tmp_path: Path, data: Data) -> None:
    (tmp_path / "a.md").write_text('{{ figure("gap") }} {{ figure("spf") }} {{ page_end() }}')
    guide = Guide(data, tmp_path)
    end = BeautifulSoup(render(tmp_path / "a.md", guide, end=True), "lxml")
    links = [a["href"] for a in end.select("table a")]
    assert links == ["../sources/#figure-gap", "../sources/#figure-spf"]
    due = end.select_one("p.review")
    assert due and due["data-due"] == data.site.review.due.isoformat()


def test_page_end_says_what_the_page_is_for_machines(tmp_path: Path, data: Data) -> None:
    front = "---\ntitle: A </script> page\ndescription: What it is.\n---\n"
    (tmp_path / "a.md").write_text(front + "{{ page_end() }}")
    review = data.site.review
    checked = ClinicalReview(name="A. B.", role="Nurse", date=review.last)
    for clinical in (None, checked):
        site = data.site.model_copy(update={"clinical_review": clinical})
        end = render_page(tmp_path / "a.md", Guide(data.model_copy(update={"site": site}), tmp_path))
        (facts,) = FACTS.findall(end)
        read = json.loads(facts)
        assert (read["@type"], read["name"]) == ("MedicalWebPage", "A </script> page")
        assert read["lastReviewed"] == review.last.isoformat()
        reviewer = {"@type": "Person", "name": "A. B.", "jobTitle": "Nurse"}
        assert read.get("reviewedBy") == (reviewer if clinical else None)


def test_each_emergency_number_can_be_called(render: Render, data: Data) -> None:
    html = BeautifulSoup(render("{{ emergency() }}"), "lxml")
    assert html.get_text() == "your emergency number (911, 112 or 999)"
    numbers = [(a["href"], a.get_text()) for a in html.find_all("a")]
    assert numbers == [(f"tel:{n}", n) for n in data.site.emergency_numbers]


def test_what_is_usual_is_said_for_each_stage_after_a_session(render: Render, data: Data) -> None:
    html = BeautifulSoup(render("{{ usual_days() }}"), "lxml")
    stages = [s for s in data.stages if s.track == "session"]
    rows = tables(render("{{ timeline() }}"))[0].select("tbody th .sub")
    assert [dd.get_text() for dd in html.find_all("dd")] == [s.normal for s in stages]
    assert [dt.get_text() for dt in html.find_all("dt")] == [x.get_text() for x in rows][: len(stages)]


def test_page_end_without_figures_has_the_dates_alone(render: Render) -> None:
    for url in ("no-such-page/", "sources/"):
        assert not tables(render("{{ page_end() }}", url))
        assert "data-due" in render("{{ page_end() }}", url)


# ---- tables of days ----


def column(table: Tag, index: int) -> list[str]:
    rows = table.select("tbody tr")
    return [row.find_all(["th", "td"], recursive=False)[index].get_text() for row in rows]


def days(cells: list[str]) -> list[int]:
    return [int(m[1]) for cell in cells if (m := re.match(r"Day (\d+)", cell))]


def test_what_is_free_soonest_stands_first(render: Render, data: Data) -> None:
    cells = column(tables(render("{{ when_can_i() }}"))[0], 2)
    assert len(cells) == sum(limit.when == "after" for limit in data.limits)
    free = days(cells)
    assert free and free == sorted(free) and min(free) >= 2
    kinds = [0 if c.startswith("Day") else 1 if c == "Ask your clinic" else 2 for c in cells]
    assert kinds == sorted(kinds)


def test_what_begins_earliest_stands_first(render: Render, data: Data) -> None:
    rows = tables(render("{{ countdown() }}"))[0].select("tbody tr")
    limits = {x.id: x for x in data.limits if x.when == "before"}
    shown = [limits[str(row["data-entry"]).removeprefix("limit-")] for row in rows]
    assert {x.id for x in shown} == set(limits)
    values = {f.id: f.value for f in data.figures}
    starts = [schedule.day_before(v) if isinstance(v := values[x.from_], Amount) else 1 for x in shown]
    assert starts == sorted(starts)


def test_a_course_table_has_each_session_and_each_check(render: Render, data: Data) -> None:
    gap = next(f.value for f in data.figures if f.id == data.course.gap)
    assert isinstance(gap, Amount)
    table = tables(render("{{ course_table(4) }}"))[0]
    assert len(column(table, 0)) == 4 + len(data.course.results)
    for number in (2, 3, 4):
        weeks = schedule.session_weeks(number, gap)
        assert column(table, 1)[number - 1] == f"Week {weeks.earliest}"
        assert column(table, 2)[number - 1] == f"Week {weeks.latest}"
    assert column(table, 1)[0] == column(table, 2)[0] == "Start"


def test_the_last_cell_says_the_first_whole_day_of_each_case(render: Render, data: Data) -> None:
    rows = tables(render("{{ when_can_i() }}"))[0].select("tbody tr")
    cells = {str(r["data-entry"]).removeprefix("limit-"): said(str(r.find_all("td")[-1])) for r in rows}
    for limit in (x for x in data.limits if x.when == "after"):
        day = first_free(data, limit.until)
        if day is None:
            assert cells[limit.id] == ("Not at all" if limit.until == "never" else "Ask your clinic")
        elif limit.longer is None:
            assert cells[limit.id] == day.capitalize()
        else:
            more = first_free(data, limit.longer.until)
            assert cells[limit.id] == f"{day.capitalize()}. {limit.longer.when}: {more}"
    assert cells["makeup"] == "Day 2. After deep treatment: day 3"


def test_the_middle_cell_says_all_of_a_limit(render: Render, data: Data) -> None:
    longer = Longer(when="After deep treatment", until="makeup-after-deep")
    limits = [
        x.model_copy(update={"longer": longer, "then": "Then this.", "note": "And that."})
        for x in data.limits
        if x.id == "makeup"
    ]
    guide = Guide(data.model_copy(update={"limits": tuple(limits)}), DOCS)
    row = tables(guide.when_can_i({}))[0].select("tbody tr")[0]
    assert said(str(row.find("td"))) == (
        "Wear no makeup for at least 24 hours from the time of your session. "
        "After deep treatment, wait 48 hours. Then this. And that."
    )


def test_a_stage_lists_what_still_runs_on_its_first_day(render: Render, data: Data) -> None:
    rows = tables(render("{{ timeline() }}"))[0].select("tbody tr")
    left = [m[1] if (m := re.search(r"Still leave alone: (.*?)\.$", said(str(r)))) else "" for r in rows]
    by_stage = dict(zip([s.id for s in data.stages], left, strict=True))
    short = {x.id: x.short for x in data.limits if x.when == "after"}
    # On the day of the session nothing is over; in the course's own stages nothing is counted from it.
    assert by_stage["first-day"] == wording.listed(s for s in short.values() if s)
    assert {by_stage[s.id] for s in data.stages if s.track == "course"} == {""}
    for earlier, later in pairwise(s for s in data.stages if s.track == "session"):
        names = [x for x in short.values() if x]
        assert {x for x in names if x in by_stage[later.id]} <= {
            x for x in names if x in by_stage[earlier.id]
        }
    for stage in (s for s in data.stages if s.track == "session"):
        never = [x.short or "" for x in data.limits if x.until == "never"]
        assert all(x in by_stage[stage.id] for x in never)
    assert "sunscreen" not in by_stage["settling"] and "retinoids" in by_stage["settling"]


def test_there_is_a_course_table_for_each_usual_number(render: Render) -> None:
    text = render("{{ course_tables() }}", "schedule/")
    numbers = ["3", "4", "5", "6"]
    assert re.findall(r"^### A course of (\d) sessions \{ #course-of-\1 \}$", text, re.MULTILINE) == numbers
    assert [t["id"] for t in tables(text)] == [f"course-{n}" for n in numbers]
    strips = BeautifulSoup(text, "lxml").find_all("figure")
    assert [f["id"] for f in strips] == [f"course-strip-{n}" for n in numbers]
    assert [str(tables(render(f"{{{{ course_table({n}) }}}}"))[0]) for n in numbers] == [
        str(t) for t in tables(text)
    ]


def test_the_length_of_a_course_follows_from_the_data(render: Render, data: Data) -> None:
    html = BeautifulSoup(render("{{ course_length() }}"), "lxml")
    (span,) = html.find_all("span")
    assert span.get_text() == "34 to 57 weeks"
    course = data.course
    assert span["data-figure"] == f"{course.sessions} {course.gap} {course.results[-1]}"


@pytest.mark.parametrize(
    ("id_", "value", "words"),
    [
        ("sessions", {"from": 4, "to": 5, "unit": "sessions"}, "38 to 51 weeks"),
        ("gap", {"from": 2, "to": 8, "unit": "weeks"}, "30 to 67 weeks"),
        ("results-later", {"exactly": 12, "unit": "months"}, "61 to 83 weeks"),
    ],
)
def test_another_course_has_another_length(data: Data, id_: str, value: dict[str, Any], words: str) -> None:
    new = Amount.model_validate(value)
    figures = tuple(f.model_copy(update={"value": new}) if f.id == id_ else f for f in data.figures)
    guide = Guide(data.model_copy(update={"figures": figures}), DOCS)
    assert said(guide.course_length()) == words


def test_stages_stand_in_order(render: Render, data: Data) -> None:
    rows = tables(render("{{ timeline() }}"))[0].select("tbody tr")
    assert [row["id"] for row in rows] == [f"stage-{s.id}" for s in data.stages]


# ---- sources ----


def test_every_entry_has_its_sources(render: Render, data: Data) -> None:
    for subject in ("limits", "stages", "signs", "suitability", "risks", "scar_types", "options"):
        rows = tables(render(f'{{{{ sources_of("{subject}") }}}}'))[0].select("tbody tr")
        assert len(rows) == len(getattr(data, subject))
        assert all(column(row.find_parent("table") or row, 1) for row in rows)


@pytest.mark.parametrize("outcome", ["kept", "corrected", "left out"])
def test_every_claim_stands_in_the_table_of_its_outcome(render: Render, data: Data, outcome: str) -> None:
    rows = tables(render(f'{{{{ claims_table("{outcome}") }}}}'))[0].select("tbody tr")
    assert [row["id"] for row in rows] == [f"claim-{c.id}" for c in data.claims if c.outcome == outcome]


def test_every_caution_is_listed_with_its_place(render: Render, data: Data) -> None:
    table = tables(render("{{ cautions() }}"))[0]
    assert [row["id"] for row in table.select("tbody tr")] == [f"caution-{c.id}" for c in data.cautions]
    assert column(table, 1) == [f"{c.where.page}, {c.where.heading}" for c in data.cautions]


def test_every_figure_and_every_reference_is_listed(render: Render, data: Data) -> None:
    groups = dict.fromkeys(figure.group for figure in data.figures)
    html = "".join(render(f'{{{{ figures_table("{group}") }}}}') for group in groups)
    assert {f'id="figure-{f.id}"' in html for f in data.figures} == {True}
    listed = render("{{ references_list() }}")
    assert {f'id="ref-{r.id}"' in listed for r in data.references} == {True}
    assert set(re.findall(r'href="#(ref-[\w-]+)"', html)) <= set(re.findall(r'id="([^"]+)"', listed))
