"""Pages under the headers that a host sends: nothing is stopped, asked of others, or kept; nothing moves."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from tests.browser import checks, local, states

# Before any script of a page: gather what its policy stops.
WATCH = """
self.stopped = [];
addEventListener("securitypolicyviolation", (event) =>
  stopped.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
KEPT = """async () => [
  document.cookie,
  ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
  ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
  // Only a secure context has caches; 127.0.0.1 is one.
  ...(await caches.keys()).map((key) => `cache ${key}`),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
].filter(Boolean)"""


def as_opened(page: Page) -> None:
    """Leave a page as it opens."""


STATES: dict[str, Callable[[Page], None]] = {"opened": as_opened, **states.DIALOGS}


def faults(visit: checks.Visit) -> list[str]:
    """What is wrong with a page where it stands."""
    return [
        *(f"stopped: {one}" for one in visit.page.evaluate("stopped")),
        *(f"console: {one}" for one in visit.errors),
        *(f"asked elsewhere: {one}" for one in visit.foreign),
        *(f"kept: {one}" for one in visit.page.evaluate(KEPT)),
        *(f"cookie: {one}" for one in visit.page.context.cookies()),
    ]


BUILDER = 7  # requests of the page for clinics, whose link builder opens at once


def test_every_page_in_every_state_keeps_to_its_policy(
    browser: Browser, server: str, pages: dict[str, Path]
) -> None:
    wrong: list[str] = []
    sent: list[str] = []
    with checks.visitor(browser, 390) as visit:
        visit.page.add_init_script(WATCH)
        visit.page.on(
            "response", lambda response: sent.append(response.headers.get("content-security-policy", "none"))
        )
        for url in pages:
            sent.clear()
            visit.open(server + url)
            assert "default-src 'none'" in sent[0], url
            assert len(sent) <= (BUILDER if url == "/clinics/" else 5), f"{url}: {len(sent)} requests"
            for state, bring in STATES.items():
                if url in states.SOME or state in ("opened", "menu"):
                    bring(visit.page)
                    wrong += [f"{url} {state}: {line}" for line in faults(visit)]
                    visit.page.keyboard.press("Escape")
    assert not wrong, "\n".join(wrong)


BAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bad</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src *">
<script type="module" src="bad.js"></script></head><body><p style="color: red">Red</p></body></html>"""
SCRIPT = """
document.cookie = "a=b";
localStorage.setItem("c", "d");
sessionStorage.setItem("e", "f");
indexedDB.open("g");
await caches.open("h");
fetch("http://127.0.0.1:1/").catch(() => {});
console.error("wrong");
self.done = true;
dispatchEvent(new Event("done"));
"""


def test_a_page_that_breaks_its_policy_or_keeps_something_is_found(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(BAD, "utf-8")
    (tmp_path / "bad.js").write_text(SCRIPT, "utf-8")
    with local.serve(tmp_path) as address, checks.visitor(browser) as visit:
        visit.page.add_init_script(WATCH)
        visit.open(address + "/")
        visit.page.evaluate("new Promise((done) => self.done ? done() : addEventListener('done', done))")
        found = "\n".join(faults(visit))
    for part in (
        "stopped: style-src-attr inline",
        "console: wrong",
        "asked elsewhere: http://127.0.0.1:1/",
        "kept: a=b",
        "kept: localStorage c",
        "kept: sessionStorage e",
        "kept: indexedDB g",
        "kept: cache h",
        "cookie: ",
    ):
        assert part in found, part


# ---- the first paint ----

PLACES = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => element.tagName !== "LINK")
  .map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, fill, fontWeight } = getComputedStyle(element);
    return [element.tagName, element.className.baseVal ?? element.className, x, y, width, height,
      color, backgroundColor, fill, fontWeight].join(" ");
  })"""


def places(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate(PLACES)
    return found


def test_what_is_painted_first_is_what_stays(browser: Browser, server: str, pages: dict[str, Path]) -> None:
    """Each element stands where it will stand, in its colors, before the whole stylesheet is there."""
    with checks.visitor(browser, script=False) as early, checks.visitor(browser, script=False) as late:
        early.page.route("**/*.css", lambda route: route.abort())
        # The longest page has the same parts as the others, and takes seconds.
        for url in pages.keys() - {states.LONG}:
            early.open(server + url)
            late.open(server + url)
            for width in (390, 1300):
                first, last = places(early.page, width), places(late.page, width)
                assert len(first) > 30
                moved = [pair for pair in zip(first, last, strict=True) if pair[0] != pair[1]]
                assert not moved, f"{url} {width}: {moved[:3]}"


# What a browser says of a page's first moments: what it painted largest, and how far things moved.
MOMENTS = """
self.moments = { shift: 0, largest: null };
for (const type of ["layout-shift", "largest-contentful-paint"])
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (type === "layout-shift") moments.shift += entry.value;
    else moments.largest = entry.element?.closest("h1, h1 + p")?.tagName ?? entry.element?.outerHTML;
  })).observe({ type, buffered: true });
"""
DEEP = "/recovery/#when-can-i"


def painted(page: Page) -> str:
    """What a page painted largest, once it did."""
    checks.wait(page, "() => moments.largest")
    return str(page.evaluate("moments.largest"))


def let_go(page: Page, held: list[Route]) -> None:
    """Let the stylesheet come; what was painted first may be known before the browser's request for it is."""
    end = time.monotonic() + 10
    while not held and time.monotonic() < end:
        page.wait_for_timeout(5)
    held.pop().continue_()


def test_nothing_waits_for_the_stylesheet_and_nothing_moves_when_it_comes(
    browser: Browser, server: str, pages: dict[str, Path]
) -> None:
    held: list[Route] = []
    with checks.visitor(browser, 390, height=664) as visit:
        page = visit.page
        page.add_init_script(MOMENTS)
        page.route("**/*.css", lambda route: held.append(route))
        for url in (*pages, DEEP):
            page.goto("about:blank")  # a place on the same page would be no new visit
            page.goto(server + url, wait_until="commit")
            # Painted while the stylesheet is still held back; or this waits in vain.
            largest = painted(page)
            assert largest if url == DEEP else largest in ("H1", "P"), url
            let_go(page, held)
            checks.wait(page, checks.READY)
            assert page.evaluate("document.styleSheets.length") == 2
            page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
            assert page.evaluate("moments.shift") == 0, url


def test_a_link_with_a_plan_is_painted_where_it_leads(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390, height=664) as visit:
        visit.page.route("**/*.js", lambda route: route.abort())
        for plan, seen in (("~1.s4", True), ("", True), ("~", False)):
            visit.page.goto("about:blank")
            visit.page.goto(f"{server}{DEEP}{plan}")
            top = visit.page.locator("#when-can-i").bounding_box()
            assert top and (0 <= top["y"] < 100) == seen, plan


def test_a_page_that_waits_for_its_stylesheet_or_moves_is_found(browser: Browser, tmp_path: Path) -> None:
    link = '<link rel="stylesheet" href="a.css">'
    for name, head, end in (("waits", link, ""), ("moves", "", link)):
        text = f"<!doctype html><meta charset=utf-8>{head}<h1>Title</h1><p>Words</p>{end}"
        (tmp_path / f"{name}.html").write_text(text, "utf-8")
    (tmp_path / "a.css").write_text("h1 { margin-top: 300px }", "utf-8")
    held: list[Route] = []
    with local.serve(tmp_path) as address, checks.visitor(browser, 390, height=664) as visit:
        visit.page.add_init_script(MOMENTS)
        visit.page.route("**/*.css", lambda route: held.append(route))
        visit.page.goto(f"{address}/waits.html", wait_until="commit")
        visit.page.wait_for_timeout(400)
        assert visit.page.evaluate("moments.largest") is None
        visit.page.goto(f"{address}/moves.html", wait_until="commit")
        assert painted(visit.page) == "H1"
        let_go(visit.page, held)
        visit.page.wait_for_load_state("load")
        checks.wait(visit.page, "() => moments.shift > 0")
