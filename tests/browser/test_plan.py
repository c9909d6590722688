"""A reader's own dates: the planner counts as `macros.schedule` does, and no address can break a page."""

import datetime as dt
import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import plan, schedule
from macros.model import Data
from macros.plan import Plan, read_span
from macros.schedule import Window
from tests.browser import checks
from tests.browser.probe import ask

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
REVIEWED = dt.date.fromisoformat(checks.REVIEWED)
REVIEWED_NOON = dt.datetime.combine(REVIEWED, dt.time(12), dt.UTC)
ZONES = ("Etc/GMT+12", "America/New_York", "Europe/Berlin", "UTC", "Pacific/Kiritimati")
# bytes, compressed: what takes a plan along and counts with it; and all scripts, of which no page needs all
PLANNER, ALL = 4096, 13 * 1024
CANARY = "zqcanary"

# leap days, ends of months and years, nights on which clocks change
SPECIAL = [
    dt.date(*day)
    for day in (
        *((2024, 2, 29), (2028, 2, 28), (2028, 2, 29), (2028, 3, 1), (2027, 2, 28), (2027, 1, 31)),
        *((2026, 12, 31), (2027, 1, 1), (2027, 3, 14), (2027, 3, 28), (2027, 10, 31), (2027, 11, 7)),
        *((2025, 8, 31), (2027, 12, 30), (2028, 12, 31), (2027, 4, 30)),
    )
]
GAPS = ("2w", "5w", "4-6w", "8w", "14d", "35d", "20-62d", "1m", "2m", "1-2m")


MODULE: dict[str, str] = {}  # the names that the published scripts have by their content


@pytest.fixture(scope="module", autouse=True)
def _modules(site: Path) -> None:
    MODULE.update({file.name.split(".")[0]: file.name for file in site.glob("assets/*.js")})


def load(page: Page, expression: str, argument: object = None) -> Any:
    """Evaluate a function of the planner's module, the page's rules, and an argument, in a page."""
    return page.evaluate(
        f"""async given => {{
            const root = new URL(document.body.dataset.base + "/", location);
            const planner = await import(new URL("assets/{MODULE["plan"]}", root));
            const rules = JSON.parse(document.querySelector("#plan-data").textContent);
            return ({expression})(planner, rules, given);
        }}""",
        argument,
    )


# ---- the arithmetic ----


def in_words(window: Window) -> str:
    """A window as readers are shown it."""
    whole, short = "%A, %B {0.day}, %Y", "%A, %B {0.day}"
    first, last = window.earliest, window.latest
    if first == last:
        return last.strftime(whole.format(last))
    form = short if first.year == last.year else whole
    return f"{first.strftime(form.format(first))} to {last.strftime(whole.format(last))}"


def generated(data: Data, count: int) -> Iterator[Plan]:
    """Plans that differ in every part; the same ones in each run."""
    chance, limits = random.Random(11), plan.bounds(data)
    reach = range(-365 * plan.FAR_YEARS, 365 * plan.FAR_YEARS)
    for number in range(count):
        special = SPECIAL[number % len(SPECIAL)]
        first = special if chance.random() < 0.5 else REVIEWED + dt.timedelta(chance.choice(reach))
        sessions, gap = chance.randint(1, 6), read_span(chance.choice(GAPS))
        moved: dict[int, dt.date] = {}
        for session in range(2, sessions + 1):
            if chance.random() < 0.3:
                before = schedule.session_windows(first, session - 1, gap, moved)[-1].earliest
                moved[session] = before + dt.timedelta(chance.randint(1, 90))
        times = {
            id_: read_span(
                f"{chance.randint(24, 200)}h" if chance.random() < 0.5 else f"{chance.randint(1, 20)}d"
            )
            for id_ in limits.times
            if chance.random() < 0.4
        }
        far = max([first, *moved.values()]) - REVIEWED
        yield Plan(first, sessions, gap, {} if far.days > 365 * plan.FAR_YEARS else moved, times)


def expected(course: Plan, at: str, own: str, number: int, data: Data) -> str | None:
    """What an offset stands for, by `macros.schedule`; None where a plan has no such day."""
    assert course.first and course.sessions and course.gap
    windows = schedule.session_windows(course.first, course.sessions, course.gap, course.moved)
    here = windows[number - 1]
    if time := course.times.get(own):
        before = plan.bounds(data).times[own] == "before"
        return in_words(here.shift(schedule.day_before(time) if before else schedule.days_after(time)))
    points, _, end = at.partition(":")
    found: list[Window] = []
    for point in points.split(".."):
        match = re.fullmatch(r"([scln])(\d*)([+-]\d+)?(m?)", point)
        assert match
        anchor, which, count = match[1], int(match[2] or 0), int(match[3] or 0)
        if anchor == "c" and which > course.sessions:
            return None
        if anchor == "n" and number == course.sessions:
            usual = int(schedule.span_hours(plan.bounds(data).gap) / 24)
            base = here.shift(usual)
        else:
            base = {"s": here, "c": windows[which - 1], "l": windows[-1]}.get(anchor) or windows[number]
        months = Window(schedule.add_months(base.earliest, count), schedule.add_months(base.latest, count))
        found.append(months if match[4] else base.shift(count))
    window = Window(found[0].earliest, found[-1].latest)
    if end:
        day = window.earliest if end == "e" else window.latest
        return in_words(Window(day, day))
    return in_words(window) if window.earliest <= window.latest else None


OFFSETS = (
    *(("s+2", ""), ("s-7", "retinoids-before"), ("s+8", "retinoids"), ("", "serums"), ("s-28", "sun-before")),
    *(("s+0..s+1", ""), ("s+8..n-1", ""), ("c1", ""), ("c3:e", ""), ("c6:l", ""), ("c2", "")),
    *(("l+0..l+3m", ""), ("l+3m..l+6m", ""), ("l+6m:l", ""), ("l+3m", "")),
)
RESOLVE = """(planner, rules, cases) => cases.map(([text, session, offsets]) => {
    const {plan, faults} = planner.parse(text, rules);
    const days = offsets.map(([at, own]) =>
        at || plan.times[own] ? planner.resolve(at, own, plan, rules, session) : null);
    return [planner.format(plan), faults.map(({words}) => words), days.map(x => x && planner.sayRange(x))];
})"""


@pytest.mark.parametrize("zone", ZONES)
def test_the_browser_counts_as_python_does(browser: Browser, server: str, data: Data, zone: str) -> None:
    cases = []
    for number, course in enumerate(generated(data, 300)):
        assert course.sessions
        cases.append((course, number % course.sessions + 1))
    begun = REVIEWED - dt.timedelta(3)
    context = browser.new_context(timezone_id=zone)
    context.clock.set_fixed_time(REVIEWED_NOON)
    page = context.new_page()
    page.goto(f"{server}/recovery/#~1.d{begun}")
    here = REVIEWED_NOON.astimezone(ZoneInfo(zone)).date() - begun
    expect(page.locator("#today")).to_have_text(f"Today is day {here.days} of your first session")
    found = load(page, RESOLVE, [[course.text(), session, OFFSETS] for course, session in cases])
    context.close()
    for (course, session), (text, faults, days) in zip(cases, found, strict=True):
        assert (text, faults) == (course.text(), []), "written again, a plan is the same"
        wanted = [
            expected(course, at, own, session, data) if at or own in course.times else None
            for at, own in OFFSETS
        ]
        assert days == wanted, f"{text}, session {session}, in {zone}"


def test_every_offset_of_the_pages_is_one_that_the_browser_knows(
    browser: Browser, server: str, pages: dict[str, Path]
) -> None:
    offsets = sorted(
        {x for file in pages.values() for x in re.findall(r'data-at="([^"]+)"', file.read_text())}
    )
    assert {"s+2", "l+3m:e", "s+8..n-1"} <= set(offsets)
    with checks.visitor(browser) as visit:
        visit.open(server + "/schedule/")
        text = "1.d2027-01-11.s6.g5w"
        found = load(visit.page, RESOLVE, [[text, 1, [[x, ""] for x in [*offsets, "c9"]]]])
    unknown = [at for at, words in zip([*offsets, "c9"], found[0][2], strict=True) if words is None]
    assert unknown == ["c9"]


def ready(page: Page) -> None:
    """Wait until a page shows its plan: the form last where there is one, else the panel."""
    page.wait_for_selector(
        "#my-dates-panel .dates, article:not(:has(#my-dates-panel)) .plan-panel", state="attached"
    )


def shown(page: Page, selector: str) -> list[str]:
    """The words of some parts of a page, once its plan is shown."""
    ready(page)
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


def test_no_date_on_a_page_is_sooner_than_the_hours_allow(browser: Browser, server: str, data: Data) -> None:
    """While a session has a window, its limits go by the later day; before it by the earlier."""
    wide = Plan(REVIEWED, 3, read_span("4-6w"), times={"retinoids": read_span("49h")})
    window = schedule.session_windows(REVIEWED, 3, read_span("4-6w"))[1]
    with checks.visitor(browser) as visit:
        visit.open(f"{server}/recovery/#~{wide.text()}")
        visit.page.locator(".pick select").first.select_option("2")
        for limit in data.limits:
            figure = next((f for f in data.figures if f.id == limit.until), None)
            time = wide.times.get(limit.id) or (figure and figure.value)
            if limit.when != "after" or time in (None, "clinic"):
                continue
            cell = visit.page.locator(f"[data-entry=limit-{limit.id}] td:last-child .real").first
            free = window.latest + dt.timedelta(schedule.days_after(time))  # type: ignore[arg-type]
            assert in_words(Window(free, free)) in (cell.text_content() or ""), limit.id
        assert "your clinic's time: 49 hours" in shown(visit.page, "[data-entry=limit-retinoids] .real")[0]
        visit.open(f"{server}/schedule/#~{wide.text()}")
        visit.page.locator(".pick select").first.select_option("2")
        stop = window.earliest + dt.timedelta(-28)
        assert shown(visit.page, "[data-entry=limit-sun-before] .real") == [in_words(Window(stop, stop))]


# ---- today ----

WEEKLY = "1.d2027-01-11.s3.g4-6w.lretinoids_10d.o"
STATES = [
    (
        WEEKLY,
        "2027-01-01",
        "Your first session is in 10 days",
        ("Stop these in time", "first session, Monday"),
    ),
    (WEEKLY, "2027-01-10", "Your first session is in 1 day", ("Stop these in time",)),
    (WEEKLY, "2027-01-11", "Today is the day of your first session", ("open wound", "makeup", "picking")),
    (
        WEEKLY,
        "2027-01-13",
        "Today is day 2 of your first session",
        ("Usual: Soreness", "Next: your second session, Monday, February 8 to Monday, February 22, 2027."),
    ),
    (WEEKLY, "2027-01-20", "Today is day 9 of your first session", ("retinoids and serums", "February 8")),
    (
        WEEKLY,
        "2027-02-10",
        "Today is day 30 of your first session",
        ("Did you have it? Put in its date.", "Change your dates"),
    ),
    (
        WEEKLY + ".m2-2027-02-10",
        "2027-02-12",
        "Today is day 2 of your second session",
        ("third session, Wednesday, March 10 to Wednesday, March 24, 2027",),
    ),
    ("1.d2027-01-11.s3.g5w", "2027-03-22", "Today is the day of your third session", ("first photo check",)),
    (
        "1.d2027-01-11.s3.g5w",
        "2027-04-05",
        "It is 2 weeks since your last session",
        ("Next: first photo check, Tuesday, June 22, 2027.", "no clear change"),
    ),
    (
        "1.d2027-01-11.s3.g5w",
        "2027-07-01",
        "It is 14 weeks since your last session",
        ("Next: second photo check, Wednesday, September 22, 2027.", "Compare your photos"),
    ),
    ("1.d2027-01-11.s3.g5w", "2027-12-01", "It is 36 weeks since your last session", ("checks are over",)),
]


def test_healing_opens_with_today(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390) as visit:
        panel = visit.page.locator("article > h1 + .plan-panel")
        for number, (course, day, title, parts) in enumerate(STATES):
            visit.page.clock.set_fixed_time(f"{day}T12:00:00")
            visit.open(f"{server}/recovery/?{number}#~{course}")
            expect(panel.locator("h2")).to_have_text(title)
            text = " ".join(panel.inner_text().split())
            assert [part for part in parts if part not in text] == [], f"{day}: {text}"
            signs = panel.locator(".warning-link a")
            expect(signs).to_have_attribute("href", f"#warning-signs~{course}")
            assert visit.errors == []


def test_a_cream_is_left_alone_until_the_clinic_says(browser: Browser, server: str) -> None:
    left = {}
    with checks.visitor(browser) as visit:
        for own in ("", ".lretinoids_10d"):
            visit.page.clock.set_fixed_time("2027-01-20T12:00:00")
            visit.open(f"{server}/recovery/?{len(own)}#~1.d2027-01-11{own}")
            left[own] = visit.page.locator("[data-leave]").inner_text()
    assert "retinoids" not in left[""]
    assert "retinoids" in left[".lretinoids_10d"]


def test_what_to_stop_before_the_next_session_is_said_in_time(browser: Browser, server: str) -> None:
    said = {}
    with checks.visitor(browser) as visit:
        for day in ("2027-01-17", "2027-01-18", "2027-02-08", "2027-02-15"):
            visit.page.clock.set_fixed_time(f"{day}T12:00:00")
            visit.open(f"{server}/recovery/?{day}#~1.d2027-01-11.s2.g5w.lacids-before_3d")
            said[day[5:]] = visit.page.locator("[data-soon]").inner_text()
    assert said["01-17"] == ""
    assert said["01-18"].endswith("Stop these now: strong sun and tanning.")
    assert "retinoids" in said["02-08"]
    assert "acids" not in said["02-08"], "the clinic says 3 days"
    assert said["02-15"] == "", "it is the day of the last session"


def test_no_day_is_told_when_nobody_knows_it(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-02-15") as visit:
        visit.open(f"{server}/recovery/#~1.d2027-01-11.s3")
        expect(visit.page.locator("[data-next]")).to_contain_text("Did you have it?")
        expect(visit.page.locator("[data-leave]")).to_have_count(0)
        visit.open(f"{server}/recovery/?2#~1.d2027-01-11.s3.g5w")
        expect(visit.page.locator("[data-leave]")).to_have_count(1)


def test_a_link_opens_at_its_place_although_dates_come_in(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, day="2027-01-13", still=False) as visit:
        for url, id_ in (
            ("/recovery/", "when-can-i"),
            ("/recovery/", "results"),
            ("/schedule/", "results-dates"),
        ):
            visit.open(f"{server}{url}?{id_}#{id_}~{COURSE}")
            ready(visit.page)
            visit.page.wait_for_timeout(1200)  # a page that glides would still be on its way
            assert visit.page.evaluate(AT_TOP, id_), id_


def test_makeup_is_left_alone_longer_after_deep_treatment(browser: Browser, server: str) -> None:
    said = {}
    with checks.visitor(browser) as visit:
        for day in ("2027-01-12", "2027-01-13", "2027-01-14"):
            visit.page.clock.set_fixed_time(f"{day}T12:00:00")
            visit.open(f"{server}/recovery/?{day}#~1.d2027-01-11")
            said[day[-2:]] = visit.page.locator("[data-leave]").inner_text()
    assert "makeup," in said["12"]
    assert "deep" not in said["12"]
    assert "makeup after deep treatment" in said["13"]
    assert "makeup" not in said["14"]


def test_a_sheet_says_the_day_of_a_clinic_s_own_time(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.open(f"{server}/sheet-after/#~1.d2027-01-11.lretinoids_10d.lserums_3w")
        cells = visit.page.locator("#sheet-free [data-own=retinoids], #sheet-free [data-own=serums]")
        expect(cells).to_have_text(["Day 11 Friday, January 22, 2027", "Day 22 Tuesday, February 2, 2027"])


def test_home_opens_with_today_and_marks_are_in_words(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, day="2027-01-14") as visit:
        visit.open(f"{server}/#~{WEEKLY}")
        expect(visit.page.locator("h1 + .plan-panel #today")).to_have_text(
            "Today is day 3 of your first session"
        )
        signs = visit.page.locator(".plan-panel .warning-link a")
        expect(signs).to_have_attribute("href", f"when-to-get-help/#~{WEEKLY}")
        visit.page.get_by_role("link", name="Read more: The next days").click()
        visit.page.wait_for_url(f"**/recovery/#stage-settling~{WEEKLY}")
        stop = visit.page.locator("#timeline-chart li", has=visit.page.locator(".today"))
        expect(stop).to_have_attribute("data-day", "2")
        assert "Today is day 3" in stop.inner_text()
        visit.page.set_viewport_size({"width": 1300, "height": 900})
        assert visit.page.locator("#timeline-chart g.today text").text_content() == "Today"


# ---- what a plan says, and faults in words ----


def test_a_plan_from_a_link_says_so(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.open(f"{server}/recovery/#~1.s4.g5w.lretinoids_10d")
        panel = visit.page.locator(".plan-panel")
        expect(panel).to_contain_text(
            "This plan comes from a link: 4 sessions, 5 weeks apart. "
            "The usual range is 3 to 6 sessions, 4 to 6 weeks apart."
        )
        expect(panel).to_contain_text("your clinic's time is 10 days. Usual: about 7 days.")
        assert panel.get_by_role("heading").count() == 0, "no day without a first date"
        assert shown(visit.page, "[data-own=retinoids] .real") == ["your clinic's time: 10 days"]
        visit.open(f"{server}/recovery/?#~1.s4.g5w.o")
        expect(panel).to_contain_text("Your plan: 4 sessions, 5 weeks apart.")


FAULTY = [
    ("1.d2027-02-30.s4.g5w", "there is no such date", "1.s4.g5w"),
    ("1.d2099-01-11.s4", "more than 3 years from today", "1.s4"),
    ("1.d2027-01-11.s9.g5w", "must be 1 to 6", "1.d2027-01-11.g5w"),
    ("1.d2027-01-11.s4.g9m", "must be 2 weeks to 2 months", "1.d2027-01-11.s4"),
    ("1.d2027-01-11.s4.g5w.m2-2027-01-11", "its date must come after session 1", "1.d2027-01-11.s4.g5w"),
    ("1.d2027-01-11.s2.g5w.m3-2027-04-11", "no such session", "1.d2027-01-11.s2.g5w"),
    ("1.s3.m2-2027-04-11", "no first date to count from", "1.s3"),
    ("1.lretinoids_99w.lsun_3d", "must be 24 hours to 8 weeks", "1.lsun_3d"),
    ("1.lmakeup_3d.s3", "A part of the plan in this link cannot be read", "1.s3"),
    ("1.s3.zebra", "A part of the plan in this link cannot be read", "1.s3"),
    ("1.s3.s4", "says one thing twice. The first counts", "1.s3"),
    ("2.d2027-01-11.s4", "This guide cannot read the plan in this link", "1"),
    ("<b>bold</b>", "This guide cannot read the plan in this link", "1"),
    ("1." + "9" * 5000, "This guide cannot read the plan in this link", "1"),
]


def test_what_is_wrong_with_a_link_is_said_and_the_rest_is_kept(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-01-11") as visit:
        for number, (text, words, kept) in enumerate(FAULTY):
            visit.open(f"{server}/recovery/?{number}#~{text}")
            expect(visit.page.locator("[data-faults]")).to_contain_text(words)
            read = "(planner, rules, text) => planner.format(planner.parse(text, rules).plan)"
            assert load(visit.page, read, text) == kept
            assert visit.errors == []


def test_a_course_number_is_kept(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.open(server + "/schedule/")
        read = "(planner, rules, text) => planner.parse(text, rules)"
        found = load(visit.page, read, "1.s3.k123456-2-3.o")
        assert (found["plan"]["course"], found["faults"]) == (
            {"number": 123456, "revision": 2, "sessions": 3},
            [],
        )
        assert found["plan"]["own"] is True


def fragments(data: Data, count: int) -> list[str]:
    """Fragments as a slip, a broken program or an attacker could make them."""
    chance = random.Random(5)
    courses = [course.text() for course in generated(data, 50)]
    alphabet = "0123456789abcdefghijklmnopqrstuvwxyz.-_~#%/\\<>\"'&= ​é漢😀\t\0"
    marks = [
        f"<img src=x onerror=document.title='{CANARY}'>",
        f"<script>document.title='{CANARY}'</script>",
        f"%3Cb%20id%3D{CANARY}%3E",
        f"{{{{{CANARY}}}}}",
        f"javascript:{CANARY}",
        "__proto__",
        "%",
        "%E0%A4%A",
        "٣",
        "9" * 400,
        f"{CANARY} " * 2000,
        "1.d2027-13-45.s0.g0w.m1-2027-01-01",
        "1.d-0001-01-01",
        "1.d+275760-09-13.s99999999999999999999",
        "1.lconstructor_3d.ltostring_3d",
    ]
    found = []
    for number in range(count):
        text = chance.choice(courses)
        way = number % 6
        at = chance.randrange(len(text) + 1)
        if way == 0:
            text = text[:at] + chance.choice(alphabet) + text[at + 1 :]
        elif way == 1:
            text = text[:at] + chance.choice(marks) + text[at:]
        elif way == 2:
            parts = text.split(".") * 2
            chance.shuffle(parts)
            text = ".".join(parts[: chance.randint(1, len(parts))])
        elif way == 3:
            text = f"1.{chance.choice('dsgmlkoxyz')}{CANARY}{''.join(chance.choices(alphabet, k=8))}"
        elif way == 4:
            text = "".join(chance.choices(alphabet, k=chance.randint(0, 60)))
        else:
            text = re.sub(r"\d", lambda _: str(chance.randint(0, 9)), text)
        found.append(f"{chance.choice(['', 'top', 'when-can-i', CANARY])}~{text}")
    return found


TRY = """async fragments => {
    const wait = () => new Promise(done => setTimeout(done));
    const words = () => { const copy = document.body.cloneNode(true);
        for (const x of copy.querySelectorAll(".scripted, .real, dialog, script, template")) x.remove();
        for (const x of copy.querySelectorAll("[data-said]")) x.textContent = x.dataset.said;
        return copy.textContent; };
    const before = words(), wrong = [];
    for (const [number, fragment] of fragments.entries()) {
        location.hash = fragment;
        await wait();
        const all = document.querySelector("article").textContent.toLowerCase();
        const found = [all, document.title].some(x => x.includes("CANARY"));
        if (found || document.querySelector("article #CANARY, article [src=x]"))
            wrong.push("on the page: " + fragment);
        if (number % 20 === 0 && words() !== before) wrong.push("the page lost words: " + fragment);
        if (/undefined|NaN|Invalid|\\[object/.test(all.slice(0, 4000))) wrong.push("nonsense: " + fragment);
    }
    return wrong;
}""".replace("CANARY", CANARY)


def test_no_fragment_breaks_a_page_or_gets_onto_it(browser: Browser, server: str, data: Data) -> None:
    tried = fragments(data, 2100)
    assert len(set(tried)) >= 2000
    for url, part in (("/", tried[:1600]), ("/recovery/", tried[1600:1900]), ("/schedule/", tried[1900:])):
        with checks.visitor(browser, day="2027-01-20") as visit:
            visit.open(server + url)
            assert visit.page.evaluate(TRY, part) == []
            assert visit.errors == []
            assert visit.foreign == []


def test_words_from_the_address_would_be_found(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        visit.open(server + "/recovery/")
        visit.page.evaluate(
            "addEventListener('hashchange', () => document.querySelector('h1').append(location.hash))"
        )
        found = visit.page.evaluate(TRY, [f"~{CANARY}"])
        assert found == [f"on the page: ~{CANARY}", f"the page lost words: ~{CANARY}"][: len(found)]
        assert found


# ---- the plan goes along ----

COURSE = "1.d2027-01-11.s4.g5w.o"
AT_TOP = "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 60"


def at(page: Page, end: str, id_: str = "") -> None:
    """Wait until the address ends so, and until the target is in view."""
    page.wait_for_url(re.compile(re.escape(end) + "$"))
    if id_:
        checks.wait(page, AT_TOP, id_)


def test_the_plan_goes_along_and_the_place_is_kept(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, day="2027-01-13") as visit:
        page = visit.page
        visit.open(f"{server}/recovery/#when-can-i~{COURSE}")
        at(page, f"/recovery/#when-can-i~{COURSE}", "when-can-i")
        # The dates are in, and reading goes on from the target.
        checks.wait(page, "() => history.state?.seen")
        page.keyboard.press("Tab")
        assert page.evaluate(
            "!!(document.querySelector('#when-can-i').compareDocumentPosition(document.activeElement) & 4)"
        ), "focus goes on from the target"
        contents = page.locator(".contents a[href^='#first-day']")
        contents.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        contents.click()
        at(page, f"#first-day~{COURSE}", "first-day")
        page.go_back()
        at(page, f"#when-can-i~{COURSE}")
        checks.wait(page, "before => Math.abs(scrollY - before) < 20", before)
        page.evaluate("scrollTo(0, 2000)")
        checks.wait(page, "() => scrollY === 2000")
        page.reload()
        expect(page.locator("#today")).to_have_count(1)
        page.wait_for_timeout(300)
        assert abs(page.evaluate("scrollY") - 2000) < 20, "a reload keeps the place"
        at(page, f"/recovery/#when-can-i~{COURSE}")

        page.get_by_role("button", name="Menu").click()
        page.locator("dialog.menu").get_by_role("link", name="Your dates").click()
        at(page, f"/schedule/#~{COURSE}")
        page.locator(".onward .next").click()
        at(page, f"/recovery/#~{COURSE}")
        page.go_back()
        at(page, f"/schedule/#~{COURSE}")
        expect(page.locator("#my-course")).to_be_visible()
        page.get_by_role("button", name="Search").click()
        page.locator("#search-words").fill("makeup")
        page.locator(".search ol a").first.click()
        page.wait_for_url(re.compile(f"~{re.escape(COURSE)}$"))
        assert visit.errors == []
        assert visit.page.context.storage_state() == {"cookies": [], "origins": []}
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_link_shortened_by_a_program_still_works(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-01-13") as visit:
        visit.open(f"{server}/recovery/#when-can-i%7E{COURSE}")
        expect(visit.page.locator("#today")).to_have_text("Today is day 2 of your first session")


LINKS = "[...document.querySelectorAll('a[href]')].map(x => x.getAttribute('href'))"


def test_only_links_within_the_guide_take_the_plan_along(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as plain, checks.visitor(browser, script=False) as off:
        for url in ("/", "/recovery/", "/about/"):
            plain.open(server + url)
            off.open(server + url)
            # in our shell two links become buttons
            written = [x for x in off.page.evaluate(LINKS) if x != "#menu" and not x.endswith("find/")]
            left = [x for x in plain.page.evaluate(LINKS) if not x.endswith("find/")]
            assert left == written, "without a plan nothing changes"
        plain.page.evaluate(
            """() => document.querySelector("article").insertAdjacentHTML("beforeend",
                `<a class=own href="../recovery/#~1.s3">Other plan</a><a class=file href="a.pdf">File</a>
                <a class=save download href="../faq/">Save</a><a class=mail href="mailto:a@b.example">Mail</a>
                <a class=out href="https://b.example/">Out</a><a class=in href="../faq/#makeup">In</a>`)"""
        )
        plain.page.evaluate(f"location.hash = '~{COURSE}'")
        expect(plain.page.locator("a.in")).to_have_attribute("href", re.compile("#makeup~1.d2027"))
        kept = {"own": "../recovery/#~1.s3", "file": "a.pdf", "save": "../faq/", "out": "https://b.example/"}
        for name, href in {**kept, "mail": "mailto:a@b.example"}.items():
            assert plain.page.locator(f"a.{name}").get_attribute("href") == href
        plain.page.evaluate("location.hash = ''")
        expect(plain.page.locator("a.in")).to_have_attribute("href", re.compile("#makeup$"))


def test_without_javascript_such_a_link_opens_its_page(browser: Browser, server: str) -> None:
    with checks.visitor(browser, script=False) as visit:
        visit.open(f"{server}/schedule/#my-dates~{COURSE}")
        assert visit.page.locator("h1").inner_text() == "Your dates, before and after"
        assert visit.page.locator("article form").count() == 0
        assert "Your own dates" in visit.page.locator("#my-dates").inner_text()


# ---- the form ----


def fill_in(page: Page, month: str, day: str, year: str) -> None:
    first = page.locator("[data-field=first]")
    first.get_by_label("Month").select_option(month)
    first.get_by_label("Day").fill(day)
    first.get_by_label("Year").fill(year)


def test_dates_are_put_in_moved_and_removed_by_keyboard_alone(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, day="2027-01-02") as visit:
        page, keys = visit.page, visit.page.keyboard
        visit.open(server + "/schedule/")
        page.get_by_role("button", name="Put in my dates").press("Enter")
        expect(page.locator("[data-field=first] select")).to_be_focused()
        for word in ("January", "Tab", "11", "Tab", "2027", "Tab", "4", "Tab", "5", "Enter"):
            keys.press(word) if word in ("Tab", "Enter") else keys.type(word)
        if "~" not in page.url:  # Enter on a select opens it in some systems
            keys.press("Escape")
            keys.press("Tab")
            keys.press("Enter")
        at(page, f"/schedule/#my-dates~{COURSE}")
        expect(page.locator("[role=status]").last).to_have_text(
            "Your dates are changed. They stand in the tables too."
        )
        expect(page.locator("#my-course tr:not([hidden]) td")).to_have_text(
            [
                "Monday, January 11, 2027",
                "Monday, February 15, 2027",
                "Monday, March 22, 2027",
                "Monday, April 26, 2027",
                "Monday, July 26, 2027",
                "Tuesday, October 26, 2027",
            ]
        )
        assert shown(page, "#course-4 .real")[2] == "your plan: Monday, February 15, 2027"
        assert shown(page, "#course-3 .real") == []
        assert shown(page, "[data-entry=limit-retinoids-before] .real") == ["Monday, January 4, 2027"]

        move = page.get_by_role("form", name="Move a session")
        move.get_by_label("Session").focus()
        for word in ("3", "Tab", "April", "Tab", "30", "Tab", "2027", "Enter"):
            keys.press(word) if word in ("Tab", "Enter") else keys.type(word)
        at(page, "~1.d2027-01-11.s4.g5w.m3-2027-04-30.o")
        expect(page.locator("#my-course td").nth(2)).to_have_text("Friday, April 30, 2027")
        expect(page.locator("#my-course td").nth(3)).to_have_text("Friday, June 4, 2027")
        assert (
            "Session 3 does not come 2 weeks to 2 months after session 2" in page.locator(".odd").inner_text()
        )
        page.get_by_role("button", name="Back to the plan").press("Enter")
        at(page, COURSE)
        expect(page.locator(".odd")).to_be_hidden()

        page.go_back()
        expect(page.locator("#my-course td").nth(2)).to_contain_text("April 30")
        page.reload()
        assert page.locator("[data-field=first] input").first.input_value() == "11", "it is asked once"
        page.get_by_role("button", name="Remove my dates").press("Enter")
        at(page, "/schedule/#my-dates")
        expect(page.locator(".real")).to_have_count(0)
        expect(page.locator("#my-course")).to_be_hidden()
        assert page.locator("[data-field=first] input").first.input_value() == ""
        expect(page.locator("[role=status]").last).to_have_text("Your dates are removed.")
        assert visit.errors == []


def test_errors_stand_at_their_field(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-01-02") as visit:
        page = visit.page
        visit.open(server + "/schedule/")
        visit.page.get_by_role("button", name="Put in my dates").click()
        for month, day, year, words in (
            ("February", "30", "2027", "there is no such date"),
            ("Choose", "", "", "there is no such date"),
            ("January", "11", "2072", "more than 3 years from today"),
            ("January", "first", "2027", "there is no such date"),
            ("January", "1.s2", f"2027<b>{CANARY}", "there is no such date"),
        ):
            fill_in(page, month, day, year)
            page.get_by_role("button", name="Show my dates").click()
            box = page.get_by_label("Day").first
            expect(box).to_have_attribute("aria-invalid", "true")
            expect(box).to_have_accessible_description(re.compile(words))
            assert words in page.locator("[data-field=first] .error").inner_text()
            assert page.evaluate("document.activeElement.className") == "errors"
            assert box.input_value() == day, "what was typed is still there"
            assert "~" not in page.url
        fill_in(page, "January", "11", "2027")
        page.get_by_role("button", name="Show my dates").click()
        at(page, "~1.d2027-01-11.s3.o")
        expect(page.get_by_label("Day").first).to_have_attribute("aria-invalid", "false")
        expect(page.locator(".errors")).to_be_hidden()

        move = page.get_by_role("form", name="Move a session")
        move.get_by_label("Month").select_option("January")
        move.get_by_label("Day").fill("3")
        move.get_by_label("Year").fill("2027")
        move.get_by_role("button", name="Set this date").click()
        expect(move.get_by_label("Day")).to_have_accessible_description(
            "Session 2: its date must come after session 1."
        )
        assert page.url.endswith("~1.d2027-01-11.s3.o")


def test_a_faulty_link_says_so_at_the_fields(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-01-02") as visit:
        visit.open(f"{server}/schedule/#~1.d2027-02-30.s9.g5w")
        errors = shown(visit.page, ".dates .error")
        assert "there is no such date" in errors[0]
        assert errors[1] == "Number of sessions: it must be 1 to 6."
        assert visit.page.get_by_label("Time between sessions").input_value() == "5w", (
            "what was right is kept"
        )
        assert len(shown(visit.page, ".errors li")) == 2


def test_dates_can_be_shown_for_another_session(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-02-01") as visit:
        page = visit.page
        visit.open(f"{server}/schedule/#~{COURSE}")
        pick = page.get_by_label("Show the dates of session")
        assert pick.input_value() == "2", "the next one"
        assert shown(page, "[data-entry=limit-retinoids-before] .real") == ["Monday, February 8, 2027"]
        visit.open(f"{server}/recovery/#~{COURSE}")
        assert pick.count() == 2
        assert pick.first.input_value() == "1", "the last one there was"
        pick.first.select_option("4")
        assert pick.last.input_value() == "4"
        assert shown(page, "[data-entry=limit-makeup] .real")[0] == "Wednesday, April 28, 2027"
        expect(page.locator("article [role=status]")).to_have_text("The dates are now those of session 4.")
        stop = page.locator("#limit-makeup .stop")  # a date on a line of its own ends its sentence
        expect(stop).to_be_hidden()
        page.goto(f"{server}/recovery/#")
        expect(stop).to_be_visible()


def test_answers_and_steps_say_the_dates_and_the_clinic_s_own_time(browser: Browser, server: str) -> None:
    with checks.visitor(browser, day="2027-02-01") as visit:
        page = visit.page
        for url in ("/faq/", "/steps/"):
            visit.open(f"{server}{url}#~{COURSE}.lretinoids_10d")
            limit = page.locator("[data-limit=retinoids]").first
            expect(limit).to_contain_text(
                "The first whole day is day 11, Friday, January 22, 2027, your clinic's time: 10 days."
            )
            expect(page.locator("[data-limit=makeup]").first).to_contain_text(
                "Wednesday, January 13, 2027, or day 3, Thursday, January 14, 2027 after deep treatment."
            )
            pick = page.get_by_label("Show the dates of session")
            assert pick.count() == 1
            assert pick.input_value() == "1", "the last one there was"
            pick.select_option("4")
            expect(page.locator("[data-limit=makeup]").first).to_contain_text("Wednesday, April 28, 2027")
            page.goto(f"{server}{url}#")
            expect(limit).to_contain_text("The first whole day is day 8.")
            assert pick.count() == 0


VIEWS = ((320, "light"), (1300, "dark"))


def test_nothing_is_wrong_in_any_state_of_the_planner(server: str) -> None:
    def look(browser: Browser, view: checks.View) -> list[str]:
        found: list[str] = []
        with checks.visitor(browser, *view, day="2027-01-13") as visit:
            for state, address in {
                "empty": "/schedule/",
                "filled": f"/schedule/?#~{COURSE}.m3-2027-07-30.lretinoids-before_10d",
                "error": "/schedule/?1#~1.d2027-02-30.s9",
                "today": f"/recovery/#~{COURSE}.lretinoids_10d",
                "home": "/#~1.d2027-02-30.s3",
                "answers": f"/faq/#~{COURSE}.lretinoids_10d",
            }.items():
                visit.open(server + address)
                page = visit.page
                if state == "empty":
                    page.get_by_role("button", name="Put in my dates").click()
                ready(page)
                part = "#my-dates-panel" if "schedule" in address else ".plan-panel"
                lines = [
                    *checks.axe(page, "main" if state == "today" else part),
                    *checks.scroll(page),
                    *ask(page, "overlaps", "header, article, footer"),
                    *ask(page, "small"),
                    *ask(page, "paleText"),
                    *ask(page, "paleEdges"),
                    *visit.errors,
                    *visit.foreign,
                ]
                found += [f"{state} {view}: {line}" for line in lines]
        return found

    found = checks.everywhere(VIEWS, look)
    assert not found, "\n".join(found)


def test_a_printed_plan_shows_the_dates_and_no_controls(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 794, day="2027-01-13") as visit:
        visit.open(f"{server}/schedule/#~{COURSE}")
        expect(visit.page.locator("#my-course")).to_be_visible()
        ready(visit.page)
        visit.page.emulate_media(media="print")
        assert visit.page.locator("article :is(input, select, button):visible").count() == 0
        assert visit.page.locator("#my-course").is_visible()
        assert visit.page.locator("#countdown-table .real").first.is_visible()
        assert "Your plan: 4 sessions, 5 weeks apart." in visit.page.locator("article").inner_text()


# ---- size ----


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def test_the_planner_is_small(site: Path) -> None:
    size = {name: compressed((site / "assets" / file).read_text("utf-8")) for name, file in MODULE.items()}
    assert size["guide"] + size["plan"] <= PLANNER, size
    assert sum(size[name] for name in ("guide", "plan", "dates", "form", "calendar", "links")) <= ALL, size


def test_the_form_is_asked_for_before_it_comes(browser: Browser, server: str) -> None:
    with checks.visitor(browser) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1].split(".")[0]))
        visit.open(server + "/schedule/")
        expect(visit.page.get_by_role("button", name="Put in my dates")).to_be_visible()
        assert not {"plan", "dates", "form", "calendar"} & set(asked)
        visit.page.get_by_role("button", name="Put in my dates").click()
        expect(visit.page.locator("[data-field=first] select")).to_be_focused()
        assert {"plan", "dates", "form"} <= set(asked)
        assert "calendar" not in asked
