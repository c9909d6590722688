"""The ledger grows and never shrinks; what can be linked to is found in a page as any engine writes it."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from publish import build, ledger
from publish.__main__ import main
from publish.targets import Target, on_page, targets

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 22)
LATER = dt.date(2027, 1, 11)

PAGE = """<!doctype html><html><body><nav id="menu"><h2 id="menu-title">All</h2></nav>
<article>
<h1 id="top">Healing <br> well</h1>
<div class="alias" id="old-days"></div>
<h2 id="days">Day by <em>day</em></h2>
<p id="paragraph">Words</p>
<p class="how" id="t-how">How</p>
<table id="t"><caption>Stages</caption><tr id="stage-one"><th><span class="alias" id="stage-old"></span>One
<span class="sub">day 1</span></th><td>Rest</td></tr></table>
<figure id="chart"><svg id="s"><title id="chart-title">No</title></svg><figcaption id="chart-caption">A chart</figcaption></figure>
<p class="moved" id="gone">This is now here: <a href="../faq/#x">Shaving</a></p>
<section id="card"><h3 id="in-card">Call</h3></section>
<ul><li id="item">An item</ul>
<p><template></p><h3 id="made">Made by a script</h3></template>
</p><h2 id="last">Last</h2><h2 id="figures-on-this-page">Numbers</h2><table id="figures-shown"><caption>x</caption></table>
</article></body></html>"""  # noqa: E501


def test_what_can_be_linked_to_is_found_with_its_words() -> None:
    found = {x.address.removeprefix("/recovery/"): x.title for x in on_page("/recovery/", PAGE)}
    assert found == {
        "": "Healing well",
        "#top": "Healing well",
        "#old-days": "Day by day",
        "#days": "Day by day",
        "#t": "Stages",
        "#stage-one": "One",
        "#stage-old": "One",
        "#chart": "A chart",
        "#gone": "This is now here: Shaving",
        "#card": "Call",
        "#in-card": "Call",
        "#item": "An item",
        "#last": "Last",
    }


def test_a_page_without_an_article_has_no_address() -> None:
    assert list(on_page("/x/", "<main><h1 id='a'>A</h1></main>")) == []


def test_each_page_of_a_site_has_its_address(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    for name in ("index.html", "faq/index.html", "404.html"):
        (tmp_path / name).write_text("<article><h1>Hello</h1></article>", encoding="utf-8")
    assert targets(tmp_path) == {
        "/": Target("/", "Hello", "Hello"),
        "/faq/": Target("/faq/", "Hello", "Hello"),
    }


def test_a_ledger_is_read_as_it_was_written() -> None:
    entries = {"/faq/#makeup": DAY, "/": LATER, "/faq/": DAY}
    text = ledger.write(entries)
    assert text.splitlines()[2:] == ["/ 2027-01-11", "/faq/ 2026-11-22", "/faq/#makeup 2026-11-22"]
    assert ledger.read(text) == entries


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/faq/", '1: "/faq/" is no address with a day'),
        ("# x\nfaq 2026-11-22", "2: "),
        ("/faq/ 2026-11-22\n/faq/ 2026-11-23", "2: /faq/ stands twice"),
        ("/faq/ 2026-02-30", "day is out of range"),
    ],
)
def test_a_broken_ledger_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="day") if "range" in says else pytest.raises(ValueError) as caught:
        ledger.read(text)
    assert says in str(caught.value)


def test_a_ledger_grows_and_keeps_its_days() -> None:
    before = {"/": DAY, "/gone/": DAY}
    assert ledger.grown(before, ["/", "/faq/"], LATER) == {"/": DAY, "/gone/": DAY, "/faq/": LATER}


def test_a_lost_address_is_named_with_the_mend() -> None:
    found = ledger.lost({"/faq/#old": DAY, "/": DAY}, ["/", "/new/"])
    assert found == [
        "/faq/#old was published on 2026-11-22 and leads nowhere now. Links to it would break. "
        "Leave an alias in its place: see CONTRIBUTING.md, When an address changes."
    ]


def test_a_new_address_is_named() -> None:
    assert ledger.unlisted({"/": DAY}, ["/", "/new/"]) == ["/new/ is not in data/ledger.txt. Run: make links"]


def test_the_verb_adds_says_how_many_and_fails_on_a_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "data").mkdir()
    record = tmp_path / ledger.LEDGER
    (site / "index.html").write_text("<article><h1 id='top'>A</h1></article>", encoding="utf-8")
    assert ledger.main(tmp_path, site, DAY) == 0
    assert "holds 2 addresses, 2 of them new" in capsys.readouterr().out
    first = record.read_text("utf-8")
    assert ledger.main(tmp_path, site, LATER) == 0
    assert record.read_text("utf-8") == first
    (site / "index.html").write_text("<article><h1 id='new'>A</h1></article>", encoding="utf-8")
    assert ledger.main(tmp_path, site, LATER) == 1
    assert "/#top was published on 2026-11-22" in capsys.readouterr().err
    assert record.read_text("utf-8") == first.replace("/#top", "/#new 2027-01-11\n/#top")
    record.write_text("nonsense\n", encoding="utf-8")
    assert ledger.main(tmp_path, site, LATER) == 1
    assert record.read_text("utf-8") == "nonsense\n"


# ---- the command line ----


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data, where the command line runs."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def test_publishing_without_an_address_and_a_name_says_what_is_missing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish"]) == 1
    said = capsys.readouterr().err
    assert "cannot be published yet" in said and "SITE_URL is not set" in said and 'no "publisher"' in said
    assert not (project / "site").exists()


def test_publishing_with_both_builds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = project / "data" / "site.yml"
    facts.write_text(facts.read_text("utf-8").replace("publisher: null", 'publisher: "A clinic"'), "utf-8")
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    monkeypatch.setattr(build, "main", lambda root: 7)
    assert main(["publish"]) == 7


def test_the_day_of_new_addresses_is_given_or_that_of_the_last_commit(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("<article><h1 id='zyx'>A</h1></article>", "utf-8")
    (project / "data" / "ledger.txt").unlink()
    assert main(["links"]) == 1
    assert "make links DATE=" in capsys.readouterr().err
    assert main(["links", "--date", "2027-01-11"]) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (project / "site" / "index.html").write_text(
        "<article><h1 id='zyx'><i id='b'>A</i></h1><h2 id='c'>C</h2></article>", "utf-8"
    )
    assert main(["links"]) == 0
    text = (project / "data" / "ledger.txt").read_text("utf-8")
    assert text.splitlines()[2:] == ["/ 2027-01-11", "/#c 2023-11-14", "/#zyx 2027-01-11"]
