"""What is asked of a page in a browser. Each check lists what is wrong, one line each."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

from macros.load import load_data
from tests import chromium

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ARTICLE = "article"
# The day on which a visit takes place, so that no check depends on the day on which it runs.
REVIEWED = load_data(Path(__file__).parents[2] / "data").site.review.last.isoformat()


View = tuple[int, str]  # width and color scheme
Seen = TypeVar("Seen")

# Before any script of a page: note which scripts and styles have come, or could not be had.
RUNS = """
self.come = new WeakSet();
for (const type of ["load", "error"]) document.addEventListener(type, ({ target }) => come.add(target), true);
"""
# A published page asks for its scripts after its first paint. All has come, and every place that a script
# fills has been filled.
READY = """() => !document.querySelector("body > template")?.content.children.length
  && [...document.querySelectorAll("script[src], link[rel=stylesheet]")].every((one) => come.has(one))
  && [...document.querySelectorAll("[data-module]")].every((place) => place.querySelector(".scripted"))"""


@dataclass
class Visit:
    """A page being visited, and what went wrong while it was open."""

    page: Page
    origin: str = ""
    script: bool = True
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("request", self._request)

    def open(self, address: str) -> None:
        """Go to a page, forgetting what was wrong on the last one."""
        self.origin = origin(address)
        self.errors.clear()
        self.foreign.clear()
        self.page.goto(address)
        if self.script:
            wait(self.page, READY)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _error(self, error: Error) -> None:
        self.errors.append(str(error))

    def _request(self, request: Request) -> None:
        inside = request.url.startswith(("data:", "blob:"))
        if not inside and origin(request.url) != self.origin:
            self.foreign.append(request.url)


def wait(page: Page, condition: str, argument: object = None) -> None:
    """Wait until a function says true in a page; ten seconds, then fail.

    Playwright's `wait_for_function` looks a second time by eval, which the policy of a published page stops.
    """
    page.evaluate(
        f"""(argument) => new Promise((done, fail) => {{
          const end = performance.now() + 10000, holds = {condition};
          const vain = () => fail(Error("waited in vain: " + holds));
          const look = () => holds(argument) ? done() : performance.now() < end ? setTimeout(look) : vain();
          look();
        }})""",
        argument,
    )


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def started(*flags: str) -> Iterator[Browser]:
    """The machine's browser, for the thread that asks."""
    path = chromium.find()
    assert path, chromium.MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, *flags])
        yield browser
        browser.close()


@contextmanager
def visitor(
    browser: Browser,
    width: int = 1300,
    scheme: str = "light",
    script: bool = True,
    height: int = 900,
    day: str = REVIEWED,
    still: bool = True,
    forced: bool = False,
) -> Iterator[Visit]:
    """A fresh window: its size, the reader's settings, with or without JavaScript, on a given day."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        # A color half-way through a fade has a contrast of its own.
        reduced_motion="reduce" if still else "no-preference",
        forced_colors="active" if forced else "none",
        java_script_enabled=script,
    )
    context.clock.set_fixed_time(f"{day}T12:00:00")
    context.add_init_script(RUNS)
    try:
        yield Visit(context.new_page(), script=script)
    finally:
        context.close()


def everywhere(views: Iterable[Seen], look: Callable[[Browser, Seen], list[str]], *flags: str) -> list[str]:
    """Look at several views, as many at once as the machine has cores; list what is wrong in any."""

    def one(view: Seen) -> list[str]:
        # A browser of its own, because Playwright's belong to the thread that started them.
        with started(*flags) as browser:
            return look(browser, view)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [line for lines in pool.map(one, views) for line in lines]


def axe(page: Page, part: str = "html", *rules: str) -> list[str]:
    """Accessibility faults that axe-core finds in a page or a part of it, by all rules or by some."""
    page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {
        "runOnly": {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
    }
    found = page.evaluate(
        "async ([part, options]) => (await axe.run(part, options)).violations", [part, options]
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


def scroll(page: Page) -> list[str]:
    """Say by how much a page is wider than the window, and which elements reach out of it."""
    found: list[str] = page.evaluate(
        """() => {
            const root = document.scrollingElement, room = innerWidth;
            if (root.scrollWidth <= room) return [];
            const wide = [...document.body.querySelectorAll("*")]
                .filter(element => element.getBoundingClientRect().right > room)
                .slice(0, 5).map(element => element.outerHTML.slice(0, 80));
            return [`${root.scrollWidth} px in ${room} px: ${wide.join(" | ")}`];
        }"""
    )
    return found


def text(page: Page) -> list[str]:
    """The lines of the article as a reader sees them, without what a script has put in."""
    parts: list[str] = page.locator(ARTICLE).evaluate_all(
        """articles => articles.map(article => {
            const made = [...article.querySelectorAll(".scripted")];
            const kept = made.map(element => element.style.display);
            for (const element of made) element.style.display = "none";
            const { innerText } = article;
            made.forEach((element, at) => (element.style.display = kept[at]));
            return innerText;
        })"""
    )
    return [" ".join(line.split()) for part in parts for line in part.splitlines() if line.strip()]


def difference(without: list[str], with_script: list[str]) -> list[str]:
    """Lines that only one of two readers sees."""
    return [
        *(f"only without JavaScript: {line}" for line in without if line not in with_script),
        *(f"only with JavaScript: {line}" for line in with_script if line not in without),
    ]


def unprinted(page: Page) -> list[str]:
    """Headings of the article that paper would not show; beside a sheet, only its own are for paper."""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(
        """article => [...document.querySelectorAll(
                ["h1", "h2", "h3", "h4", "h5", "h6"].map(h => `${article} ${h}`).join())]
            .filter(h => h.matches("h1, .sheet-paper *") || !document.querySelector(".sheet-paper"))
            .filter(h => !h.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .map(h => h.textContent.trim())""",
        ARTICLE,
    )
    page.emulate_media(media="screen")
    return found
