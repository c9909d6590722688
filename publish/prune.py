"""Leave out what no page asks for: a theme brings files of its own that our pages never use."""

import json
from pathlib import Path

# Files that say by name which other files they use.
SPEAKS = (".html", ".css", ".js", ".json", ".svg", ".webmanifest")
# Asked for by others than our pages: search engines, and hosts.
ASKED = ("sitemap.xml", "sitemap.xml.gz", "robots.txt")
# A source map is for the theme's developers, whoever mentions it.
NEVER = (".map",)
# Material's search worker names these files for every language; it loads none of them for English.
LANGUAGES = "lunr"


def unused(site: Path) -> list[Path]:
    """List the files that no page uses, directly or through a file it uses.

    A file counts as used when one that is used holds its name; so a file too many may stay, and none that
    a page asks for by name can go.

    Args:
        site: the folder of a built site.

    Returns:
        the files, sorted.
    """
    files = sorted(file for file in site.rglob("*") if file.is_file())
    left = [file for file in files if file.suffix not in NEVER]
    if only_english(site):
        left = [file for file in left if LANGUAGES not in file.relative_to(site).parts[:-1]]
    used = [file for file in left if file.suffix == ".html" or file.name in ASKED]
    left = [file for file in left if file not in used]
    todo = list(used)
    while todo:
        speaker = todo.pop()
        if speaker.suffix not in SPEAKS:
            continue
        text = speaker.read_text(encoding="utf-8")
        named = [file for file in left if file.name in text]
        left = [file for file in left if file not in named]
        todo += named
        used += named
    return [file for file in files if file not in used]


def only_english(site: Path) -> bool:
    """Whether the search index of a built site says that all its words are English."""
    index = site / "search/search_index.json"
    return index.exists() and json.loads(index.read_text("utf-8"))["config"].get("lang") == ["en"]


def prune(site: Path) -> list[str]:
    """Remove the files that no page uses, and folders that are empty then; return what went."""
    gone = unused(site)
    for file in gone:
        file.unlink()
    for folder in sorted((f for f in site.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return [file.relative_to(site).as_posix() for file in gone]
