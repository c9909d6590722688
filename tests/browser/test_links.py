"""Links that a clinic can rely on: every address leads to its place, and the builder makes right ones."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from macros import addresses
from macros.load import load_data
from macros.model import Data
from publish import extras, ledger, qr
from tests.browser import checks, local
from tests.browser.probe import ask, stops
from tests.unit.project import Change, build_here, copy_project

ROOT = Path(__file__).parents[2]
HOME = "https://guide.example/"
KNOWN = ledger.read((ROOT / ledger.LEDGER).read_text("utf-8"))


# ---- every address of the ledger ----

AT_TARGET = """ids => ids.filter(id => {
    location.hash = id;
    const target = document.querySelector(":target");
    if (!target || target.id !== id) return true;
    const { top, bottom } = target.getBoundingClientRect();
    return top < -1 || top >= innerHeight || bottom < 0 || !target.getClientRects().length;
})"""


def out_of_view(page: Page, ids: list[str]) -> list[str]:
    """Ids that the open page does not bring into view when its address names them."""
    found: list[str] = page.evaluate(AT_TARGET, ids)
    return found


def test_every_address_opens_with_its_target_in_view(browser: Browser, server: str) -> None:
    wrong = []
    pages: dict[str, list[str]] = {}
    for address in KNOWN:
        page, _, id_ = address.partition("#")
        pages.setdefault(page, []).extend([id_] if id_ else [])
    with checks.visitor(browser, 390, script=False) as visit:
        for page, ids in pages.items():
            visit.open(server + page)
            wrong += [f"{page}#{id_}" for id_ in out_of_view(visit.page, ids)]
    assert len(pages) >= 12 and wrong == []


def test_a_target_that_is_not_there_or_not_shown_is_found(browser: Browser) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.page.set_content(
            '<h1 id="a">A</h1><p id="b" hidden>B</p><div id="c" style="position:fixed;top:-99px">C</div>'
        )
        assert out_of_view(visit.page, ["a", "b", "c", "d"]) == ["b", "c", "d"]


# ---- a published edition ----


@dataclass(frozen=True)
class Edition:
    """A copy of the project, published under a name and an address."""

    project: Path
    site: Path
    data: Data

    @property
    def places(self) -> list[addresses.Target]:
        """All that it lists for clinics."""
        groups = addresses.groups(self.data, self.project / "docs")
        return [target for group in groups for target in group.targets]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    project = copy_project(tmp_path_factory.mktemp("edition") / "project")
    facts = project / "data" / "site.yml"
    named = Change.of(facts.read_text("utf-8"), "^publisher: .*", 'publisher: "The example clinic"')
    facts.write_text(named.text, encoding="utf-8")
    site = project / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", HOME)
        done = build_here(project)
        assert done.code == 0, done.said
        extras.write(project, site)
    return Edition(project, site, load_data(project / "data"))


@pytest.fixture(scope="module")
def published(edition: Edition) -> Iterator[str]:
    with local.serve(edition.site) as address:
        yield address


def decoded(picture: Image.Image) -> str:
    """What the one QR code of a picture says; nothing when it cannot be read."""
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if len(found) == 1 else ""


SIDE_BY_SIDE = """async () => {
    const images = [...document.querySelectorAll(".addresses img")];
    const words = images.map(image => image.closest("li").querySelector(".address").textContent);
    for (const image of images) image.loading = "eager";
    document.body.replaceChildren(...images);
    await Promise.all(images.map(image => image.decode()));
    return images.map((image, at) => {
        const { left, top, right, bottom } = image.getBoundingClientRect();
        return {box: [left, top, right, bottom].map(Math.round), words: words[at]};
    });
}"""


def test_every_qr_code_of_the_page_says_the_address_beside_it(
    browser: Browser, published: str, edition: Edition
) -> None:
    wanted = [HOME.rstrip("/") + x.address for x in edition.places if x.code]
    with checks.visitor(browser, 1300, "dark", script=False) as visit:
        visit.open(published + "/clinics/")
        places = visit.page.evaluate(SIDE_BY_SIDE)
        whole = Image.open(io.BytesIO(visit.page.screenshot(full_page=True)))
        assert not visit.foreign
    assert [(decoded(whole.crop(place["box"])), place["words"]) for place in places] == [
        (address, address) for address in wanted
    ]


def test_every_qr_code_of_a_plan_says_its_address(browser: Browser, published: str, edition: Edition) -> None:
    codes = addresses.codes(edition.data, edition.project / "docs")
    assert sorted(x.relative_to(edition.site).as_posix() for x in edition.site.glob("qr/*")) == sorted(codes)
    plans = {name: address for name, address in codes.items() if "~" in address}
    assert len(plans) > 50
    with checks.visitor(browser, 800) as visit:
        visit.open(published + "/changes/")
        visit.page.set_content("".join(f'<img src="{published}/{name}" width="148">' for name in plans))
        visit.page.evaluate("() => Promise.all([...document.images].map(image => image.decode()))")
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(visit.page.screenshot(full_page=True))))
    assert sorted(x.text for x in read) == sorted(HOME.rstrip("/") + x for x in plans.values())


def test_a_qr_code_that_cannot_be_read_is_found() -> None:
    assert decoded(Image.new("RGB", (200, 200), "white")) == ""


def test_qr_codes_are_small_and_always_the_same(edition: Edition) -> None:
    files = sorted(edition.site.glob("qr/*.svg"))
    assert sum(x.stat().st_size for x in files) < 300_000
    text = files[0].read_text("utf-8")
    assert 'fill="#fff"' in text and 'stroke="#000"' in text and "<script" not in text
    again = edition.site.parent / "again"
    qr.write(again, HOME, addresses.codes(edition.data, edition.project / "docs"))
    assert {x.name: x.read_bytes() for x in (again / "qr").iterdir()} == {
        x.name: x.read_bytes() for x in files
    }
    shutil.rmtree(again)


def test_a_site_that_lost_an_address_is_not_published(edition: Edition) -> None:
    record = edition.project / ledger.LEDGER
    kept = record.read_text("utf-8")
    lines = kept.replace("/faq/ ", "/faq/#zyx 2026-11-22\n/faq/ ").replace("/about/ 2026-11-22\n", "")
    record.write_text(lines, encoding="utf-8")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", HOME)
            with pytest.raises(extras.Unrecorded) as caught:
                extras.write(edition.project, edition.site)
    finally:
        record.write_text(kept, encoding="utf-8")
    assert "/faq/#zyx was published on 2026-11-22 and leads nowhere now." in str(caught.value)
    assert "/about/ is not in data/ledger.txt. Run: make links" in str(caught.value)


# ---- the builder ----


@dataclass
class Builder:
    """The link builder on an open page."""

    page: Page

    def choose(self, place: str, **fields: str) -> None:
        """Choose a place and fill fields by their names."""
        self.page.select_option("#link-to", label=place)
        for name, value in fields.items():
            element = self.page.locator(f"#link-{name.replace('_', '-')}")
            if element.evaluate("x => x.localName") == "select":
                element.select_option(value)
            else:
                element.fill(value)
                element.blur()

    @property
    def link(self) -> str:
        return self.page.input_value("#link-address")

    @property
    def note(self) -> str:
        return " ".join(self.page.locator("[data-note]:visible").all_inner_texts())

    @property
    def code(self) -> str:
        """What the shown QR code says, and the words beside it, if there is one."""
        box = self.page.locator("#link-code")
        if not box.is_visible():
            return ""
        box.locator("img").evaluate("image => image.decode()")
        text = decoded(Image.open(io.BytesIO(box.locator("img").screenshot())))
        assert text == box.locator("span").inner_text()
        return text


STATES = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1300, "dark")])


@STATES
def test_the_builder_makes_links(
    browser: Browser, published: str, edition: Edition, width: int, scheme: str
) -> None:
    with checks.visitor(browser, width, scheme) as visit:
        visit.open(published + "/clinics/")
        page, builder = visit.page, Builder(visit.page)
        status = page.get_by_role("status")
        expect(status).to_have_text("")
        assert look(page) == []
        assert (builder.link, builder.code) == (HOME + "before-you-decide/",) * 2

        builder.choose("Healing after a session", sessions="4", gap="5w")
        expect(status).to_have_text("Your link is below.")
        assert builder.link == builder.code == HOME + "recovery/#~1.s4.g5w"
        sheets = [x.address for x in edition.places if x.page.startswith("sheet-") and not x.id]
        shown = page.locator("#link-sheets a").evaluate_all("links => links.map(link => link.href)")
        assert shown == [f"{HOME.rstrip('/')}{address}#~1.s4.g5w" for address in sheets]
        assert page.input_value("#link-words") == (
            "Please read this page about your treatment: Healing after a session\n"
            f"{builder.link}\nThe plan of your clinic is in this link."
        )
        builder.choose("When can I use or do it again?", gap="4-6w")
        assert builder.link == HOME + "recovery/#when-can-i~1.s4.g4-6w"
        assert builder.code == HOME + "recovery/#when-can-i"
        assert builder.note.startswith("This QR code has no plan in it.")
        builder.choose("Makeup: when can I wear it?", sessions="", gap="")
        assert (builder.link, builder.code) == (HOME + "faq/#makeup", HOME + "faq/")
        assert builder.note.startswith("This QR code leads to the top of the page.")

        builder.choose("Healing after a session", time_retinoids="10", month="01", day="11", year="2027")
        assert builder.link == HOME + "recovery/#~1.d2027-01-11.lretinoids_10d"
        assert builder.code == ""
        assert builder.note.startswith("There is no QR code for a link with a date.")
        assert look(page) == []

        builder.choose("Healing after a session", time_retinoids="12", year="27", time_acids="2.5")
        expect(status).to_have_text("One of the fields needs a change. Look for the red words.")
        assert page.locator("#link-result").is_hidden()
        wrong = page.locator("[aria-invalid=true]").evaluate_all("list => list.map(x => x.id)")
        assert wrong == ["link-time-acids", "link-month", "link-day", "link-year"]
        for id_ in wrong:
            error = page.locator(f"#{id_}").get_attribute("aria-describedby") or ""
            assert page.locator(f"#{error.split()[-1]}").is_visible(), id_
        assert look(page) == []
        assert not visit.errors and not visit.foreign


def look(page: Page) -> list[str]:
    """What is wrong with the builder as it now is."""
    probes = (ask(page, "overlaps", ".builder"), ask(page, "clipped"), ask(page, "paleEdges"))
    return [
        *checks.axe(page, ".builder"),
        *checks.scroll(page),
        *(line for found in probes for line in found),
    ]


TIMES = {
    "24 hours": ("24", "h", True),
    "a day": ("1", "d", True),
    "eight weeks": ("8", "w", True),
    "23 hours": ("23", "h", False),
    "nine weeks": ("9", "w", False),
    "none": ("0", "d", False),
    "a fraction": ("1.5", "d", False),
    "a power": ("1e2", "h", False),
    "words": ("ten", "d", False),
    "mark-up": ("<b>", "d", False),
    "below none": ("-3", "d", False),
    "blank": (" ", "d", True),
}
DAYS = {
    "leap day": ("2028", "02", "29", True),
    "no leap day": ("2027", "02", "29", False),
    "no such day": ("2027", "04", "31", False),
    "far off": ("2036", "01", "11", False),
    "long ago": ("1999", "01", "11", False),
    "no year": ("", "01", "11", False),
    "words": ("next", "01", "11", False),
    "mark-up": ("<img>", "01", "11", False),
    "all left out": ("", "", "", True),
}


def test_the_builder_takes_what_a_plan_can_hold_and_no_more(browser: Browser, published: str) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.open(published + "/clinics/")
        page = visit.page
        page.locator(".builder").wait_for()
        wrong = page.evaluate(
            """([times, days]) => {
                const form = document.querySelector(".builder"), result = form.querySelector("#link-result");
                const change = () => form.dispatchEvent(new Event("input"));
                const [time, unit] = form.querySelectorAll("[data-time=retinoids] :is(input, select)");
                const { year, month, day, full } = form.elements;
                const wrong = [];
                for (const [name, [count, letter, good]] of Object.entries(times)) {
                    [time.value, unit.value] = [count, letter];
                    change();
                    if (result.hidden === good || /[<>]/.test(full.value)) wrong.push(name);
                }
                time.value = "";
                for (const [name, [y, m, d, good]] of Object.entries(days)) {
                    [year.value, month.value, day.value] = [y, m, d];
                    change();
                    if (result.hidden === good || /[<>]/.test(full.value)) wrong.push(name);
                }
                return wrong;
            }""",
            [TIMES, DAYS],
        )
        assert wrong == [] and not visit.errors


def test_the_builder_works_by_keyboard_alone(browser: Browser, published: str) -> None:
    with checks.visitor(browser, 320) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=published)
        visit.open(published + "/clinics/")
        page = visit.page
        page.locator("#link-find").focus()
        page.keyboard.type("until your next")
        expect(page.get_by_role("status")).to_have_text("Places with that word: 1")
        assert page.locator(".addresses li:visible").count() == 1
        walked = [page.evaluate("document.activeElement.name")]
        for key in ("Tab", "Tab", "4", "Tab", "5"):  # a digit chooses the option that begins with it
            page.keyboard.press(key)
        page.keyboard.press("Tab")
        assert Builder(page).link == HOME + "recovery/#stage-quiet-weeks~1.s4.g5w"
        for _ in range(60):
            focused = stops(page).evaluate("stops => stops.focused()")
            assert focused["faults"] == [], focused
            walked.append(page.evaluate("document.activeElement.name || document.activeElement.value"))
            if walked[-1] == "words" and page.evaluate("document.activeElement.localName") == "button":
                break
            page.keyboard.press("Tab")
        assert walked[-1] == "words" and {"month", "day", "year", "full"} <= set(walked)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#link-words")
        page.evaluate("delete Navigator.prototype.clipboard")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("press Ctrl and C")
        assert page.evaluate("getSelection().toString()") == page.input_value("#link-words")


def test_a_plan_in_the_page_s_own_address_is_not_passed_on(browser: Browser, published: str) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.open(published + "/clinics/#make-a-link~1.d2027-01-11.s3")
        visit.page.locator("#link-gap").select_option("5w")
        assert Builder(visit.page).link == HOME + "before-you-decide/#~1.g5w"


def test_a_preview_says_why_there_is_no_qr_code(browser: Browser, server: str) -> None:
    with checks.visitor(browser, 390) as visit:
        visit.open(server + "/clinics/")
        builder = Builder(visit.page)
        assert builder.code == "" and builder.note.startswith("This is a preview.")
        assert urlsplit(builder.link).path.endswith("/before-you-decide/")
