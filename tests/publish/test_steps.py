"""The publish step changes how a site is sent, and never what it says."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from publish import markup, names, prune, steps, tidy
from publish.errors import BuildError
from tests.publish.sample import FILES, PAGE, write

SILENT = ("style", "script")
# What says nothing itself. The words of a template are counted as any others.
UNSAID = ("link", "style", "script", "meta", "template")


class Said(HTMLParser):
    """What a page says: its words with what marks them up, its ids, its links, its texts in attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.marks: Counter[str] = Counter()
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in UNSAID:
            named = dict(attrs).get("name") or dict(attrs).get("property")
            attrs = [(str(named), dict(attrs).get("content"))] if named else []
        else:
            self.words.append(f"<{tag}>")
        self.marks.update(f"{tag} {name}={value}" for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if tag not in UNSAID:
            self.words.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # Where white space stands between words is kept; how much of it is not seen.
            self.words.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def said(text: str) -> tuple[list[str], Counter[str]]:
    reader = Said()
    reader.feed(text)
    reader.close()
    # Spaces are looked at apart from where texts are cut.
    return re.sub(" +", " ", "".join(reader.words)).split(" "), reader.marks


def old_names(text: str) -> str:
    """Undo the names that come from content; `data-worker` is the one that is no link."""
    return re.sub(r"(\.min)?\.[0-9a-f]{10}(?=\.(?:js|svg)\")", r"\1", text)


def test_no_page_says_anything_else_than_before(plain: Path, site: Path) -> None:
    files = markup.pages(plain)
    assert [file.relative_to(plain) for file in files] == [f.relative_to(site) for f in markup.pages(site)]
    for file in files:
        before, after = (
            said(old_names(f.read_text("utf-8"))) for f in (file, site / file.relative_to(plain))
        )
        assert before[0] == after[0], file
        assert before[1] == after[1], file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<b>words</b>\n<i>", "<b>words</b><i>"),  # two words run together
        ("words", "word"),
        ('class="red"', 'class="red" id="new"'),
        ("</p>", '<a href="/x">.</a></p>'),
        ('data-worker="assets/worker.js"', 'data-worker="worker.js"'),
        ("<title>Sample", "<title>Simple"),
    ],
)
def test_a_change_of_what_a_page_says_is_found(old: str, new: str) -> None:
    assert old in PAGE
    assert said(PAGE) != said(PAGE.replace(old, new))


def test_more_white_space_is_no_change() -> None:
    assert said(PAGE) == said(PAGE.replace("Some   ", "Some\n"))


def test_nothing_but_pages_and_what_is_sent_with_them_changes(plain: Path, site: Path) -> None:
    same = ["search/search_index.json", "assets/share.png", "sitemap.xml"]
    assert [path for path in same if (plain / path).read_bytes() != (site / path).read_bytes()] == []
    ours = [file for file in plain.rglob("*.js") if "workers" not in file.parts]
    assert ours
    for file in ours:
        published = list((site / "assets").glob(f"{file.stem}.*.js"))
        assert len(published) == 1
        assert old_names(published[0].read_text("utf-8")) == tidy.uncommented(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("// One\nlet a = 1; // two\n", "let a = 1; // two\n"),
        ("  /** Three. */\n/* four */ let b;\n", "/* four */ let b;\n"),
        ('let c = "https://x";\n\t//\n', 'let c = "https://x";\n'),
        ("/* not\none line */\n", "/* not\none line */\n"),
    ],
)
def test_only_lines_that_hold_nothing_but_a_comment_go(script: str, left: str) -> None:
    assert tidy.uncommented(script) == left


def test_no_script_of_ours_has_a_text_of_several_lines(plain: Path) -> None:
    """Within one, a line that looks like a comment would be taken out."""
    for file in plain.glob("assets/*.js"):
        texts = re.findall(r"`[^`]*`", file.read_text("utf-8"))
        assert [text for text in texts if "\n" in text] == [], file.name


def test_what_is_published_has_no_map_and_nothing_that_nobody_asks_for(site: Path) -> None:
    unsent = {"MANIFEST.json", "_headers"}
    left = [
        file for file in prune.unused(site) if file.suffix not in (".br", ".gz") and file.name not in unsent
    ]
    assert left == []


@pytest.mark.parametrize("url", ["index.html", "deep/page/index.html", "404.html"])
def test_a_site_of_any_engine_is_published(tmp_path: Path, url: str) -> None:
    site = write(tmp_path, FILES)
    steps.publish(site, site, steps.SEND)
    text = (site / url).read_text("utf-8")
    found = [
        reference
        for token in markup.tokens(text)
        for key, reference in markup.attributes(token).items()
        if key in ("href", "src")
    ]
    assert len(found) == 3
    for reference in found:
        file = markup.target(site, site / url, reference, "")
        assert file and names.is_named(file.name), reference
    assert said(old_names(text))[0] == said(FILES[url])[0]


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<script type="module">import "./a.js"</script>',
        '<p style="color:red">',
        "<p onclick='go()'>",
        '<a href=" JavaScript:go()">',
    ],
)
def test_a_page_that_its_policy_would_break_stops_the_build(tmp_path: Path, bad: str) -> None:
    write(tmp_path, {**FILES, "bad/index.html": PAGE.replace("<p ", f"{bad}<p ")})
    with pytest.raises(BuildError, match=r"bad/index\.html"):
        steps.publish(tmp_path, tmp_path, steps.SEND)


def test_data_in_a_page_is_no_script(tmp_path: Path) -> None:
    data = '<script type="application/json" id="data">{"a":  1}</script>'
    write(tmp_path, {**FILES, "index.html": PAGE.replace("<p ", f"{data}<p ")})
    steps.publish(tmp_path, tmp_path, steps.SEND)
    assert data in (tmp_path / "index.html").read_text("utf-8")


def test_a_page_without_a_place_for_its_policy_stops_the_build(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": "<title>A</title>"})
    with pytest.raises(BuildError, match="no <meta charset>"):
        steps.publish(tmp_path, tmp_path, steps.SEND)
