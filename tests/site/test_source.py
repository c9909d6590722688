"""What is written by hand keeps to its rules; each rule has a case that breaks it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.load import LISTS, load_data
from macros.model import Data, Entry
from tests.site import source_rules as rules
from tests.site.source_rules import Rule, Source, unwanted_words

ROOT = Path(__file__).parents[2]


def sources(*patterns: str) -> list[Source]:
    paths = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    assert paths
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]


FILES = {
    rules.PAGE_RULES: sources("docs/*.md"),
    rules.TEMPLATE_RULES: sources("macros/templates/*.j2", "theme/**/*.html"),
    rules.SCRIPT_RULES: sources("docs/assets/*.js"),
    rules.MACRO_RULES: sources(
        *(
            f"macros/{name}.py"
            for name in (
                *("views", "sources", "links", "addresses", "wording", "pictures", "charts"),
                *("days", "sheets", "calendar"),
            )
        )
    ),
}
RULES = [rule for group in FILES for rule in group]


@pytest.mark.parametrize(
    ("rule", "source"),
    [(rule, source) for group, files in FILES.items() for rule in group for source in files],
    ids=lambda x: x.path if isinstance(x, Source) else x.__name__,
)
def test_a_file_keeps_to_a_rule(rule: Rule, source: Source) -> None:
    assert rule(source) == []


PAGE = """---
title: Healing
description: What is usual.
---

# Healing { #top }

It lasts {{ figure("gap") }}. See [more](faq.md#step-2).

{{ warning_card() }}

{{ page_end() }}
"""


@pytest.mark.parametrize("rule", rules.PAGE_RULES, ids=lambda rule: rule.__name__)
def test_a_plain_page_is_left_in_peace(rule: Rule) -> None:
    assert rule(Source("docs/page.md", PAGE)) == []


def changed(old: str, new: str) -> str:
    assert old in PAGE
    return PAGE.replace(old, new, 1)


PLANTED: list[tuple[Rule, str, str]] = [
    (rules.page_writes_no_figure, changed("It lasts", "In 3 days it lasts"), 'writes "3"'),
    (rules.page_writes_no_figure, changed("It lasts", "In two\nweeks it"), 'writes "two weeks"'),
    (rules.page_writes_no_figure, changed("It lasts", "For a couple of days"), "couple of days"),
    (rules.page_writes_no_figure, changed("It lasts", "A dozen people, it"), "dozen people"),
    (rules.page_writes_no_figure, changed("What is usual.", "The first 24 hours."), ":3: "),
    (rules.page_writes_no_figure, changed("It lasts", "![Day 2](a.svg) shows"), ":8: "),
    (
        rules.front_matter_is_title_and_description,
        changed("title:", "tags: x\ntitle:"),
        "['description', 'tags', 'title']",
    ),
    (
        rules.front_matter_is_title_and_description,
        changed("What is usual.", ""),
        "description is empty",
    ),
    (rules.front_matter_has_no_call, changed("What is", '{{ figure("gap") }}'), ":3: "),
    (rules.description_is_short, changed("What is", "What is " + "so " * 50), "over 154"),
    (rules.headings_have_their_own_id, changed(" { #top }", ""), '"# Healing"'),
    (rules.headings_have_their_own_id, changed("{ #top }", "{ #Top }"), ":6: "),
    (rules.headings_have_their_own_id, changed("It lasts", "More\n---\nIt lasts"), '"More"'),
    (rules.no_comment_in_braces, changed("{ #top }", "{#top}"), ":6: "),
    (rules.no_html, changed("It lasts", "It <b>lasts</b>"), '"<b"'),
    (rules.no_folding_blocks, changed("It lasts", '??? note "More"'), "???"),
    (rules.no_folding_blocks, changed("It lasts", "/// details"), "///"),
    (rules.no_folding_blocks, changed("It lasts", '    === "Tab"'), "==="),
    (rules.no_folding_blocks, changed("It lasts", "!!! danger"), "!!!"),
    (rules.nothing_is_emphasized, changed("It lasts", "It **lasts**"), "bold"),
    (rules.nothing_is_emphasized, changed("It lasts", "It *lasts*"), "italics"),
    (
        rules.block_calls_stand_alone,
        changed("{{ warning", "See {{ warning"),
        "alone",
    ),
    (rules.block_calls_stand_alone, changed("{{ warning", "It {{ course_tables() }}"), "course_tables"),
    (rules.block_calls_stand_alone, changed("{{ warning", "  {{ warning"), "alone"),
    (rules.block_calls_stand_alone, changed("\n\n{{ warning", "\n{{ warning"), "warning_card()"),
    (rules.page_end_is_last, changed("{{ page_end() }}\n", ""), "last line"),
    (rules.page_end_is_last, PAGE + "More.\n", "last line"),
    (
        rules.at_most_one_warning_card,
        changed("{{ page", "{{ warning_card() }}\n\n{{ page"),
        ":12: a second",
    ),
    (rules.page_has_no_unwanted_word, changed("It lasts", "Simply wait"), '"Simply"'),
    (rules.page_has_no_unwanted_word, changed("It lasts", "Creams, etc. last"), '"etc"'),
    (rules.page_has_no_unwanted_word, changed("It lasts", "Patients wait"), '"Patients"'),
    (rules.template_writes_no_figure, "<p>For two weeks</p>", '"two weeks"'),
    (rules.template_writes_no_figure, '<h3 id="a-1">Day 2</h3>', '"2"'),
    (rules.template_writes_no_figure, '<img alt="The first 3 days">', '"3"'),
    (rules.template_has_no_unwanted_word, "<p>{{ x }} for patients</p>", '"patients"'),
    (rules.script_writes_no_figure, "say(`wait 24 hours, ${name}`);\n", '"24"'),
    (rules.script_writes_no_figure, 'say("after two weeks");\n', '"two weeks"'),
    (
        rules.macro_text_writes_no_figure,
        'def f():\n    return f"wait 7 days {x}"\n',
        ':2: writes "7"',
    ),
    (
        rules.macro_text_writes_no_figure,
        'def f():\n    """For 3 days."""\n    return f"{x:,.3f} in two weeks"\n',
        ':3: writes "two weeks"',
    ),
    (rules.macro_text_writes_no_figure, "def f():\n    return f\"{'7 days':>9}\"\n", 'writes "7"'),
    (rules.template_writes_no_figure, '<svg data-day="2"><text x="3">Day 4</text></svg>', '"4"'),
    (rules.template_writes_no_figure, '<svg><title id="a-1">In 5 weeks</title></svg>', '"5"'),
    (rules.template_writes_no_figure, '<meta name="description" content="3 sessions">', '"3"'),
    (rules.template_writes_no_figure, "<p>https://a.example/1 for 6 days</p>", '"6"'),
    (rules.template_writes_no_figure, "{% if x == 1 %}<h1>Day 7</h1>{% endif %}", '"7"'),
]


@pytest.mark.parametrize(("rule", "text", "says"), PLANTED)
def test_a_planted_fault_is_found(rule: Rule, text: str, says: str) -> None:
    findings = rule(Source("docs/page.md", text))
    assert any(says in finding for finding in findings), findings


def test_each_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(RULES)


@pytest.mark.parametrize(
    "source",
    [
        '<h2 class="columns-3">Days</h2>',
        "{{ x[0] }}{% if y == 2 %}",
        "<h1>a</h1><h6>b</h6>",
        '<li data-day="2" data-title="3" data-content="4">a</li>',
        '<svg viewBox="0 0 28 18"><path d="M1 2H3"/><rect x="1" width="26" rx="4"/></svg>',
        '<g transform="translate({{ x + 1 }} 2)"><text x="1" y="{{ y * 2 }}">a</text></g>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta property="og:image" content="https://a.example/2026/1.png">',
        '<a href="https://doi.org/10.1/2">https://doi.org/10.1/2</a>',
        "{#- version 2, for 3 days -#}",
        "<!-- after 3 days -->",
    ],
)
def test_mark_up_is_no_figure(source: str) -> None:
    assert rules.template_writes_no_figure(Source("macros/templates/x.j2", source)) == []


@pytest.mark.parametrize(
    "source",
    [
        '"""For 3 days."""\n',
        'def f():\n    """`{{ f(3) }}` prints "3 days"."""\n',
        'FEEL = "a"\n"""For 3 days."""\n',
        'def f():\n    return f"about {x:,.3f} of it"\n',
    ],
)
def test_what_no_reader_gets_from_a_macro_is_no_figure(source: str) -> None:
    assert rules.macro_text_writes_no_figure(Source("macros/x.py", source)) == []


def test_a_call_within_a_sentence_may_stand_there() -> None:
    text = changed("It lasts", "It takes {{ course_length() }}. It lasts")
    assert rules.block_calls_stand_alone(Source("docs/page.md", text)) == []


def test_what_is_allowed_is_still_there() -> None:
    for allowed in rules.ALLOWED:
        text = (ROOT / allowed.path).read_text("utf-8")
        assert re.search(allowed.pattern, text, re.MULTILINE), allowed.reason


# ---- words of the data ----

THEIR_WORDS = {
    "article": "headings of the article, as they are",
    "references": "titles of papers, as they are",
    "figures.article": "what the article says",
    "contradictions.variants": "what the article says",
    "claims.claim": "what the article says",
    "terms.also": "what people type into the search box",
}
ON_SOURCES_ONLY = {
    "figures.research",
    "figures.why",
    "contradictions.settled",
    "contradictions.subject",
    "claims.reason",
}


def texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from texts(item)
        case Entry():
            for name in type(value).model_fields:
                yield from texts(getattr(value, name))


def words_of(data: Data) -> Iterator[tuple[str, str, str]]:
    """Our own words: the place, the file and key, and the text."""
    for subject in (*LISTS, "site"):
        entries = getattr(data, subject)
        for entry in entries if isinstance(entries, tuple) else (entries,):
            for key in type(entry).model_fields:
                for text in texts(getattr(entry, key)):
                    place = f"data/{subject}.yml: {getattr(entry, 'id', subject)}: {key}"
                    yield place, f"{subject}.{key}", text


def unwanted_in(data: Data) -> list[str]:
    return [
        f"{place}: {what}"
        for place, key, text in words_of(data)
        if key not in THEIR_WORDS and key.split(".")[0] not in THEIR_WORDS
        for _, what in unwanted_words(text, for_patients=key not in ON_SOURCES_ONLY)
    ]


def test_the_data_has_no_unwanted_word() -> None:
    assert unwanted_in(load_data(ROOT / "data")) == []


def test_an_unwanted_word_in_the_data_is_found() -> None:
    data = load_data(ROOT / "data")
    limit = data.limits[0].model_copy(update={"note": "Apply it to patients."})
    planted = data.model_copy(update={"limits": (limit,)})
    mine = [x for x in unwanted_in(planted) if f": {limit.id}: note: " in x]
    assert len(mine) == 2
