"""Where things stand in the pictures: it follows from the data, and no words meet or leave the picture."""

import itertools
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import charts, schedule
from macros.charts import Bar, Box, Label, Point, Room
from macros.load import load_data
from macros.model import Amount, Data, Entry, Figure
from tests.unit.project import DATA

Values = dict[str, Amount]


@pytest.fixture(scope="module")
def values(data: Data) -> Values:
    return {f.id: f.value for f in data.figures if isinstance(f.value, Amount)}


@pytest.fixture(scope="module")
def bars(data: Data) -> dict[str, Bar]:
    return {bar.span.id: bar for bar in charts.timeline(data).bars}


def with_values(data: Data, new: dict[str, Amount]) -> Data:
    """The same data with other numbers."""

    def changed(figure: Figure) -> Figure:
        return figure.model_copy(update={"value": new[figure.id]}) if figure.id in new else figure

    return data.model_copy(update={"figures": tuple(changed(f) for f in data.figures)})


# ---- words ----


def test_boxes_that_share_room_meet() -> None:
    box = Box(0, 0, 10, 10)
    assert box.meets(Box(9, 9, 20, 20)) and box.meets(box)
    assert not box.meets(Box(10, 0, 20, 10)) and not box.meets(Box(0, 10, 10, 20))


@pytest.mark.parametrize(("anchor", "left"), [("start", 50.0), ("middle", 40.9), ("end", 31.8)])
def test_a_label_takes_room_on_the_side_of_its_anchor(anchor: str, left: float) -> None:
    box = Label("ab", 50, 100, 10, anchor).box  # type: ignore[arg-type]
    assert (box.left, box.right - box.left) == pytest.approx((left, 18.2))
    assert box.top < 100 < box.bottom


@pytest.mark.parametrize(
    ("start", "end", "first", "anchor"),
    [
        (10, 40, "after", "start"),
        (150, 190, "after", "end"),
        (150, 160, "before", "end"),
        (5, 20, "before", "start"),
    ],
)
def test_words_stand_where_they_fit(start: float, end: float, first: str, anchor: str) -> None:
    label = Room(0, 200, 50, 10).beside("12345", start, end, first=first)  # type: ignore[arg-type]
    assert label.anchor == anchor
    assert label.box.left >= 0 and label.box.right <= 200
    assert label.box.left >= end or label.box.right <= start


def test_words_that_fit_on_no_side_stand_inside() -> None:
    label = Room(0, 100, 50, 10).beside("1234567", 5, 95, first="after")
    assert (label.anchor, label.x) == ("start", 11)


# ---- the timeline ----


def test_every_limit_after_a_session_is_in_the_timeline_once(data: Data, bars: dict[str, Bar]) -> None:
    wanted = {f"limit-{x.id}" for x in data.limits if x.when == "after"}
    assert {id_ for id_, bar in bars.items() if bar.span.group == "leave"} == wanted
    assert len(charts.timeline(data).bars) == len(bars)


def test_every_photo_check_is_in_the_timeline(data: Data, bars: dict[str, Bar], values: Values) -> None:
    for id_ in data.course.results:
        assert bars[id_].span.end == Point(1, int(values[id_].upper or 0))


def test_a_bar_ends_on_the_first_free_day(data: Data, bars: dict[str, Bar], values: Values) -> None:
    x = {tick.point: tick.x for tick in charts.timeline(data).ticks}
    seen = Counter[str]()
    limits = [(f"limit-{y.id}", y.until) for y in data.limits if y.when == "after"]
    for id_, figure in [*limits, *((f"feel-{figure}", figure) for _, figure in charts.FEEL)]:
        bar = bars[id_]
        seen[bar.span.kind] += 1
        if figure not in values:
            assert bar.span.kind == ("never" if figure == "never" else "clinic")
            assert bar.end == max(x[p] for p in x if p.part == 0)
            continue
        span = values[figure]
        assert bar.end == x[Point(0, schedule.days_after(span))]
        low = span.lower and schedule.days_after(Amount(unit=span.unit, exactly=span.lower))
        assert bar.solid == x[Point(0, low or 0)]
        assert bar.x == x[Point(0, 0)]
    assert set(seen) == {"span", "at least", "clinic", "never"}


def test_the_next_session_spans_the_gap(data: Data, bars: dict[str, Bar], values: Values) -> None:
    gap = values[data.course.gap]
    row = bars["next-session"].span
    assert (row.start.count, row.end.count) == (int(gap.lower or 0) * 7, int(gap.upper or 0) * 7)


def test_what_is_free_soonest_stands_first(bars: dict[str, Bar]) -> None:
    rows = [bar for bar in bars.values() if bar.span.group == "leave"]
    assert [b.y for b in rows] == sorted(b.y for b in rows)
    closed = [b.end for b in rows if b.span.kind in ("span", "at least")]
    assert closed == sorted(closed)
    assert [b.span.kind for b in rows[len(closed) :]] == ["clinic", "never"]


def test_breakpoints_come_in_order_with_equal_steps(data: Data) -> None:
    ticks = charts.timeline(data).ticks
    points = [t.point for t in ticks]
    assert points == sorted(set(points))
    steps = [b.x - a.x for a, b in itertools.pairwise(ticks)]
    assert min(steps) > 0 and max(steps) - min(steps) < 0.5
    assert points[0] == Point(0, 0) and Point(1, 0) in points


def test_every_end_of_a_bar_is_a_breakpoint(data: Data) -> None:
    chart = charts.timeline(data)
    points = {t.point for t in chart.ticks}
    for bar in chart.bars:
        assert {bar.span.start, bar.span.solid, bar.span.end} <= points


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (Point(0, 0), "Session"),
        (Point(0, 2), "Day 2"),
        (Point(0, 7), "Day 7"),
        (Point(0, 28), "Week 4"),
        (Point(0, 29), "Day 29"),
        (Point(1, 0), "Last session"),
        (Point(1, 1), "1 month"),
        (Point(1, 6), "6 months"),
    ],
)
def test_a_breakpoint_is_said_in_words(point: Point, words: str) -> None:
    assert point.words == words


def labels(chart: charts.Timeline) -> list[Label]:
    return [
        *chart.parts,
        *(x for t in chart.ticks for x in t.labels),
        *chart.groups,
        *(x for b in chart.bars for x in (*b.name, b.words)),
    ]


def check_labels(found: list[Label], width: float, height: float) -> None:
    for label in found:
        box = label.box
        assert box.left >= 0 and box.right <= width, label
        assert box.top >= 0 and box.bottom <= height, label
    for a, b in itertools.combinations(found, 2):
        assert not a.box.meets(b.box), (a, b)


def check_timeline(data: Data) -> None:
    chart = charts.timeline(data)
    check_labels(labels(chart), chart.width, chart.height)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.solid <= bar.end <= chart.width
        inside = bar.span.kind in ("clinic", "never")
        box = bar.words.box
        if inside:
            assert bar.x <= box.left and box.right <= bar.end
            assert bar.y <= box.top and box.bottom <= bar.y + bar.height
        else:
            assert not box.meets(bar.box)
        assert not any(name.box.meets(bar.box) for name in bar.name)


def test_no_words_meet_or_leave_the_timeline(data: Data) -> None:
    check_timeline(data)


REAL = load_data(DATA)  # not a fixture: hypothesis would print it whole

hours = st.integers(1, 40).map(lambda n: n * 6)


@given(low=hours, more=hours, days=st.integers(1, 14), weeks=st.integers(3, 8))
def test_the_timeline_holds_for_other_numbers(low: int, more: int, days: int, weeks: int) -> None:
    new = with_values(
        REAL,
        {
            "sweat-heat-water": Amount.model_validate({"from": low, "to": low + more, "unit": "hours"}),
            "actives-after": Amount(exactly=days, unit="days", about=True),
            "gap": Amount.model_validate({"from": weeks, "to": weeks + 2, "unit": "weeks"}),
        },
    )
    check_timeline(new)
    points = [t.point for t in charts.timeline(new).ticks]
    assert points == sorted(set(points))


def test_a_span_open_below_has_no_sure_part() -> None:
    assert charts.ends(Amount(to=7, unit="days")) == (0, 8)
    assert charts.ends(Amount.model_validate({"from": 24, "unit": "hours"})) == (2, 2)
    assert charts.ends(Amount.model_validate({"from": 24, "to": 72, "unit": "hours"})) == (2, 4)


# ---- the line for phones ----


def test_the_line_says_all_that_the_chart_says(data: Data) -> None:
    chart, stops = charts.timeline(data), charts.line(data)
    assert [s.point for s in stops] == [t.point for t in chart.ticks]
    for bar in chart.bars:
        span = bar.span
        if span.group == "next":
            assert [s.point for s in stops if span in s.comes] == sorted({span.start, span.end})
            continue
        assert [s.point for s in stops if span in s.begins] == [span.start]
        closed = span.kind not in ("clinic", "never")
        assert [s.point for s in stops if span in s.ends] == ([span.end] if closed else [])
        range_ = closed and span.start < span.solid < span.end
        assert [s.point for s in stops if span in s.may_end] == ([span.solid] if range_ else [])


# ---- the course ----


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("sessions", range(1, 7))
def test_the_strip_shows_each_visit_in_its_weeks(
    data: Data, values: Values, sessions: int, narrow: bool
) -> None:
    strip = charts.strip(sessions, data, narrow=narrow)
    gap = values[data.course.gap]
    weeks = [schedule.session_weeks(n, gap) for n in range(1, sessions + 1)]
    weeks += [schedule.check_weeks(sessions, gap, values[x]) for x in data.course.results]
    assert [row.visit.weeks for row in strip.rows] == weeks
    at = {int(label.words): x for x, label in strip.ticks}
    assert 0 in at and len(at) >= 3
    scale = (max(at.values()) - at[0]) / max(at)
    for row in strip.rows:
        middle = (row.visit.weeks.earliest + row.visit.weeks.latest) / 2 * scale + at[0]
        assert row.x + row.width / 2 == pytest.approx(middle, abs=0.3)
        true = (row.visit.weeks.latest - row.visit.weeks.earliest) * scale
        assert row.width == pytest.approx(max(true, row.height), abs=0.3)
        assert row.x >= 0 and row.x + row.width <= strip.width
        assert not any(
            x.box.meets(Box(row.x, row.y, row.x + row.width, row.y + row.height))
            for x in (row.name, row.words)
        )


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("sessions", range(1, 7))
def test_no_words_meet_or_leave_the_strip(data: Data, sessions: int, narrow: bool) -> None:
    strip = charts.strip(sessions, data, narrow=narrow)
    words = [
        strip.title,
        *(x for _, x in strip.ticks),
        *(x for r in strip.rows for x in (r.name, r.words)),
    ]
    check_labels(words, strip.width, strip.height)


@given(gap=st.integers(1, 12), more=st.integers(1, 4), sessions=st.integers(1, 10))
def test_the_strip_holds_for_other_courses(gap: int, more: int, sessions: int) -> None:
    other = Amount.model_validate({"from": gap, "to": gap + more, "unit": "weeks"})
    new = with_values(REAL, {REAL.course.gap: other})
    for narrow in (True, False):
        test_no_words_meet_or_leave_the_strip(new, sessions, narrow)


# ---- people ----


@st.composite
def ratings(draw: st.DrawFn) -> list[tuple[str, Amount]]:
    counts = draw(st.lists(st.integers(1, 40), min_size=1, max_size=4))
    return [(f"kind-{i}", Amount(exactly=n, of=sum(counts), unit="people")) for i, n in enumerate(counts)]


@given(ratings())
def test_there_is_one_icon_for_each_person(kinds: list[tuple[str, Amount]]) -> None:
    picture = charts.people(kinds)
    assert Counter(icon.kind for icon in picture.icons) == {kind: n.exactly for kind, n in kinds}
    places = [(icon.x, icon.y) for icon in picture.icons]
    assert len(set(places)) == len(places) == kinds[0][1].of
    assert all(x + charts.CELL[0] <= picture.width for x, _ in places)
    assert all(y + charts.CELL[1] <= picture.height for _, y in places)
    assert [icon.kind for icon in picture.icons] == sorted(icon.kind for icon in picture.icons)


@pytest.mark.parametrize(("n", "of"), [(6, 10), (5, 11)])
def test_counts_that_make_up_no_group_are_refused(n: int, of: int) -> None:
    kinds = [(k, Amount(exactly=m, of=of, unit="people")) for k, m in (("a", 5), ("b", n))]
    with pytest.raises(ValueError, match="do not make up one group"):
        charts.people(kinds)
    other = [
        ("a", Amount(exactly=5, of=10, unit="people")),
        ("b", Amount(exactly=5, of=11, unit="people")),
    ]
    with pytest.raises(ValueError, match="do not make up one group"):
        charts.people(other)


# ---- skin ----


@given(low=st.floats(0.1, 5), more=st.floats(0.1, 5))
def test_needles_go_as_deep_as_the_figure_says(low: float, more: float) -> None:
    depth = Amount.model_validate({"from": low, "to": low + more, "unit": "millimeters"})
    panel = charts.steps(depth)[1]
    assert panel.needles
    for needle in panel.needles:
        assert needle.top < panel.level < needle.least <= needle.most <= panel.height
        share = (needle.least - panel.level) / (needle.most - panel.level)
        assert share == pytest.approx(low / (low + more), abs=0.02)


def test_after_healing_the_pit_is_less_deep_and_not_gone(values: Values) -> None:
    pit, _, healing, after = charts.steps(values["needle-depth"])
    flat = charts._profile("pit", 50, 0, charts._SURFACE)
    assert pit.line == healing.line != after.line != flat
    lowest = [max(float(y) for y in _heights(panel.line)) for panel in (pit, after)]
    assert lowest[0] > lowest[1] > charts._SURFACE
    assert after.before and not pit.before


def _heights(path: str) -> list[str]:
    numbers = path.replace("M", " ").replace("L", " ").replace("C", " ").split()
    return numbers[1::2]


def test_each_shape_is_a_scar_type(data: Data) -> None:
    assert set(charts.SHAPES) <= {x.id for x in data.scar_types}
    assert len({charts.scar(id_).line for id_ in charts.SHAPES}) == len(charts.SHAPES)


def test_no_fiber_crosses_the_surface(values: Values) -> None:
    for panel in (*charts.steps(values["needle-depth"]), *map(charts.scar, charts.SHAPES)):
        assert panel.fibers
        for fiber in panel.fibers:
            assert fiber.y - 7 > charts._SURFACE  # a wave goes 7 up from where it begins


def test_every_fiber_is_drawn_where_it_is(values: Values) -> None:
    panel = charts.steps(values["needle-depth"])[-1]
    for new in (False, True):
        found, x, y = [], 0.0, 0.0
        for kind, to, across in re.findall(r"([Mm])(-?[\d.]+) (-?[\d.]+)", panel.strands(new)):
            x, y = (float(to), float(across)) if kind == "M" else (x + 44 + float(to), y + float(across))
            found.append((x, y))
        assert found == [(one.x, one.y) for one in panel.fibers if one.new == new]
        assert len(found) > 3


def test_the_model_is_frozen(data: Data) -> None:
    assert isinstance(data, Entry)
    with pytest.raises(AttributeError):
        charts.timeline(data).width = 1  # type: ignore[misc]
