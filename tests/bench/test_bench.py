"""The bench: what it builds from, what it serves, and that its tables say when a limit is not kept."""

import gzip
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup

from bench import load, paint, report, serve, sites
from bench.__main__ import middle
from bench.paint import Seen
from bench.sites import Built
from macros.views import CALLS

SEEN = Seen(paint=900, blocking=0, shift=0, size=20 * 1024, requests=4)
BARE = 640.0  # Starlight scales to 0.98 s


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_every_file_is_sent_compressed_and_whole(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a").mkdir()
    text = "Words, again and again. " * 200
    (tmp_path / "a" / "index.html").write_text(text, "utf-8")
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    unpack = gzip.decompress if encoding == "gzip" else brotli.decompress
    with serve.served(tmp_path, encoding) as address:
        with urllib.request.urlopen(f"{address}/a/") as page:
            body = page.read()
            assert page.headers["Content-Encoding"] == encoding
            assert page.headers["Content-Type"] == "text/html"
            assert len(body) == int(page.headers["Content-Length"]) < len(text) / 10
            assert unpack(body).decode() == text
        with urllib.request.urlopen(f"{address}/b.png?x=1") as image:
            assert image.headers["Content-Encoding"] is None
            assert image.read() == b"\x89PNG"
        for path in ("/gone", "/../bench/serve.py", "/%2e%2e/etc/passwd"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address + path)


def test_the_bare_page_has_the_words_and_nothing_else(pages: dict[str, Path]) -> None:
    built = pages[f"/{sites.PAGE}/"].read_text("utf-8")
    article = BeautifulSoup(built, "lxml").select_one("article")
    assert article
    for part in article.select("script, nav"):
        part.decompose()
    bare = BeautifulSoup(sites.bare(built), "lxml")
    assert sorted(bare.body.get_text(" ").split()) == sorted(article.get_text(" ").split())  # type: ignore[union-attr]
    assert {tag.name for tag in bare.select("body *")} == {"h1", "p"}
    assert [tag["href"] for tag in bare.select("[src], [href]")] == ["data:,"]


def test_words_are_no_markup_on_the_bare_page() -> None:
    assert "<p>&lt;b&gt; &amp;\n" in sites.bare("<article><h1>A</h1><p>&lt;b&gt; &amp;</p></article>")
    with pytest.raises(ValueError, match="no article"):
        sites.bare("<p>A</p>")


def test_stock_material_is_the_same_project_without_our_shell(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "theme").mkdir(parents=True)
    (project / "theme" / "main.html").write_text("x", "utf-8")
    (project / "mkdocs.yml").write_text("theme:\n  name: material\n  custom_dir: theme\n", "utf-8")
    sites.make_stock(project)
    assert (project / "mkdocs.yml").read_text("utf-8") == "theme:\n  name: material\n"
    assert list((project / "theme").iterdir()) == []
    with pytest.raises(ValueError, match="custom_dir"):
        sites.make_stock(project)


def test_generated_pages_call_what_pages_may_call(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", "utf-8")
    sites.add_pages(tmp_path, 2)
    sites.add_pages(tmp_path, 3)
    made = sorted((tmp_path / "docs" / "extra").iterdir())
    assert len(made) == 3
    text = made[0].read_text("utf-8")
    called = set(re.findall(r"\{\{ (\w+)\(\) \}\}", text))
    assert called == {"page_start", "course_tables", "countdown", "page_end"} <= set(CALLS)
    assert (tmp_path / "mkdocs.yml").read_text("utf-8").count("not_in_nav: extra/") == 1


def test_a_copy_holds_what_a_build_needs(tmp_path: Path) -> None:
    project = sites.copy(tmp_path / "project")
    for name in ("mkdocs.yml", "docs/index.md", "data/figures.yml", "macros/views.py", "publish/build.py"):
        assert (project / name).is_file(), name
    assert not list(project.glob(".*"))


@pytest.mark.parametrize(
    ("code", "fault"), [("pass", ""), ("print('why'); raise SystemExit(3)", "exit code 3: why")]
)
def test_a_build_is_measured_and_its_failure_kept(tmp_path: Path, code: str, fault: str) -> None:
    held = b"x" * (450 << 20)  # what this process holds is none of the build's
    built = sites.build(tmp_path, (sys.executable, "-c", f"x = bytearray(60 << 20); {code}"))
    del held
    assert built.fault == fault
    assert 0 < built.seconds < 20
    assert 60 < built.mebibytes < 400


def test_the_middle_of_builds_is_the_median_or_the_failure() -> None:
    one, two, three = Built(1, 10), Built(2, 30), Built(9, 20)
    assert middle([three, one, two]) == Built(2, 20)
    failed = Built(1, 1, "exit code 1")
    assert middle([one, failed]) == failed


def said(status: int = 200) -> dict[str, object]:
    requests = [
        {"url": "http://x/", "bytes": 1000, "status": 200},
        {"url": "http://x/a", "bytes": 5, "status": status},
    ]
    return {"address": "http://x/", "paint": 640.5, "blocking": 0, "shift": 0, "requests": requests}


def test_what_lighthouse_saw_is_read() -> None:
    assert paint.read(said()) == ("http://x/", Seen(640.5, 0, 0, 1005, 2))
    with pytest.raises(RuntimeError, match="http://x/a"):
        paint.read(said(404))


def test_the_median_load_is_taken() -> None:
    loads = [Seen(paint, 0, 0, 10, 4) for paint in (900, 700, 800)]
    assert paint.median(loads) == Seen(800, 0, 0, 10, 4)


def test_the_limits_are_those_that_were_asked_for() -> None:
    patient, reference = report.limits("/recovery/", BARE), report.limits("/sources/", BARE)
    assert (patient.size, patient.requests) == (27 * 1024, 5)
    assert patient.paint == pytest.approx(0.9 * 980)  # the tighter one: 1.4 times the bare page is 896
    assert reference.paint == pytest.approx(980)


@pytest.mark.parametrize(
    ("page", "seen", "missed"),
    [
        ("/recovery/", Seen(880, 0, 0, 27 * 1024, 5), []),
        ("/recovery/", Seen(890, 0, 0, 1, 1), ["paint"]),
        ("/sources/", Seen(890, 0, 0, 99 * 1024, 9), []),
        ("/sources/", Seen(981, 0, 0, 1, 1), ["paint"]),
        ("/sources/", Seen(1, 60, 0, 1, 1), []),
        ("/", Seen(1, 0, 0, 27 * 1024 + 1, 1), ["bytes"]),
        ("/", Seen(1, 0, 0, 1, 6), ["requests"]),
        ("/", Seen(1, 1, 0, 1, 1), ["blocking"]),
        ("/", Seen(1, 0, 0.01, 1, 1), ["shift"]),
    ],
)
def test_what_is_over_a_limit_is_said(page: str, seen: Seen, missed: list[str]) -> None:
    assert report.over(page, seen, BARE) == missed
    assert ("yes" in report.pages({page: seen}, BARE)) == (not missed)


def test_the_tables_hold_figures_and_ratios() -> None:
    table = report.sites({"guide": SEEN, "bare page": Seen(600, 0, 0, 2048, 1)})
    assert "| guide | 0.90 s | 20.0 KB | 4 | 0 ms | 0 |" in table
    assert "| guide / bare page | 1.50 | 10.00 | 4.00 | = | = |" in table
    built = report.builds(
        {"a": {0: Built(1.25, 61), 10: Built(2, 62)}, "b": {0: Built(1, 1, "exit code 1: why")}}
    )
    assert "| build | the guide | 10 more pages |" in built
    assert "| a | 1.2 s, 61 MB | 2.0 s, 62 MB |" in built
    assert "| b | exit code 1: why |  |" in built


def test_only_the_measured_part_of_the_document_changes() -> None:
    text = f"Before\n{report.START}\nold\n{report.END}\nAfter\n"
    assert report.into(text, "new \\1") == f"Before\n{report.START}\n\nnew \\1\n{report.END}\nAfter\n"
    with pytest.raises(ValueError, match="needs one"):
        report.into("Before\n", "new")
    report.into((sites.ROOT / "doc" / "bench.md").read_text("utf-8"), "new")


WRK = """Running 10s test @ http://127.0.0.1:8080/
  165420 requests in 10.00s, 1.99GB read
Requests/sec:  16542.05
Transfer/sec:      1.50GB
"""


def test_what_wrk_says_is_read() -> None:
    assert load.read(WRK) == (16542.05, 1536, 0)
    assert load.read("  Non-2xx or 3xx responses: 7\n" + WRK.replace("GB\n", "MB\n"))[1:] == (1.5, 7)
    with pytest.raises(ValueError, match="something else"):
        load.read("unable to connect")


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("NGINX", "/nowhere/nginx")
    assert len(load.missing()) == 2
    assert "apt-get install wrk" in load.missing()[1]


def test_a_load_ends_by_itself() -> None:
    assert load.SECONDS <= 30
    assert load.CONNECTIONS <= 64


def test_the_script_of_lighthouse_is_valid() -> None:
    done = subprocess.run(
        [*paint.NODE, "--check", str(paint.SCRIPT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
