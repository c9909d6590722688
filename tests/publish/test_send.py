"""The parts of the publish step: white space, styles, names, policies, compression, the manifest."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest

from publish import compress, later, manifest, markup, names, policy, styles, tidy
from publish.errors import BuildError
from tests.publish.sample import FILES, PAGE, write

# ---- mark-up and white space ----


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a  b\t c</p>", "<p>a b c</p>"),
        ("<b>a</b>   \n  <i>b</i>", "<b>a</b>\n<i>b</i>"),
        ("<b>a</b> <!-- why --> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("<pre>a  b</pre>", "<pre>a  b</pre>"),
        ("<textarea>a  b</textarea>", "<textarea>a  b</textarea>"),
        ("<script>a  <b  c</script>", "<script>a  <b  c</script>"),
        ('<p title="a  > b">c</p>', '<p title="a  > b">c</p>'),
        ("a\u00a0 \u00a0b", "a\u00a0 \u00a0b"),
        ("1 <  2", "1 < 2"),
    ],
)
def test_white_space_is_squeezed_and_never_lost(before: str, after: str) -> None:
    assert tidy.squeeze(before) == after
    assert tidy.squeeze(after) == after


def test_tokens_make_up_the_page_again(plain: Path) -> None:
    for page in markup.pages(plain):
        text = page.read_text("utf-8")
        assert "".join(markup.tokens(text)) == text


def test_attributes_are_read_as_a_browser_reads_them() -> None:
    tag = """<A Href='x&amp;y' b=1 c data-d="e > f" />"""
    assert markup.attributes(tag) == {"href": "x&y", "b": "1", "c": "", "data-d": "e > f"}
    assert markup.name(tag) == "a"
    assert (markup.name("</a>"), markup.name("text"), markup.name("<!-- a -->")) == ("", "", "")


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("../assets/one.css", "assets/one.css"),
        ("/guide/assets/one.css", "assets/one.css"),
        ("../assets/one.css?x#y", "assets/one.css"),
        ("/assets/one.css", None),
        ("https://example.org/assets/one.css", None),
        ("../../assets/one.css", None),
        ("../gone.css", None),
        ("#top", None),
    ],
)
def test_a_reference_means_a_file_of_the_site_or_none(
    tmp_path: Path, reference: str, meant: str | None
) -> None:
    site = write(tmp_path / "site", FILES)
    write(tmp_path, {"assets/one.css": "outside"})
    found = markup.target(site, site / "deep/index.html", reference, "/guide")
    assert found == (site / meant if meant else None)


# ---- styles ----

FIRST = """
:root { --a: var(--b); --b: 1px; --gone: var(--too); --too: "--a; --b"; --shown: 1px }
p, .gone { margin: var( --a , 0) }
.gone { padding: var(--gone) }
p.red > b:not(.gone), p:hover, p a:focus-visible { color: red }
#here, #gone { top: 0 }
[data-x] p, [data-worker] p::before { content: "a / b" / ""; }
.gone p { left: 0 }
*, ::after { box-sizing: border-box }
p:target { scroll-margin-top: 1rem }
@media print { p { color: black } }
@media screen and (min-width: 1em) { p { top: 1px } .gone { top: 2px } }
@media (max-width: 1em) { .gone { top: 2px } }
@page { margin: 1cm }
"""


def test_the_first_rules_are_those_that_could_match_when_a_page_opens() -> None:
    page = styles.parts(
        '<body data-worker="x"><p class="red big" id="here">a <b>b</b></p><svg fill="var(--shown)"/></body>'
    )
    assert styles.first_rules(styles.parse(FIRST), page) == (
        ":root{--a:var(--b);--b:1px;--shown:1px}p{margin:var( --a , 0)}"
        "p.red>b:not(.gone){color:red}#here{top:0}"
        '[data-worker] p::before{content:"a / b" / ""}*,::after{box-sizing:border-box}'
        "p:target{scroll-margin-top:1rem}@media screen and (min-width: 1em){p{top:1px}}"
    )


def test_the_whole_sheet_keeps_every_rule() -> None:
    whole = styles.written(styles.parse("/* a */" + FIRST))
    for part in (
        ".gone p{left:0}",
        "p:hover",
        "@media print{p{color:black}}",
        "@page{margin:1cm}",
        ",.gone{",
    ):
        assert part in whole
    assert styles.written(styles.parse(whole)) == whole
    assert "/*" not in whole


def test_no_rule_of_our_styles_is_lost(plain: Path, site: Path) -> None:
    def counted(css: str) -> list[int]:
        bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        return [bare.count(sign) for sign in "{}:"] + [len(re.findall(r"--[a-z]", bare))]

    (sheet,) = site.rglob("*.css")
    sources = "".join(file.read_text("utf-8") for file in sorted(plain.rglob("*.css")))
    assert counted(sheet.read_text("utf-8")) == counted(sources)


@pytest.mark.parametrize("css", ["p { color: red }}", "p"])
def test_styles_that_cannot_be_read_stop_the_build(css: str) -> None:
    with pytest.raises(BuildError, match="cannot be read"):
        styles.parse(css)


def test_pages_get_their_own_first_rules_and_one_sheet_at_their_end(tmp_path: Path) -> None:
    site = write(tmp_path, FILES)
    styles.inline(site)
    for url, way in (("index.html", ""), ("deep/page/index.html", "../../"), ("404.html", "/")):
        text = (site / url).read_text("utf-8")
        assert text.count("<style>.red{color:red}p{margin:0}</style>") == 1
        assert text.count("stylesheet") == 1
        assert f'<link rel="stylesheet" href="{way}assets/style.css">\n</body>' in text
    whole = (site / "assets/style.css").read_text("utf-8")
    assert whole == ".red{color:red}.late{background:url(back.svg)}p{margin:0}"
    assert not (site / "assets/one.css").exists()


def test_addresses_in_styles_lead_to_the_same_place_from_a_page(tmp_path: Path) -> None:
    css = {
        "assets/one.css": ".red { background: url('back.svg'), url(data:x), url(#y) }",
        "assets/two.css": "",
    }
    site = write(tmp_path, {**FILES, **css})
    styles.inline(site)
    inline = re.findall(r"<style>(.*)</style>", (site / "deep/page/index.html").read_text("utf-8"))
    assert inline == ['.red{background:url("../../assets/back.svg"),url(data:x),url(#y)}']


def test_pages_with_other_styles_get_another_sheet(tmp_path: Path) -> None:
    more = {
        "sheet/index.html": PAGE.replace("assets/two.css", "../assets/two.css").replace(
            "assets/one", "../x/one"
        ),
        "x/one.css": "b { color: red }",
        "assets/style.css": "a taken name",
    }
    site = write(tmp_path, {**FILES, **more})
    styles.inline(site)
    assert (site / "x/style.css").read_text("utf-8") == "b{color:red}p{margin:0}"
    assert (site / "assets/style.css").read_text("utf-8") == "a taken name"
    assert "assets/style-2.css" in (site / "index.html").read_text("utf-8")


# ---- what comes after the first paint ----


def test_the_scripts_wait_at_the_end_of_a_page(tmp_path: Path) -> None:
    before, site = write(tmp_path / "before", FILES), write(tmp_path / "site", FILES)
    later.defer(site)
    for url, way in (("index.html", ""), ("deep/page/index.html", "../../"), ("404.html", "/")):
        text = (site / url).read_text("utf-8")
        script = f'<script type="module" src="{way}assets/first.js"></script>'
        assert text.count("<script") == 2
        end = f"<template>{script}</template><script>{later.START}</script>\n</body>\n</html>\n"
        assert text.endswith(end)
        assert text.replace(end, "</body>\n</html>\n") == (before / url).read_text("utf-8").replace(
            script, ""
        )


@pytest.mark.parametrize(
    "page",
    [
        '<body><script type="module" src="https://example.org/a.js"></script></body>',
        '<body><script type="module" src="assets/gone.js"></script></body>',
        '<body><script src="assets/first.js"></script></body>',
        '<body><script type="module" src="assets/first.js" async></script></body>',
        '<script type="module" src="assets/first.js"></script><p>No end',
        "<body></body>",
    ],
)
def test_what_is_no_plain_tag_of_ours_stays_where_it_is(tmp_path: Path, page: str) -> None:
    site = write(tmp_path, {**FILES, "a.html": page})
    later.defer(site)
    assert (site / "a.html").read_text("utf-8") == page


# ---- names ----


def test_names_follow_content_and_what_it_asks_for(tmp_path: Path) -> None:
    def named(folder: str, more: dict[str, str]) -> dict[str, str]:
        return names.by_content(write(tmp_path / folder, {**FILES, **more}))

    first, same, other = (
        named("1", {}),
        named("2", {"index.html": PAGE + " more"}),
        named("3", {"assets/third.js": '/* new */ import * as all from "./first.js";\n'}),
    )
    assert first == same
    changed = {path for path in first if first[path] != other[path]}
    assert changed == {"assets/first.js", "assets/third.js"}  # they import each other
    assert first.keys() == {
        f"assets/{name}"
        for name in (
            "icon.svg",
            "one.css",
            "two.css",
            "back.svg",
            "first.js",
            "second.js",
            "third.js",
            "worker.js",
        )
    }


def test_every_reference_leads_to_the_new_name(tmp_path: Path) -> None:
    site = write(tmp_path, FILES)
    new = names.by_content(site)
    assert all(names.is_named(path) for path in new.values())
    text = (site / new["assets/first.js"]).read_text("utf-8")
    second, third = (Path(new[f"assets/{name}.js"]).name for name in ("second", "third"))
    assert text == f'import {{ a }} from "./{second}";\nimport("./{third}");\n'
    assert f"url({Path(new['assets/back.svg']).name})" in (site / new["assets/one.css"]).read_text("utf-8")
    for url, way in (("index.html", ""), ("deep/page/index.html", "../../"), ("404.html", "/")):
        page = (site / url).read_text("utf-8")
        assert f'src="{way}{new["assets/first.js"]}"' in page
        assert f'data-worker="{new["assets/worker.js"]}"' in page  # counted from the root, everywhere
    # Nobody can tell what a worker makes up as it runs, or what other sites know.
    assert (site / "assets/other.js").exists() and (site / "assets/share.png").exists()


def test_a_file_that_others_link_to_may_not_be_renamed(tmp_path: Path) -> None:
    site = write(tmp_path, {**FILES, "links.json": '{"icon": "https://example.org/assets/icon.svg"}'})
    with pytest.raises(BuildError, match=r"links\.json names assets/icon\.svg"):
        names.by_content(site)


def test_no_old_name_is_left_in_the_guide(plain: Path, site: Path) -> None:
    gone = {file.name for file in plain.rglob("*") if file.is_file()} - {f.name for f in site.rglob("*")}
    assert {"guide.js", "shell.js", "search.js", "guide.css", "shell.css", "icon.svg"} <= gone
    for file in site.rglob("*"):
        if file.suffix in names.SPEAKS:
            quoted = set(re.findall(r"[\"'(/]([\w.-]+\.(?:js|css|svg))[\"')]", file.read_text("utf-8")))
            assert not quoted & gone, file


# ---- policies ----


def test_a_policy_names_the_bytes_of_a_style() -> None:
    text = '<meta charset="utf-8"><style>p{content:"é"}</style>'
    digest = "suAgieEJfNQCUNromru6q3gPiWyFOZtHZ/mH+R0pAeQ="
    # printf 'p{content:"é"}' | openssl dgst -sha256 -binary | base64
    assert f"style-src 'self' 'sha256-{digest}'" in policy.policy(text)


def test_one_line_of_script_may_stand_in_a_page() -> None:
    page = "<script>{}</script><script>{}</script><script type='application/json'>{{}}</script>"
    text = page.format(later.START, later.START)
    assert policy.policy(text).count("sha256-") == 1
    assert f"script-src 'self' 'sha256-{policy.hash_of(later.START)}';" in policy.policy(text)
    assert policy.forbidden(text) == []
    assert policy.forbidden(page.format(later.START, later.START + " ")) == [
        f"an inline script: {('<script>' + later.START)[:60]}"
    ]


# ---- compression and the manifest ----


def test_copies_open_to_the_same_bytes_and_are_always_the_same(tmp_path: Path) -> None:
    site = write(tmp_path, {"a.html": "a" * 2000, "b.css": "b" * 99, "c.xml.gz": "old", "c.xml": "c" * 2000})
    (site / "d.png").write_bytes(bytes(2000))
    compress.compress(site)
    found = {file.name for file in site.iterdir()}
    assert found == {"a.html", "a.html.br", "a.html.gz", "b.css", "c.xml", "c.xml.br", "c.xml.gz", "d.png"}
    assert brotli.decompress((site / "a.html.br").read_bytes()) == b"a" * 2000
    packed = (site / "c.xml.gz").read_bytes()
    assert gzip.decompress(packed) == b"c" * 2000
    assert packed[4:8] == bytes(4)  # no clock, and no name: flags are 0
    assert packed[3] == 0


def test_what_gets_no_smaller_gets_no_copy(tmp_path: Path) -> None:
    noise = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(16))
    write(tmp_path, {"a.txt": noise})
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 4)
    compress.compress(tmp_path)
    assert all(f.stat().st_size < 1024 for f in tmp_path.iterdir() if f.name != "a.txt")


def test_the_manifest_lists_every_file_that_is_sent(site: Path) -> None:
    listed = json.loads((site / "MANIFEST.json").read_text("utf-8"))["files"]
    on_disk = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert set(listed) == on_disk - {"MANIFEST.json", "_headers"}
    for path, entry in listed.items():
        data = (site / path).read_bytes()
        assert entry == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert list(listed) == sorted(listed)
    assert manifest.read(site) == listed


# ---- the budget ----

PAGE_BYTES = 13 * 1024
VIEW_BYTES = 27 * 1024
REQUESTS = 5
EDITORS = {"/sources/", "/about/"}  # for people who look behind the guide; they have other limits


def weight(file: Path) -> int:
    """The bytes that a host sends for a file."""
    small = file.with_name(file.name + ".br")
    return (small if small.exists() else file).stat().st_size


def first_view(site: Path, page: Path) -> list[Path]:
    """The files that a page asks for as it opens, itself the first."""
    found = [page]
    for token in markup.tokens(page.read_text("utf-8")):
        asked = markup.attributes(token)
        if markup.name(token) in ("link", "script", "img") and asked.get("rel") != "canonical":
            file = markup.target(site, page, asked.get("href") or asked.get("src") or "", "")
            found += [file] if file else []
    return found


def test_a_page_and_its_first_view_are_light(site: Path, pages: dict[str, Path]) -> None:
    wrong = []
    for url, page in pages.items():
        if url in EDITORS:
            continue
        view = first_view(site, page)
        size = sum(map(weight, view))
        if weight(page) > PAGE_BYTES or size > VIEW_BYTES or len(view) > REQUESTS:
            wrong.append(f"{url}: {weight(page)} bytes, in all {size} bytes by {len(view)} requests")
    assert not wrong, "\n".join(wrong)
