"""What no page uses is not published; what a page uses is."""

from pathlib import Path

from publish.prune import prune, unused


def put(site: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def test_only_what_a_page_leads_to_stays(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "index.html": '<link href="assets/a.css"><script src="assets/b.js"></script>',
            "assets/a.css": "url(../pictures/c.svg)",
            "assets/b.js": 'import("./later.js") //# sourceMappingURL=b.js.map',
            "assets/later.js": "",
            "assets/b.js.map": "",
            "pictures/c.svg": "<svg/>",
            "theme/bundle.js": "assets/only-the-bundle.js",
            "theme/only-the-bundle.js": "",
            "sitemap.xml": "<urlset/>",
        },
    )
    assert prune(tmp_path) == ["assets/b.js.map", "theme/bundle.js", "theme/only-the-bundle.js"]
    assert not (tmp_path / "theme").exists()
    assert unused(tmp_path) == []


def test_the_guide_publishes_nothing_of_the_theme_but_its_search(site: Path) -> None:
    scripts = {file.name.split(".")[0] for file in site.rglob("*.js")}
    ours = {"guide", "plan", "links", "shell", "search"}
    assert scripts <= ours | {"lunr", "tinyseg", "wordcut"}
    assert {file.name for file in site.rglob("*.css")} == {"guide.css", "shell.css"}
