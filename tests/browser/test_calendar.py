"""The calendar file that the browser writes: the same as Python's, made by keyboard, without any request."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import icalendar
import jinja2
import pytest
import vobject
from playwright.sync_api import Browser

from macros import calendar
from macros.calendar import Series
from macros.model import Data
from macros.plan import Plan, read_span
from macros.views import Guide
from tests.browser import checks, local
from tests.browser.checks import Visit
from tests.plans import some

ROOT = Path(__file__).parents[2]
FIRST = dt.date(2027, 1, 11)
NOW = dt.datetime(2027, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
BASE = "https://example.org/a,b;c/é漢字/"

# A page with nothing but what the two modules need, and the panel that they make.
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Dates</title></head><body><main><h1>Dates</h1><div id="here"></div></main>{data}
<script type="module">
  import {{ open }} from "/assets/calendar.js";
  import {{ format, parse }} from "/assets/plan.js";
  const rules = JSON.parse(document.getElementById("plan-data").textContent);
  window.kept = "{plan}";
  const get = () => parse(kept, rules).plan, set = (plan) => (window.kept = format(plan));
  window.offer = () => open(document.getElementById("here"), get, set, rules);
</script></body></html>"""

WRITE = """async ([plans, now, base]) => {
  const { file } = await import("/assets/calendar.js"), { parse } = await import("/assets/plan.js");
  const data = (name) => JSON.parse(document.getElementById(`${name}-data`).textContent);
  const rules = data("plan"), template = data("calendar");
  return plans.map(([text, clear]) => {
    const { plan, faults } = parse(text, rules);
    return faults.length ? faults : file(template, plan, rules, { clear, now: new Date(now), base });
  });
}"""


@pytest.fixture(scope="module")
def folder(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calendar")
    shutil.copytree(ROOT / "docs/assets", folder / "assets", ignore=shutil.ignore_patterns("*.css"))
    page = jinja2.Environment(autoescape=True).from_string("{{ plan_data() }}{{ calendar_data() }}")
    blocks = page.render(Guide(data, ROOT / "docs").calls(), page=SimpleNamespace(url="schedule/"))
    text = PAGE.format(data=blocks, plan="1.d2027-01-11.s3.g5w")
    (folder / "schedule").mkdir()
    (folder / "schedule/index.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def visit(folder: Path, browser: Browser) -> Iterator[Visit]:
    with local.serve(folder) as address, checks.visitor(browser) as visit:
        visit.open(f"{address}/schedule/")
        checks.wait(visit.page, "() => window.offer")
        yield visit
        assert visit.errors == []
        assert visit.foreign == []


def series_of(random: Random) -> Series:
    return Series(random.randrange(2**32), random.choice((0, 1, 12)), random.randint(1, 6))


def test_the_browser_writes_what_python_writes(visit: Visit, data: Data) -> None:
    random = Random(3)
    cases = [(some(random, data), series_of(random), random.random() < 0.5) for _ in range(100)]
    texts = [f"{x.text()}.k{s.number}-{s.revision}-{s.sessions}.o" for x, s, _ in cases]
    asked = [[text, clear] for text, (_, _, clear) in zip(texts, cases, strict=True)]
    made: list[str] = visit.page.evaluate(WRITE, [asked, NOW.isoformat(), BASE])
    for text, (plan, series, clear), file in zip(texts, cases, made, strict=True):
        want = calendar.finished(data, plan, NOW, series, clear=clear, base=BASE, text=text)
        assert unfolded(file) == unfolded(want.decode()), text
        assert file.isascii() or max(len(x) for x in file.encode().split(b"\r\n")) <= 75
    for file in made[:8]:
        one, other = icalendar.Calendar.from_ical(file), vobject.readOne(file)
        assert [
            (str(x["uid"]), x.decoded("dtstart"), x.decoded("dtend"), str(x["description"]))
            for x in one.walk("VEVENT")
        ] == [(x.uid.value, x.dtstart.value, x.dtend.value, x.description.value) for x in other.vevent_list]
    assert sum("STATUS:CANCELLED" in x for x in made) > 25
    assert sum("(your clinic's time)" in unfolded(x) for x in made) > 25


def unfolded(file: str) -> str:
    """A file without its folds, which may fall elsewhere where a letter takes several octets."""
    return file.replace("\r\n ", "")


def test_without_other_letters_even_the_folds_are_the_same(visit: Visit, data: Data) -> None:
    plan = Plan(FIRST, 3, read_span("5w"))
    text = f"{plan.text()}.k7-0-3"
    [made] = visit.page.evaluate(WRITE, [[[text, False]], NOW.isoformat(), "https://example.org/"])
    base = "https://example.org/"
    assert made.encode() == calendar.finished(data, plan, NOW, Series(7), base=base, text=text)


def downloaded(visit: Visit, press: Any) -> tuple[str, str]:
    """The name and the text of the file that an act makes."""
    with visit.page.expect_download() as waiting:
        press()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes().decode()


def number_of(visit: Visit) -> list[int]:
    """What the plan says of its calendar file: number, revision, sessions."""
    text: str = visit.page.evaluate("kept")
    part = next(x for x in text.split(".") if x.startswith("k"))
    return [int(x) for x in part[1:].split("-")]


def test_a_file_is_made_by_keyboard_without_a_request(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    page.evaluate(
        "() => { window.types = []; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => (types.push(blob.type), make(blob)); }"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("offer()")
    assert page.locator("#here .scripted").count() == 1
    assert page.get_by_role("radio", name="Reminder: see your notes").is_checked()
    assert page.evaluate("document.activeElement.value") == "neutral"
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Download the calendar file"

    name, text = downloaded(visit, lambda: keys.press("Enter"))
    assert name == "my-dates.ics"
    assert page.evaluate("types") == ["text/calendar;charset=utf-8"]
    assert "my-dates.ics" in page.get_by_role("status").inner_text()
    number, revision, sessions = number_of(visit)
    assert (revision, sessions) == (0, 3)
    assert f"UID:{number}-1-session@microneedling-guide.invalid\r\nSEQUENCE:0\r\n" in text
    assert "SUMMARY:Appointment\r\n" in text
    assert "Microneedling:" not in text
    stamp = f"DTSTAMP:{checks.REVIEWED.replace('-', '')}T"
    assert stamp in text
    assert f"{visit.origin}/schedule/#countdown~1.d2027-01-11.s3.g5w.k{number}-0-3" in unfolded(text)

    # The same plan again is the same revision; a changed one is the next, and drops what is gone.
    keys.press("Shift+Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    _, text = downloaded(visit, lambda: keys.press("Space"))
    assert "SUMMARY:Microneedling: session 1 of 3\r\n" in text
    assert number_of(visit) == [number, 0, 3]
    page.evaluate("kept = kept.replace('s3', 's2')")
    _, text = downloaded(visit, lambda: keys.press("Enter"))
    assert number_of(visit) == [number, 1, 3]
    assert f"UID:{number}-3-session@microneedling-guide.invalid\r\nSEQUENCE:1\r\n" in text
    assert text.count("STATUS:CANCELLED") == 4
    page.evaluate("kept = kept.replace('s2', 's5')")
    downloaded(visit, lambda: keys.press("Enter"))
    assert number_of(visit) == [number, 2, 5]
    assert [x for x in asked if not x.startswith("blob:")] == []
    assert checks.axe(page) == []


def test_another_course_gets_another_number(visit: Visit) -> None:
    visit.page.evaluate("offer()")
    press = visit.page.get_by_role("button", name="Download the calendar file").click
    downloaded(visit, press)
    first = number_of(visit)[0]
    visit.page.evaluate("kept = '1.d2027-01-11.s3'")
    downloaded(visit, press)
    assert number_of(visit)[0] != first


def test_the_dates_are_copied_as_text_or_shown_to_copy(visit: Visit) -> None:
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("offer()")
    press = page.get_by_role("button", name="Copy as text")
    press.click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    lines = text.replace("\r\n", "\n").split("\n")
    assert lines[0].startswith("Your clinic's plan comes first.")
    assert "Monday, January 11, 2027: Microneedling: session 1 of 3" in lines
    assert any(x.startswith("- Makeup: Wednesday, January 13, 2027. After deep treatment:") for x in lines)
    assert lines.count("First whole day for each:") == 6, "dates of two kinds stand apart"
    assert lines.count("Next, session 2: Monday, February 15, 2027.") == 1
    assert not any("~" in x or "http" in x for x in lines)
    assert "k" not in page.evaluate("kept"), "copying makes no course of it"

    for clipboard in ("{ writeText: () => Promise.reject(new Error()) }", "undefined"):
        page.evaluate("offer()")
        assert not page.get_by_label("Your dates as text").is_visible()
        page.evaluate(
            f"Object.defineProperty(navigator, 'clipboard', {{ configurable: true, value: {clipboard} }})"
        )
        press.click()
        checks.wait(
            page, "() => document.querySelector('[role=status]').textContent.includes('copy it yourself')"
        )
        area = page.get_by_label("Your dates as text")
        assert area.input_value().split("\n") == lines
        assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
        assert page.evaluate("getSelection().toString().length || document.activeElement.selectionEnd") > 1000
    assert checks.axe(page) == []
