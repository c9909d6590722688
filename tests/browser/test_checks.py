"""Each browser check fails on a page made to fail it, and passes on one that is in order."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from playwright.sync_api import Browser

from publish import markup
from tests import chromium
from tests.browser import checks, local
from tests.browser.allowed import Allowed, stale, unexcused
from tests.browser.test_pages import PAGE

BROKEN = Path(__file__).parents[1] / "broken-pages"


@pytest.fixture(scope="module")
def broken() -> Iterator[str]:
    with local.serve(BROKEN) as address:
        yield address


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[checks.Visit]:
    with checks.visitor(browser, width=320) as visit:
        yield visit


@pytest.fixture(scope="module")
def phone_without_script(browser: Browser) -> Iterator[checks.Visit]:
    with checks.visitor(browser, width=320, script=False) as visit:
        yield visit


def test_a_page_in_order_passes_every_check(
    phone: checks.Visit, phone_without_script: checks.Visit, broken: str
) -> None:
    phone.open(f"{broken}/in-order.html")
    phone_without_script.open(f"{broken}/in-order.html")
    assert checks.axe(phone.page) == []
    assert checks.scroll(phone.page) == []
    assert checks.unprinted(phone.page) == []
    seen = checks.text(phone.page)
    assert seen == ["In order", "One line."]
    assert checks.difference(checks.text(phone_without_script.page), seen) == []
    assert (phone.errors, phone.foreign) == ([], [])


@pytest.mark.parametrize("rule", ["image-alt", "color-contrast", "target-size", "heading-order"])
def test_axe_finds(phone: checks.Visit, broken: str, rule: str) -> None:
    phone.open(f"{broken}/axe.html")
    assert any(line.startswith(f"{rule}:") for line in checks.axe(phone.page))


def test_a_fault_of_dark_mode_alone_is_found(browser: Browser, broken: str) -> None:
    found = {}
    for scheme in ("light", "dark"):
        with checks.visitor(browser, scheme=scheme) as visit:
            visit.open(f"{broken}/dark.html")
            found[scheme] = checks.axe(visit.page)
    assert found["light"] == []
    assert found["dark"][0].startswith("color-contrast:")


def test_errors_are_found(phone: checks.Visit, broken: str) -> None:
    phone.open(f"{broken}/errors.html")
    assert any("said aloud" in line for line in phone.errors)
    assert any("thrown" in line for line in phone.errors)
    assert any("404" in line for line in phone.errors)


def test_a_request_elsewhere_is_found(phone: checks.Visit, broken: str) -> None:
    phone.open(f"{broken}/foreign.html")
    assert phone.foreign == ["https://example.invalid/pixel.png"]


def test_sideways_scroll_is_found(phone: checks.Visit, broken: str) -> None:
    phone.open(f"{broken}/wide.html")
    assert "600 px in 320 px" in checks.scroll(phone.page)[0]


@pytest.mark.parametrize(
    ("check", "body", "found"),
    [
        (
            "overlaps",
            '<p>Over</p><p style="margin-top: -2em">Under</p>',
            ["<p> Over and <p> Under"],
        ),
        (
            "overlaps",
            '<svg><text x="5" y="20">Left</text><text x="9" y="20">Right</text></svg>',
            ["<text> Left and <text> Right"],
        ),
        (
            "leaving",
            '<svg viewBox="0 0 50 20"><text x="5" y="15">Too long for its drawing</text></svg>',
            ["<text> Too long for its drawing: out of its drawing"],
        ),
        ("clipped", '<p style="height: 9px; overflow: hidden">Half</p>', ["<p> Half: cut"]),
        (
            "tiny",
            '<svg width="50" viewBox="0 0 100 40"><text y="20" font-size="16">a</text></svg>',
            ["8.0 px <text> a"],
        ),
        (
            "small",
            '<nav><a href="#" style="display: inline-block; width: 20px; height: 30px">x</a></nav>',
            ["20.0 x 30.0 px, not 24 x 24: <a> x"],
        ),
        (
            "small",
            '<a class="tool" href="#" style="display: inline-block; width: 60px; height: 40px">x</a>',
            ["60.0 x 40.0 px, not 24 x 44: <a.tool> x"],
        ),
        ("small", '<nav><p>Or read <a href="#">x</a> first.</p></nav>', []),
        ("paleText", '<p style="color: #666">Pale</p>', ["5.74:1 <p> Pale"]),
        ("paleText", '<p style="color: #444">Dark</p>', []),
        ("paleEdges", '<button style="border: 1px solid #ccc">Go</button>', ["1.61:1 <button> Go"]),
        ("moving", '<p style="transition: color 1s">Fades</p>', ["<p> Fades"]),
    ],
)
def test_a_fault_of_layout_or_color_is_found(
    phone: checks.Visit, check: str, body: str, found: list[str]
) -> None:
    phone.page.goto("about:blank")
    phone.page.set_content(f"<body style='background: #fff'><article>{body}</article></body>")
    assert PAGE[check](phone.page) == found


def test_text_that_needs_a_script_is_found(
    phone: checks.Visit, phone_without_script: checks.Visit, broken: str
) -> None:
    phone.open(f"{broken}/script.html")
    phone_without_script.open(f"{broken}/script.html")
    assert checks.difference(checks.text(phone_without_script.page), checks.text(phone.page)) == [
        "only without JavaScript: Loading",
        "only with JavaScript: Arrived",
    ]


def test_headings_missing_on_paper_are_found(phone: checks.Visit, broken: str) -> None:
    phone.open(f"{broken}/print.html")
    assert checks.unprinted(phone.page) == ["Hidden on paper", "Folded away"]


def test_what_is_not_there_gets_the_404_page(tmp_path: Path, phone: checks.Visit) -> None:
    (tmp_path / "404.html").write_text("<!doctype html><title>Lost</title>")
    with local.serve(tmp_path, "/guide") as address:
        answers = [phone.page.goto(address + path) for path in ("/404.html", "/gone/")]
        assert [answer and answer.status for answer in answers] == [200, 404]
        assert phone.page.title() == "Lost"


@pytest.mark.parametrize(
    ("sitemap", "prefix"),
    [
        ("<loc>https://example.org/</loc><loc>https://example.org/a/</loc>", ""),
        ("<loc>https://example.org/guide/a/</loc><loc>https://example.org/guide/</loc>", "/guide"),
        ("", ""),
    ],
)
def test_the_prefix_is_read_from_the_sitemap(tmp_path: Path, sitemap: str, prefix: str) -> None:
    (tmp_path / "sitemap.xml").write_text(sitemap)
    assert markup.prefix(tmp_path) == prefix


def test_an_exception_excuses_its_own_fault_only_and_is_stale_without_it() -> None:
    known = [Allowed("image-alt: .logo", "why")]
    assert unexcused(["/ image-alt: .logo", "/ image-alt: .other"], known) == ["/ image-alt: .other"]
    assert stale(["/ image-alt: .other"], known) == ["image-alt: .logo"]
    assert stale(["/ image-alt: .logo"], known) == []


def test_the_browser_named_in_the_environment_comes_first() -> None:
    def which(name: str) -> str | None:
        return f"/bin/{name}" if name in {"mine", "google-chrome"} else None

    assert chromium.find({"CHROMIUM": "mine"}, which) == "/bin/mine"
    assert chromium.find({}, which) == "/bin/google-chrome"
    assert chromium.find({"CHROMIUM": "not-there"}, which) is None


def test_without_a_browser_and_without_the_right_to_install_one_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="apt-get install chromium"):
        chromium.ensure()


def test_root_on_debian_gets_the_browser_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def run(command: list[str], **_: object) -> CompletedProcess[str]:
        ran.append(" ".join(command))
        return CompletedProcess(command, 0)

    monkeypatch.setattr(chromium, "find", lambda: "/bin/chromium" if len(ran) == 2 else None)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    assert chromium.ensure() == "/bin/chromium"
    assert [line.split()[1] for line in ran] == ["update", "install"]
