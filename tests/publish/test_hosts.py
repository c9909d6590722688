"""What hosts are told: the rules, and nginx as it obeys them."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from publish import __main__ as command
from publish import hosts, markup, names, policy, verify
from publish.errors import BuildError
from tests import nginx, pango, ports
from tests.browser import local
from tests.publish.sample import PAGE, write

ICS = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The published site and a calendar, served by nginx with the configuration that is handed out."""
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copytree(site, folder / "site")
    (folder / "site/course.ics").write_text(ICS, "utf-8", newline="")
    port = ports.free_port()
    text = hosts.nginx(folder / "site", f"127.0.0.1:{port}", "_", brotli=bool(nginx.brotli()))
    with nginx.running(text, port, folder / "run") as address:
        yield address


def answer(url: str, accept: str = "identity") -> verify.Answer:
    found = verify.ask(url, accept)
    assert isinstance(found, verify.Answer), found
    return found


def test_nginx_sends_every_file_header_type_and_redirect_as_it_should(served: str, site: Path) -> None:
    assert verify.differences(served, site) == []


def test_nginx_compresses_with_what_lies_beside_a_file(served: str, site: Path) -> None:
    page = (site / "faq/index.html").read_bytes()
    for accept, coding, unpack in (("gzip", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)):
        if coding == "br" and not nginx.brotli():
            coding, unpack = "gzip", gzip.decompress
        sent = answer(served + "/faq/", accept)
        assert sent.headers["content-encoding"] == coding
        assert sent.headers["vary"] == "Accept-Encoding"
        assert unpack(sent.body) == page
        assert len(sent.body) < len(page) / 3


def test_nginx_knows_calendars_and_what_is_not_there(served: str) -> None:
    calendar = answer(served + "/course.ics")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.body.decode() == ICS
    lost = answer(served + "/no/such/page/")
    assert lost.status == 404
    assert b"Page not found" in lost.body
    assert "frame-ancestors 'none'" in lost.headers["content-security-policy"]
    for path in ("/_headers", "/../_headers"):
        assert answer(served + path).status in (400, 404)


def test_nginx_asks_for_pages_anew_and_keeps_the_rest_for_a_year(served: str, site: Path) -> None:
    style = next(file for file in site.rglob("*.css"))
    assert answer(served + markup.address(site, style)).headers["cache-control"] == hosts.FOREVER
    for path in ("/", "/faq/", "/search/search_index.json", "/assets/share.png"):
        assert answer(served + path).headers["cache-control"] == hosts.REVALIDATE


@pytest.mark.parametrize(
    ("path", "to"),
    [("/faq", "/faq/"), ("/faq/index.html", "/faq/"), ("/index.html", "/"), ("/faq/index.html?a=b", "/faq/")],
)
def test_nginx_leads_to_the_one_address_of_a_page(served: str, path: str, to: str) -> None:
    sent = answer(served + path)
    assert (sent.status, sent.headers["location"]) == (301, to)


def test_the_command_prints_the_configuration(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["nginx", str(site), "--listen", "81", "--name", "example.org", "--brotli"]) == 0
    printed = capsys.readouterr().out
    assert printed == hosts.nginx(site, "81", "example.org", brotli=True)
    for line in ("listen 81;", "server_name example.org;", f"root {site};", "brotli_static on;"):
        assert f"\n  {line}\n" in printed
    assert "\n  brotli_static" not in hosts.nginx(site, "81", "_", brotli=False)


def test_without_nginx_the_test_fails_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert nginx.find({}, lambda name: None) is None
    assert nginx.find({"NGINX": "mine"}, lambda name: f"/at/{name}") == "/at/mine"
    monkeypatch.setattr(nginx, "find", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install nginx"):
        nginx.ensure()
    with pytest.raises(AssertionError, match="none was found"), nginx.running("", 1, Path("nowhere")):
        pass


def test_without_pango_the_tests_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pango.find() == "weasyprint"
    monkeypatch.setattr(pango, "find", lambda: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="apt-get install libpango"):
        pango.ensure()


def test_every_address_gets_each_header_once(site: Path) -> None:
    """Hosts join what several rules say of one header; two policies or two ages would be a third."""
    rules = local.headers_of(site)
    assert len(rules) <= 100, "more than Cloudflare Pages takes"
    assert max(len(line) for line in (site / "_headers").read_text("utf-8").splitlines()) <= 2000
    for file in site.rglob("*"):
        address = markup.address(site, file)
        found = local.headers_for(address, rules)
        assert found == hosts.expected(address, list(hosts.rules(site))), address
        assert found.keys() >= hosts.EVERYWHERE.keys()


def test_pages_get_their_policy_and_files_named_by_content_a_year(site: Path, pages: dict[str, Path]) -> None:
    rules = local.headers_of(site)
    for url, file in pages.items():
        sent = local.headers_for(url, rules)
        own = policy.of(file.read_text("utf-8"))
        assert own and "frame-ancestors" not in own  # a meta tag cannot carry it
        assert sent[hosts.POLICY] == f"{own}; frame-ancestors 'none'"
        assert sent[hosts.CACHING] == "no-cache"
    for file in (site / "assets").rglob("*"):
        kept = hosts.CACHING in local.headers_for(markup.address(site, file), rules)
        assert kept == names.is_named(file.name), file


def test_a_page_without_a_policy_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": PAGE})
    with pytest.raises(BuildError, match="carries no policy"):
        hosts.write(tmp_path)


def test_the_policy_allows_nothing_unsafe(pages: dict[str, Path]) -> None:
    for file in pages.values():
        own = policy.of(file.read_text("utf-8")) or ""
        assert own.startswith("default-src 'none'; ")
        assert not re.search(r"unsafe|\*|https?:|data:|blob:|nonce", own)
        # One style and one line of script, each by its hash.
        assert len(re.findall(r"(?:style|script)-src 'self' 'sha256-[^' ]+'(?:;|$)", own)) == 2
        assert own.count("sha256-") == 2
