"""The pictures as they are drawn: whole, named, with every number from the data and no color of their own."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree
from markupsafe import Markup

from macros import charts, render, schedule, wording
from macros.model import Amount, Data
from macros.numbers import written_figures
from macros.pictures import RATINGS, Pictures
from tests.unit.project import DOCS

CALLS = {
    "skin_picture": (),
    "scar_shapes": (),
    "timeline_chart": (),
    "course_strip": (3,),
    "people_picture": (),
}
TEMPLATES = (
    "drawing",
    "skin_picture",
    "scar_shapes",
    "timeline_chart",
    "timeline_stop",
    "course_strip",
    "people_picture",
)
SVG = "{http://www.w3.org/2000/svg}"
every_picture = pytest.mark.parametrize("name", CALLS)


@pytest.fixture(scope="module")
def pictures(data: Data) -> Pictures:
    return Pictures(data, DOCS)


def draw(pictures: Pictures, name: str) -> Markup:
    picture = getattr(pictures, name)(*CALLS[name])
    assert isinstance(picture, Markup)
    return picture


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def drawings(html: str) -> list[Tag]:
    """The drawings that are read aloud."""
    return [svg for svg in soup(html).find_all("svg") if svg.get("aria-hidden") != "true"]


# ---- the mark-up ----


@every_picture
def test_a_picture_is_a_figure_with_words_beside_it(pictures: Pictures, name: str) -> None:
    figure = soup(draw(pictures, name)).find("figure")
    assert figure and figure.figcaption and figure.figcaption.get_text(strip=True)
    assert figure["aria-labelledby"] == figure.figcaption["id"]


@every_picture
def test_a_picture_is_well_formed(pictures: Pictures, name: str) -> None:
    html = draw(pictures, name)
    html5lib.HTMLParser(strict=True).parseFragment(html)
    for svg in re.findall(r"<svg\b.*?</svg>", html, re.DOTALL):
        root = etree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))
        assert root.tag == f"{SVG}svg" and root.get("viewBox")


def test_a_drawing_that_is_not_well_formed_is_found() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring("<svg><g></svg>")


@every_picture
def test_a_picture_is_one_block_for_markdown(pictures: Pictures, name: str) -> None:
    html = draw(pictures, name)
    assert not re.search(r"\n\s*\n", html)
    assert not re.search(r"\{\{|\{%|None|Undefined", html)


@every_picture
def test_a_drawing_has_a_name_and_a_description(pictures: Pictures, name: str) -> None:
    found = drawings(draw(pictures, name))
    assert found
    for svg in found:
        assert svg["role"] == "img"
        title, desc = svg.find("title"), svg.find("desc")
        assert title and title.get_text(strip=True) and desc and desc.get_text(strip=True)
        assert svg["aria-labelledby"] == f"{title['id']} {desc['id']}"


def test_ids_are_unique_among_all_pictures(pictures: Pictures) -> None:
    html = "".join(draw(pictures, name) for name in CALLS)
    html += "".join(pictures.course_strip(n) for n in (4, 5, 6))
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert ids and set(ids.values()) == {1}
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


@every_picture
def test_no_style_stands_in_a_picture(pictures: Pictures, name: str) -> None:
    html = draw(pictures, name)
    assert not re.search(r"\bstyle=|<style|<script|\bon[a-z]+=", html)
    assert not re.search(r"""\b(?:fill|stroke|color)="(?!url\(#)""", html)


def test_a_style_is_found() -> None:
    assert re.search(r"\bstyle=", '<path style="fill:red"/>')


# ---- numbers come from the data ----

_SILENT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SAID = re.compile(r'\b(?:aria-label|alt|title)="([^"]*)"')


def written(template: str) -> str:
    """The words of a template: what stands between its tags, and what is read aloud for them."""
    bare = _SILENT.sub("", template)
    return re.sub(r"<[^<>]*>", " ", bare) + " ".join(_SAID.findall(bare))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_writes_no_number(name: str) -> None:
    words = written((render.TEMPLATES / f"{name}.html.j2").read_text("utf-8"))
    assert not re.search(r"\d", words) and written_figures(words) == []


def test_a_number_in_a_template_is_found() -> None:
    assert re.search(r"\d", written('<p x="1">{{ 2 }} for 3 days</p>'))
    assert re.search(r"\d", written('<ul aria-label="4 kinds">'))


def numbers_without_a_figure(html: str) -> Iterator[str]:
    page = soup(html)
    for text in page.find_all(string=re.compile(r"\d")):
        if not any(tag.get("data-figure") for tag in text.parents):
            yield text.strip()


@pytest.mark.parametrize("name", ["skin_picture", "scar_shapes", "people_picture"])
def test_every_number_names_its_figure(pictures: Pictures, name: str) -> None:
    assert list(numbers_without_a_figure(draw(pictures, name))) == []


def test_every_number_of_the_timeline_names_its_figure_or_is_a_breakpoint(
    pictures: Pictures, data: Data
) -> None:
    points = {tick.point.words for tick in charts.timeline(data).ticks}
    lines = {x.words for tick in charts.timeline(data).ticks for x in tick.labels}
    assert set(numbers_without_a_figure(draw(pictures, "timeline_chart"))) <= points | lines


def test_a_number_without_a_figure_is_found() -> None:
    assert list(numbers_without_a_figure("<p>for 3 days</p>")) == ["for 3 days"]
    assert list(numbers_without_a_figure('<p data-figure="a">for <b>3</b> days</p>')) == []


@every_picture
def test_figures_that_are_named_exist(pictures: Pictures, data: Data, name: str) -> None:
    named = {x for ids in re.findall(r'data-figure="([^"]+)"', draw(pictures, name)) for x in ids.split()}
    assert named <= {f.id for f in data.figures}
    assert named or name == "scar_shapes"


# ---- the timeline ----


def test_the_chart_has_every_limit_with_its_own_words(pictures: Pictures, data: Data) -> None:
    chart = soup(draw(pictures, "timeline_chart")).find("svg")
    assert chart
    rows = {str(row["data-entry"]): row for row in chart.select("g.bar[data-entry]")}
    limits = {f"limit-{x.id}": x for x in data.limits if x.when == "after"}
    assert set(rows) == set(limits)
    for id_, row in rows.items():
        words = row.select_one(".chart-value")
        assert words
        if limits[id_].until == "never":
            assert words.get_text() == charts.NOT_AT_ALL
            continue
        assert words["data-figure"] == limits[id_].until
        assert words.get_text() == soup(pictures.figure(limits[id_].until)).get_text(strip=True)


def test_the_line_and_the_chart_have_the_same_breakpoints(pictures: Pictures, data: Data) -> None:
    page = soup(draw(pictures, "timeline_chart"))
    for unit in ("data-day", "data-months"):
        chart = [g[unit] for g in page.select(f"svg g.tick[{unit}]")]
        stops = [li[unit] for li in page.select(f"ol.line > li[{unit}]")]
        assert chart == stops == sorted(set(chart), key=lambda n: int(str(n)))
    results = page.select("ol.line")[1].get_text()
    assert all(f.label in results for f in data.figures if f.id in data.course.results)


def test_a_wait_is_over_on_the_first_free_day(pictures: Pictures, data: Data) -> None:
    page = soup(draw(pictures, "timeline_chart"))
    values = {f.id: f.value for f in data.figures}
    for limit in data.limits:
        value = values.get(limit.until)
        if limit.when == "after" and isinstance(value, Amount):
            stop = page.select_one(f'ol.line > li[data-day="{schedule.days_after(value)}"]')
            assert stop
            free = [x.get_text().lower() for x in stop.select("li .line-free")]
            assert limit.short in free


def test_what_still_holds_is_said_where_a_wait_is_over(pictures: Pictures, data: Data) -> None:
    page = soup(draw(pictures, "timeline_chart"))
    values = {f.id: f.value for f in data.figures}
    limits = {x.id: x for x in data.limits if x.when == "after"}
    then = {x.id: soup(pictures._text(x.then)).get_text() for x in limits.values() if x.then}
    longer = {}
    for x in limits.values():
        if x.longer:
            value = values[x.longer.until]
            assert isinstance(value, Amount)
            longer[x.id] = f"{x.longer.when}, wait {wording.amount(value)}."
    line = " ".join(page.select("ol.line")[0].get_text().split())
    below = " ".join(page.select("ul.chart-notes")[0].get_text().split())
    assert then.keys() >= {"sun", "sunscreen"} and longer.keys() >= {"makeup"}
    for id_ in then.keys() | longer.keys():
        said = " ".join(filter(None, (then.get(id_), longer.get(id_))))
        assert f"{limits[id_].short} (" in line.lower() and said in line
        assert f"{wording.sentence(limits[id_].short or '')}. {said}" in below
    assert len(page.select("ul.chart-notes > li")) == len(then.keys() | longer.keys())
    # What else the table says stands there only.
    for limit in limits.values():
        note = soup(pictures._text(limit.note)).get_text()
        assert note not in line and note not in below


@every_picture
def test_lists_are_short(pictures: Pictures, name: str) -> None:
    for items in soup(draw(pictures, name)).find_all(("ul", "ol")):
        assert len(items.find_all("li", recursive=False)) <= 7


# ---- the other pictures ----


@pytest.mark.parametrize("sessions", [3, 4, 5, 6])
def test_the_strip_says_the_weeks_of_each_visit(pictures: Pictures, data: Data, sessions: int) -> None:
    page = soup(pictures.course_strip(sessions))
    said = [visit.words for visit in charts.visits(sessions, data)]
    assert len(said) == sessions + len(data.course.results)
    for svg in page.find_all("svg"):
        assert [g.find_all("text")[1].get_text() for g in svg.select("g:has(rect)")] == said
        checks = svg.select("rect.strip-check")
        assert len(checks) == len(data.course.results)


@pytest.mark.parametrize("sessions", [0, 99])
def test_a_course_outside_the_accepted_range_is_refused(pictures: Pictures, sessions: int) -> None:
    with pytest.raises(ValueError, match=f"a course of {sessions} sessions; the accepted range is "):
        pictures.course_strip(sessions)


def test_there_is_an_icon_for_each_person(pictures: Pictures, data: Data) -> None:
    page = soup(draw(pictures, "people_picture"))
    values = {f.id: f.value for f in data.figures}
    for kind in RATINGS:
        value = values[f"series-{kind}"]
        assert isinstance(value, Amount)
        many, one = (
            [str(path["d"]) for path in page.select(f"{part} .person-{kind} > path")]
            for part in ("svg.people", ".legend svg")
        )
        assert len(many) == len(one) == (1 if kind == "poor" else 2)  # the body, and its mark
        for all_, drawn in zip(many, one, strict=True):
            outline = re.sub(r"^M[\d.]+ [\d.]+", "", drawn)
            assert all_.count(outline) == value.exactly
            assert len(re.sub(r"[Mm][\d.]+[ -][\d.]+", "", all_.replace(outline, ""))) == 0
    assert len(page.select(".legend [data-figure]")) == len(RATINGS)
    assert "We read only the summary of that study." in page.get_text()


def test_kinds_of_people_differ_in_their_marks(pictures: Pictures) -> None:
    page = soup(draw(pictures, "people_picture"))
    marks = []
    for kind in RATINGS:
        icon = page.select_one(f".legend .person-{kind}")
        assert icon
        marks.append("".join(str(x["d"]) for x in icon.select(".mark")))
    assert len(set(marks)) == len(RATINGS)


def test_shapes_say_what_the_data_says(pictures: Pictures, data: Data) -> None:
    text = " ".join(soup(draw(pictures, "scar_shapes")).get_text().split())
    types = {x.id: x for x in data.scar_types}
    for id_ in charts.SHAPES:
        assert types[id_].name in text and types[id_].response in text
    assert types["mix"].response in text


def test_a_shape_without_a_scar_type_is_refused(data: Data) -> None:
    fewer = data.model_copy(update={"scar_types": data.scar_types[1:]})
    with pytest.raises(ValueError, match='no scar type "rolling"'):
        Pictures(fewer, Path("nowhere")).scar_shapes()


def test_what_the_data_holds_is_escaped(data: Data) -> None:
    nasty = " & \"B\" < 'C'"
    spoiled = data.model_copy(
        update={
            "limits": tuple(
                x.model_copy(update={"short": x.short and x.short + nasty, "then": x.then and x.then + nasty})
                for x in data.limits
            ),
            "scar_types": tuple(x.model_copy(update={"looks": x.looks + nasty}) for x in data.scar_types),
        }
    )
    for name in ("timeline_chart", "scar_shapes"):
        html = draw(Pictures(spoiled, Path("nowhere")), name)
        html5lib.HTMLParser(strict=True).parseFragment(html)
        assert "'C'" not in html and '"B"' not in html


@every_picture
def test_a_picture_shows_an_example_of_its_call(name: str) -> None:
    doc = getattr(Pictures, name).__doc__ or ""
    assert re.search(rf"Example: `\{{\{{ {name}\(\d?\) \}}\}}`, alone on its line\.", doc)
