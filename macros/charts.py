"""Where everything stands in the pictures: coordinates from the data, without mark-up and without files.

Lengths are in the units of a picture's own view box. Words come from `wording`; their width is reckoned on
the safe side, so that no text is cut or meets another, whatever font a reader has.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from . import wording
from .model import HOURS_IN, Amount, Data, Figure
from .schedule import Weeks, check_weeks, days_after, session_weeks, span_hours


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """The most room that a line of text takes in a usual font; a short one may be all wide letters."""
    return (len(words) * 0.56 + 0.7) * size * (1.08 if bold else 1)


def _round(value: float) -> float:
    return round(value, 1)


@dataclass(frozen=True)
class Box:
    """The room that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes share room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A line of text: its words, where its base line begins (or ends, or has its middle), and its size."""

    words: str
    x: float
    y: float
    size: float
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False

    @property
    def box(self) -> Box:
        """The most room that the text takes."""
        width = text_width(self.words, self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - self.size * 0.8, left + width, self.y + self.size * 0.25)


@dataclass(frozen=True)
class Room:
    """The width that a row has for a bar and the words beside it."""

    left: float
    right: float
    y: float
    size: float

    def beside(self, words: str, start: float, end: float, *, first: Literal["after", "before"]) -> Label:
        """Words after a bar or before it, whichever is asked for first and fits; else inside."""
        pad, width = self.size * 0.6, text_width(words, self.size)
        after = Label(words, _round(end + pad), self.y, self.size)
        before = Label(words, _round(start - pad), self.y, self.size, "end")
        fits = {
            "after": end + pad + width <= self.right,
            "before": start - pad - width >= self.left,
        }
        for side in (first, "before" if first == "after" else "after"):
            if fits[side]:
                return after if side == "after" else before
        return Label(words, _round(start + pad), self.y, self.size)


# ---- the timeline of healing ----


@dataclass(frozen=True, order=True)
class Point:
    """A point of healing: days after a session (part 0), or months after the last one (part 1)."""

    part: int
    count: int

    @property
    def words(self) -> str:
        """The point in words: "Session", "Day 2", "Week 4", "Last session", "3 months"."""
        if self.count == 0:
            return ("Session", "Last session")[self.part]
        if self.part:
            return wording.count(self.count, "months")
        weeks, rest = divmod(self.count, 7)
        if rest == 0 and weeks > 1:
            return wording.sentence(wording.weeks(Weeks(weeks, weeks)))
        return wording.sentence(wording.day(self.count))


Kind = Literal["span", "at least", "clinic", "never", "window", "point"]
Group = Literal["feel", "leave", "next"]
FEEL = (("Heat, swelling, redness", "redness"), ("Dry or flaky skin", "visible-healing"))
"""What you may see and feel: its name, and the figure that says how long."""
NEXT_SESSION = "Next session"
NOT_AT_ALL = "not at all"


@dataclass(frozen=True)
class Span:
    """A row of the timeline: from `start`, surely to `solid`, at most to `end`."""

    id: str
    group: Group
    name: str
    words: str
    kind: Kind
    start: Point
    solid: Point
    end: Point
    figure: str | None


def ends(span: Amount) -> tuple[int, int]:
    """First whole days after the lower and the upper end of a span; 0 for a lower end that is open."""
    lower = span.lower
    low = 0 if lower is None else days_after(Amount(unit=span.unit, exactly=lower))
    return low, days_after(span)


def spans(data: Data) -> tuple[Span, ...]:
    """All rows of the timeline: what you feel, what to leave alone (soonest free first), what comes next.

    A bar ends on the first whole day that is surely after its span, as in the table of limits.
    """
    figures = {f.id: f for f in data.figures}
    gap = _time(figures[data.course.gap])
    days = HOURS_IN[gap.unit] // 24
    window = [Point(0, int(n) * days) for n in (gap.lower, gap.upper) if n is not None]
    feel = [_span(f"feel-{id_}", "feel", name, figures[id_]) for name, id_ in FEEL]
    leave = [
        _span(f"limit-{x.id}", "leave", wording.sentence(x.short), figures.get(x.until))
        for x in data.limits
        if x.short
    ]
    far = max(Point(0, 0), *window, *(x.end for x in (*feel, *leave)))
    leave = [
        replace(x, solid=far, end=far) if x.kind in ("clinic", "never") else x
        for x in sorted(leave, key=lambda x: _order(x, figures))
    ]
    words = wording.amount(gap)
    next_ = [
        Span(
            "next-session",
            "next",
            NEXT_SESSION,
            words,
            "window",
            window[0],
            window[-1],
            window[-1],
            data.course.gap,
        )
    ]
    for id_ in data.course.results:
        after = _time(figures[id_])
        at = Point(1, int(after.upper or after.lower or 0))
        next_.append(Span(id_, "next", figures[id_].label, wording.amount(after), "point", at, at, at, id_))
    return (*feel, *leave, *next_)


def _span(id_: str, group: Group, name: str, figure: Figure | None) -> Span:
    start = Point(0, 0)
    if figure is None:
        return Span(id_, group, name, NOT_AT_ALL, "never", start, start, start, None)
    words = wording.figure(figure)
    if figure.value == "clinic":
        return Span(id_, group, name, words, "clinic", start, start, start, figure.id)
    low, high = ends(figure.value)
    kind: Kind = "at least" if figure.value.upper is None else "span"
    return Span(id_, group, name, words, kind, start, Point(0, low), Point(0, high), figure.id)


def _order(span: Span, figures: dict[str, Figure]) -> float:
    if span.kind in ("clinic", "never"):
        return math.inf if span.kind == "never" else 1e6
    return span_hours(_time(figures[span.figure or ""]))


def _time(figure: Figure) -> Amount:
    if figure.value == "clinic":
        raise ValueError(f'figure "{figure.id}" has no number')
    return figure.value


@dataclass(frozen=True)
class Tick:
    """A breakpoint of the axis: where it stands, and its words on one line or more."""

    point: Point
    x: float
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Bar:
    """A row as it is drawn. From `x` to `solid` it is full, from there to `end` lighter."""

    span: Span
    y: float
    height: float
    x: float
    solid: float
    end: float
    name: tuple[Label, ...]
    words: Label

    @property
    def box(self) -> Box:
        """The room of the bar itself."""
        return Box(self.x, self.y, self.end, self.y + self.height)


@dataclass(frozen=True)
class Timeline:
    """The timeline as it is drawn."""

    width: float
    height: float
    size: float
    top: float
    bottom: float
    parts: tuple[Label, ...]
    ticks: tuple[Tick, ...]
    break_x: float
    groups: tuple[Label, ...]
    bars: tuple[Bar, ...]


WIDE = 900.0
SIZE = 18.0
_LINE = SIZE * 1.15
_LEFT = 228.0
_ROW = 34.0
_BAR = 23.0
_GROUP = 44.0
_TITLES: dict[Group, str] = {
    "feel": "What you may see and feel",
    "leave": "What to leave alone",
    "next": "What comes next",
}
PARTS = ("After each session", "After the last session")


def breakpoints(rows: Iterable[Span]) -> list[Point]:
    """The points of the axis: every start and end, once, in the order of time."""
    points = {p for x in rows for p in (x.start, x.solid, x.end)}
    return sorted(points | {Point(part, 0) for part in {p.part for p in points}})


def timeline(data: Data) -> Timeline:
    """The timeline: an axis of equal steps from one breakpoint to the next, and a bar for each row."""
    rows = spans(data)
    points = breakpoints(rows)
    edge = text_width(max(points[-1].words.split(), key=len), SIZE) / 2 + 2
    step = (WIDE - _LEFT - edge) / max(len(points) - 1, 1)
    where = {p: _round(_LEFT + step * i) for i, p in enumerate(points)}
    last = max((p for p in points if p.part == 0), key=lambda p: p.count)
    ticks = _ticks(where, step)
    firsts = [next((p for p in points if p.part == part), None) for part in (0, 1)]
    parts = tuple(_part(words, where[p]) for words, p in zip(PARTS, firsts, strict=True) if p)
    top = max(x.y for t in ticks for x in t.labels) + 8
    y, group = top, ""
    groups: list[Label] = []
    bars: list[Bar] = []
    for row in rows:
        if row.group != group:
            group = row.group
            groups.append(Label(_TITLES[row.group], 0, _round(y + _GROUP - 14), SIZE, bold=True))
            y += _GROUP
        names = _wrapped(row.name, _LEFT - 14)
        height = _ROW + (len(names) - 1) * _LINE
        bars.append(_bar(row, names, where, y, height))
        y += height
    break_x = _round(where[last] + step * 0.5)
    return Timeline(
        WIDE,
        _round(y + 12),
        SIZE,
        _round(top + 4),
        _round(y + 6),
        parts,
        ticks,
        break_x,
        tuple(groups),
        tuple(bars),
    )


def _part(words: str, x: float) -> Label:
    """The name of a part of the axis, from its first breakpoint on."""
    left = min(x - SIZE * 1.9, WIDE - 2 - text_width(words, SIZE, bold=True))
    return Label(words, _round(left), 20, SIZE, bold=True)


def _bar(row: Span, names: list[str], where: dict[Point, float], y: float, height: float) -> Bar:
    middle = y + height / 2
    half = 9.0 if row.kind == "point" else 0.0
    x, solid, end = where[row.start] - half, where[row.solid] + half, where[row.end] + half
    base = _round(middle + SIZE * 0.35)
    room = Room(_LEFT, WIDE - 4, base, SIZE)
    if row.kind in ("clinic", "never"):
        words = Label(row.words, _round(x + SIZE * 0.6), base, SIZE)
    else:
        words = room.beside(row.words, x, end, first="before" if row.group == "next" else "after")
    first = base - (len(names) - 1) * _LINE / 2
    name = tuple(Label(n, 0, _round(first + i * _LINE), SIZE) for i, n in enumerate(names))
    return Bar(row, _round(middle - _BAR / 2), _BAR, _round(x), _round(solid), _round(end), name, words)


def _ticks(where: dict[Point, float], step: float) -> tuple[Tick, ...]:
    """The breakpoints with their words; where they would meet, every second one stands lower."""
    lines = [(p, x, _wrapped(p.words, step - 1)) for p, x in where.items()]
    widest = [max(text_width(w, SIZE) for w in words) for _, _, words in lines]
    crowded = any(a + b > 2 * step for a, b in pairwise(widest))
    deep = max(len(words) for _, _, words in lines) if crowded else 0
    return tuple(
        Tick(
            p,
            x,
            tuple(
                Label(w, x, _round(46 + (line + deep * (i % 2)) * _LINE), SIZE, "middle")
                for line, w in enumerate(words)
            ),
        )
        for i, (p, x, words) in enumerate(lines)
    )


def _wrapped(words: str, width: float) -> list[str]:
    """Words on as few lines as fit; a word that is too long stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", SIZE) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Stop:
    """A breakpoint on the line for phones: what begins, may end, ends and comes there."""

    point: Point
    begins: tuple[Span, ...]
    may_end: tuple[Span, ...]
    ends: tuple[Span, ...]
    comes: tuple[Span, ...]


def line(data: Data) -> tuple[Stop, ...]:
    """The same timeline as stops in the order of time."""
    rows = spans(data)
    found = []
    for p in breakpoints(rows):
        bars = [x for x in rows if x.group != "next"]
        closed = [x for x in bars if x.kind not in ("clinic", "never")]
        found.append(
            Stop(
                p,
                tuple(x for x in bars if x.start == p),
                tuple(x for x in closed if x.solid == p < x.end and p > x.start),
                tuple(x for x in closed if x.end == p),
                tuple(x for x in rows if x.group == "next" and p in (x.start, x.end)),
            )
        )
    return tuple(found)


# ---- the course on a calendar strip ----


@dataclass(frozen=True)
class Visit:
    """A session or a photo check: the weeks after the first session in which it can fall."""

    name: str
    words: str
    weeks: Weeks
    check: bool
    figures: tuple[str, ...]


@dataclass(frozen=True)
class StripRow:
    """A visit as it is drawn."""

    visit: Visit
    x: float
    y: float
    width: float
    height: float
    name: Label
    words: Label


@dataclass(frozen=True)
class Strip:
    """The calendar strip as it is drawn."""

    width: float
    height: float
    top: float
    bottom: float
    title: Label
    ticks: tuple[tuple[float, Label], ...]
    rows: tuple[StripRow, ...]


def visits(sessions: int, data: Data) -> tuple[Visit, ...]:
    """The sessions and the photo checks of a course, in order."""
    figures = {f.id: f for f in data.figures}
    gap_id = data.course.gap
    gap = _time(figures[gap_id])
    found = []
    for n in range(1, sessions + 1):
        weeks = session_weeks(n, gap)
        found.append(Visit(f"Session {n}", wording.sentence(wording.weeks(weeks)), weeks, False, (gap_id,)))
    for id_ in data.course.results:
        weeks = check_weeks(sessions, gap, _time(figures[id_]))
        words = wording.sentence(wording.weeks(weeks))
        found.append(Visit(figures[id_].label, words, weeks, True, (gap_id, id_)))
    return tuple(found)


_STEPS = (1, 2, 4, 8, 12, 16, 26, 52)


def strip(sessions: int, data: Data, *, narrow: bool) -> Strip:
    """The strip: names at the side on a desk, above each bar on a phone.

    All courses share the scale of the longest usual one, so that they can be compared.
    """
    rows = visits(sessions, data)
    usual = next(f.value for f in data.figures if f.id == data.course.sessions)
    most_sessions = max(sessions, int(usual.upper or 0) if isinstance(usual, Amount) else 0)
    longest = max(v.weeks.latest for v in visits(most_sessions, data))
    width, size = (255.0, 15.0) if narrow else (720.0, 18.0)
    side = size * 0.65 if narrow else max(text_width(v.name, size) for v in rows) + 24
    right = width - text_width(str(longest), size) / 2 - 1
    scale = (right - side) / longest
    most = 5 if narrow else 8
    step = next((s for s in _STEPS if longest / s <= most), math.ceil(longest / most))
    top = size * 2.9
    ticks = tuple(
        (x, Label(str(week), x, _round(top - 8), size, "middle"))
        for week in range(0, longest + 1, step)
        for x in [_round(side + week * scale)]
    )
    one_line = all(text_width(f"{v.name}  {v.words}", size) <= width for v in rows)
    y, drawn = top + 4, list[StripRow]()
    for visit in rows:
        low, high = side + visit.weeks.earliest * scale, side + visit.weeks.latest * scale
        bar = size * 0.95
        if high - low < bar:
            low, high = (low + high - bar) / 2, (low + high + bar) / 2
        if narrow:
            name = Label(visit.name, 0, _round(y + size), size)
            base = y + size * (1 if one_line else 2.35)
            words = Label(visit.words, width if one_line else 0, _round(base), size)
            words = replace(words, anchor="end") if one_line else words
            bar_y = base + size * 0.5
            y = bar_y + bar + size * 0.6
        else:
            base = _round(y + size * 1.3)
            name = Label(visit.name, 0, base, size)
            words = Room(side, width, base, size).beside(visit.words, low, high, first="after")
            bar_y = y + size * 0.48
            y += size * 1.9
        drawn.append(
            StripRow(visit, _round(low), _round(bar_y), _round(high - low), _round(bar), name, words)
        )
    title = Label("Weeks after the first session", 0 if narrow else _round(side - 6), size, size)
    return Strip(width, _round(y + 6), _round(top), _round(y), title, ticks, tuple(drawn))


# ---- people ----


@dataclass(frozen=True)
class Person:
    """One icon of an array."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class People:
    """An array of icons, one for each person, kind by kind."""

    width: float
    height: float
    icons: tuple[Person, ...]


CELL = (30.0, 44.0)
IN_A_ROW = 10


def people(kinds: Sequence[tuple[str, Amount]]) -> People:
    """One icon for each person; `kinds` names each kind and says how many of the group it holds.

    Raises:
        ValueError: when the kinds are not whole counts of people that make up one group.
    """
    counts = [(kind, n.exactly, n.of) for kind, n in kinds]
    groups = {of for _, _, of in counts}
    if len(groups) != 1 or sum(n or 0 for _, n, _ in counts) != next(iter(groups)):
        raise ValueError(f"the counts do not make up one group: {counts}")
    order = [kind for kind, n, _ in counts for _ in range(int(n or 0))]
    icons = tuple(
        Person(kind, (i % IN_A_ROW) * CELL[0], (i // IN_A_ROW) * CELL[1]) for i, kind in enumerate(order)
    )
    return People(IN_A_ROW * CELL[0], math.ceil(len(order) / IN_A_ROW) * CELL[1], icons)


# ---- skin in cross-section ----

Shape = Literal["pit", "rolling", "boxcar", "ice-pick"]
PANEL = (240.0, 190.0)
_SURFACE = 58.0
_THICK = 13.0
_PER_MM = 40.0
_HIGH, _HALF = 7, 22
"""A strand is one wave: so far up and down from where it begins, in two halves so wide."""
_WAVE = f"c{8}{-_HIGH} {14}{-_HIGH} {_HALF} {0}s{14} {_HIGH} {_HALF} {0}"


@dataclass(frozen=True)
class Fiber:
    """Where a strand of collagen begins."""

    x: float
    y: float
    new: bool


@dataclass(frozen=True)
class Needle:
    """A needle, or the channel it leaves: down to the least depth, and on to the most."""

    x: float
    top: float
    least: float
    most: float


@dataclass(frozen=True)
class Skin:
    """A panel: paths of the surface and of what lies below it, and what stands in it."""

    width: float
    height: float
    line: str
    surface: str
    living: str
    fibers: tuple[Fiber, ...]
    needles: tuple[Needle, ...] = ()
    holes: tuple[Needle, ...] = ()
    before: str | None = None
    level: float = 0
    top: float = 0

    def strands(self, new: bool) -> str:
        """The strands as a path: the old ones, or the new. Neighbors say the same, in few bytes."""
        path, last = "", None
        for one in (x for x in self.fibers if x.new == new):
            if last and last.y == one.y:
                path += f"m{one.x - last.x - 2 * _HALF:g} {0}{_WAVE}"
            else:
                path += f"M{one.x:g} {one.y:g}{_WAVE}"
            last = one
        return path


def _profile(shape: Shape, half: float, depth: float, y: float) -> str:
    """The line of the skin from left to right, with a scar of a shape in the middle."""
    width = PANEL[0]
    c = width / 2
    if shape == "rolling":
        xs = [-20.0, 30.0, 80.0, 128.0, 172.0, 216.0, 260.0]
        ys = [y + (depth if i % 2 else 0) * (0.85 if i == 5 else 1) for i in range(len(xs))]
        waves = "".join(
            f"C{_round((a + b) / 2)} {ya} {_round((a + b) / 2)} {yb} {b} {yb}"
            for a, b, ya, yb in zip(xs, xs[1:], ys, ys[1:], strict=False)
        )
        return f"M{xs[0]} {ys[0]}{waves}"
    start, stop = f"M-20 {y}L{c - half} {y}", f"L{width + 20} {y}"
    low = y + depth
    if shape == "boxcar":
        r = 7
        return (
            f"{start}Q{c - half + r} {y} {c - half + r} {y + r}L{c - half + r + 2} {low - r}"
            f"Q{c - half + r + 2} {low} {c - half + 2 * r + 2} {low}L{c + half - 2 * r - 2} {low}"
            f"Q{c + half - r - 2} {low} {c + half - r - 2} {low - r}L{c + half - r} {y + r}"
            f"Q{c + half - r} {y} {c + half} {y}{stop}"
        )
    if shape == "ice-pick":
        return (
            f"{start}C{c - half * 0.35} {y} {c - half * 0.45} {low} {c} {low}"
            f"C{c + half * 0.45} {low} {c + half * 0.35} {y} {c + half} {y}{stop}"
        )
    return _dip(half, depth, y).replace("M", f"M-20 {y}L") + stop


def _dip(half: float, depth: float, y: float) -> str:
    """A soft dip in the middle of the panel."""
    c, low = PANEL[0] / 2, y + depth
    return (
        f"M{c - half} {y}C{c - half * 0.5} {y} {c - half * 0.55} {low} {c} {low}"
        f"C{c + half * 0.55} {low} {c + half * 0.5} {y} {c + half} {y}"
    )


def _path(written: str) -> str:
    """A path in as few bytes as it takes: "30", not "30.0"."""
    return re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):g}", written)


def _below(profile: str) -> str:
    return f"{profile}V{PANEL[1] + 20:g}H-20Z"


def _sunk(shape: Shape, half: float, depth: float, x: float) -> float:
    """How far the skin lies below its surface at a place, at most."""
    away = abs(x - PANEL[0] / 2) / half
    if shape == "rolling":
        return depth
    if away >= 1:
        return 0
    return depth if shape == "boxcar" else depth * (1 + math.cos(math.pi * away)) / 2


def _fibers(shape: Shape, half: float, depth: float, *, torn: bool, new: bool) -> tuple[Fiber, ...]:
    """Strands in rows below the surface; `torn` leaves them out below the scar, `new` adds some there."""
    width, height = PANEL
    found = []
    for row, y in enumerate(range(int(_SURFACE + _THICK) + 16, int(height) - 4, 17)):
        for x in range(-10 - 26 * (row % 2), int(width), 52):
            places = (x, x + 11, x + 22, x + 33, x + 44)
            clear = max(_sunk(shape, half + _THICK, depth, p) for p in places)
            if y < _SURFACE + clear + _THICK + 9:
                continue
            if torn and any(abs(p - width / 2) < half * 0.8 for p in places) and row < 6:
                continue
            found.append(Fiber(x, y, False))
    if new:
        top = int(_SURFACE + depth + _THICK + 15)
        for row, y in enumerate(range(top, int(height) - 8, 17)):
            for i in (-1, 0, 1) if row % 2 else (-0.5, 0.5):
                if abs(i) * 48 < half:
                    found.append(Fiber(_round(width / 2 - 22 + i * 48), y, True))
    return tuple(found)


def _skin(shape: Shape, half: float, depth: float, *, torn: bool = False, new: bool = False) -> Skin:
    line_ = _path(_profile(shape, half, depth, _SURFACE))
    wide = half + (0 if shape == "rolling" else _THICK * (0.9 if shape != "pit" else 0.6))
    inner = _path(_profile(shape, wide, depth, _SURFACE + _THICK))
    fibers = _fibers(shape, half, depth, torn=torn, new=new)
    return Skin(*PANEL, line_, _below(line_), _below(inner), fibers)


def _needles(depth: Amount) -> tuple[Needle, ...]:
    """Needles that go as deep as they do, measured from the level of the skin."""
    least = float(depth.lower or depth.upper or 0) * _PER_MM
    most = float(depth.upper or depth.lower or 0) * _PER_MM
    scale = min(1.0, (PANEL[1] - _SURFACE - 12) / most)
    tips = _round(_SURFACE + least * scale), _round(_SURFACE + most * scale)
    return tuple(Needle(x, 26.0, *tips) for x in (48.0, 84.0, 120.0, 156.0, 192.0))


def steps(depth: Amount) -> tuple[Skin, Skin, Skin, Skin]:
    """The pit, the needles in it, healing, and the skin after: less deep, and not level.

    Args:
        depth: how deep the needles go, in millimeters.
    """
    pit, half, after = 30.0, 50.0, 15.0
    scar = _skin("pit", half, pit, torn=True)
    needles = _needles(depth)
    holes = tuple(replace(n, top=_round(_SURFACE + _sunk("pit", half, pit, n.x))) for n in needles)
    return (
        scar,
        replace(scar, needles=needles, level=_SURFACE),
        replace(_skin("pit", half, pit, torn=True, new=True), holes=holes),
        replace(_skin("pit", half, after, torn=True, new=True), before=_path(_dip(half, pit, _SURFACE))),
    )


SHAPES: dict[str, tuple[Shape, float, float]] = {
    "rolling": ("rolling", 60.0, 22.0),
    "boxcar": ("boxcar", 48.0, 46.0),
    "ice-pick": ("ice-pick", 24.0, 96.0),
}
"""Scar types that have a shape: the shape, half its width, and its depth."""


def scar(id_: str) -> Skin:
    """The skin with a scar of a type."""
    return replace(_skin(*SHAPES[id_]), top=24.0)
