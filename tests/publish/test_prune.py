"""What no page uses is not published; what a page uses is."""

from pathlib import Path

from publish.prune import prune, unused

ROOT = Path(__file__).parents[2]


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


def test_the_languages_of_search_stay_where_the_words_are_not_all_english(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "index.html": "search/worker.js search_index.json",
            "search/worker.js": "../lunr/wordcut.js",
            "lunr/wordcut.js": "",
            "search/search_index.json": '{"config": {"lang": ["en", "th"]}}',
        },
    )
    assert unused(tmp_path) == []
    put(tmp_path, {"search/search_index.json": '{"config": {"lang": ["en"]}}'})
    assert unused(tmp_path) == [tmp_path / "lunr/wordcut.js"]


def test_the_guide_publishes_nothing_of_the_theme_but_its_search(plain: Path) -> None:
    ours = {*ROOT.glob("docs/assets/*"), *ROOT.glob("theme/assets/*")}
    theirs = {
        file.name.split(".")[0]
        for file in plain.rglob("*")
        if file.suffix in (".js", ".css") and file.name not in {own.name for own in ours}
    }
    assert theirs == {"search"}  # its worker
