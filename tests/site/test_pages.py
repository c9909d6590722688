"""The built pages keep to their rules; each rule has a case that breaks it."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from macros.model import Data
from tests.site import page_rules as rules
from tests.site.built import Page
from tests.site.page_rules import PageRule, SiteRule

LAST, DUE = dt.date(2026, 11, 22), dt.date(2027, 5, 22)


def listed(findings: Sequence[str]) -> str:
    return "\n".join(["", *findings])


@pytest.mark.parametrize("rule", rules.PAGE_RULES, ids=lambda rule: rule.__name__)
def test_every_page_keeps_to_a_rule(rule: PageRule, built: dict[str, Page]) -> None:
    assert len(built) > 1
    findings = [finding for page in built.values() for finding in rule(page)]
    assert not findings, listed(findings)


def test_titles_are_unique(built: dict[str, Page]) -> None:
    assert rules.titles_are_unique(list(built.values())) == []


def test_descriptions_are_unique(built: dict[str, Page]) -> None:
    assert rules.descriptions_are_unique(list(built.values())) == []


def test_links_lead_somewhere(built: dict[str, Page], site: Path) -> None:
    files = {f"/{x.relative_to(site).as_posix()}" for x in site.rglob("*") if x.is_file()}
    assert rules.links_lead_somewhere(list(built.values()), files) == []


def test_warning_cards_are_alike(built: dict[str, Page]) -> None:
    assert rules.warning_cards_are_alike(list(built.values())) == []


def test_every_page_ends_with_the_review_dates(built: dict[str, Page], data: Data) -> None:
    review = data.site.review
    found = [rules.review_dates_stand_below(x, review.last, review.due) for x in built.values()]
    assert [finding for findings in found for finding in findings] == []


def test_the_start_page_says_it_at_once(built: dict[str, Page]) -> None:
    assert rules.start_page_says_it_at_once(built["/"]) == []


def test_questions_are_few_and_grouped(built: dict[str, Page]) -> None:
    assert rules.questions_are_few_and_grouped(built["/faq/"]) == []


def test_answers_are_short_and_lead_on(built: dict[str, Page]) -> None:
    assert rules.answers_are_short_and_lead_on(built["/faq/"]) == []


def test_the_emergency_number_is_that_of_the_data(data: Data) -> None:
    *others, last = data.site.emergency_numbers
    assert f"your emergency number ({', '.join(others)} or {last})" == rules.EMERGENCY


# ---- planted faults ----

REVIEW = (
    '<p class="review" data-due="2027-05-22">Last reviewed November 22, 2026. '
    "Review due May 22, 2027. Then ask.</p>"
)
TABLE = (
    '<table id="t"><caption>Days</caption>\n'
    '<thead><tr><th scope="col">When</th>\n<th scope="col">What</th></tr></thead>\n'
    '<tbody><tr><th scope="row">Day 2</th>\n<td>Wait 4 to 6 weeks</td></tr></tbody></table>'
)
CARD = '<section class="warning-card"><ul>\n<li data-sign="pus">Pus</li>\n</ul></section>'
CHECKED = "<p>No doctor or nurse has checked this guide yet.</p>"
ARTICLE = f"""
<h1 id="top">Healing</h1>
<p>Heat and redness last <data data-figure="redness">1 to 3 days</data>.</p>
{CHECKED}
<h2 id="more">More</h2>
{TABLE}
{CARD}
<p>Call your emergency number (911, 112 or 999). <a href="../faq/#pain">Pain</a></p>
<p><img src="data:," alt="The skin"> <a href="https://doi.org/1">doi</a></p>
{REVIEW}
"""


def page(article: str = ARTICLE, *, url: str = "/healing/", head: str = "", lang: str = "en") -> Page:
    head = head or f'<title>{url}</title>\n<meta name="description" content="About {url}">'
    return Page(
        url,
        f'<!doctype html>\n<html lang="{lang}"><head>\n{head}\n'
        f'<link rel="canonical" href="https://guide.example{url}"></head>\n'
        f"<body><main><article>\n{article}</article></main>\n"
        "<script>const a = {{}};</script></body></html>",
    )


def changed(old: str, new: str) -> Page:
    assert old in ARTICLE
    return page(ARTICLE.replace(old, new, 1))


PLANTED: list[tuple[PageRule, Page, str]] = [
    (rules.no_residue_of_templates, changed("Heat", "{{ gap }}"), "{{"),
    (rules.no_residue_of_templates, changed("Heat", "Macro Rendering Error"), "Macro"),
    (rules.no_residue_of_templates, page(head='<meta content="{{ x }}">'), "{{"),
    (rules.no_leaked_table_rows, changed("Heat", "| 1 | Heat |"), "| 1 |"),
    (rules.no_block_in_a_paragraph, changed("Heat", "<div>Heat</div>"), "<div>"),
    (rules.words_do_not_run_together, changed("</th>\n<td>", "</th><td>"), '"2Wait"'),
    (
        rules.words_do_not_run_together,
        changed("Pus</li>", 'Pus<span class="sub">crust</span></li>'),
        '"Puscrust"',
    ),
    (rules.one_main_heading, changed('<h2 id="more">More</h2>', "<h1>More</h1>"), "2 of them"),
    (rules.has_a_language, page(lang=""), 'lang is ""'),
    (rules.headings_have_ids, changed('<h2 id="more">', "<h2>"), '"More"'),
    (rules.ids_are_unique, changed('<h2 id="more">', '<h2 id="top">'), "#top: 2 times"),
    (rules.ids_are_addresses, changed('<h2 id="more">', '<h2 id="More_1">'), "#More_1"),
    (
        rules.no_heading_level_is_skipped,
        changed('<h2 id="more">More</h2>', '<h3 id="more">More</h3>'),
        "h3 follows h1",
    ),
    (
        rules.nothing_is_asked_of_others,
        page(head='<link rel="stylesheet" href="//fonts.example/a.css">'),
        "fonts.example",
    ),
    (
        rules.nothing_is_asked_of_others,
        changed('src="data:,"', 'src="https://pictures.example/a.svg"'),
        "pictures.example",
    ),
    (rules.links_have_words, changed(">Pain</a>", "><i></i></a>"), "../faq/#pain"),
    (
        rules.same_words_lead_to_the_same_place,
        changed("Heat", '<a href="../faq/#heat">pain</a>'),
        '"pain" leads to 2 places',
    ),
    (rules.pictures_have_words, changed(' alt="The skin"', ""), "no alt"),
    (rules.pictures_have_words, changed("<img", "<svg></svg><img"), "no name"),
    (rules.tables_fit_a_phone, changed("</td>", "</td><td>b</td><td>c</td>"), "4 columns"),
    (rules.tables_say_what_they_hold, changed("<caption>Days</caption>", ""), "no caption"),
    (rules.tables_say_what_they_hold, changed('<th scope="col">W', "<th>W"), 'scope="col"'),
    (
        rules.tables_say_what_they_hold,
        changed('<th scope="row">Day 2</th>', "<td>Day 2</td>"),
        "a row without one header",
    ),
    (rules.lists_are_short, changed("<ul>", "<ul>" + "<li>a</li>" * 7), "8 items"),
    (rules.ranges_are_said_with_to, changed("4 to 6", "4-6"), "4-6"),
    (rules.ranges_are_said_with_to, changed("4 to 6", "4 \u2013 6"), "4 \u2013 6"),
    (rules.emergency_number_is_said_in_full, changed(" (911, 112 or 999)", ""), "not "),
    (
        rules.emergency_number_is_said_in_full,
        changed("number (911, 112 or", "number (112 or"),
        "911",
    ),
    (rules.redness_is_never_alone, changed("Heat and redness last", "Redness lasts"), "alone"),
    (
        rules.redness_is_never_alone,
        changed("Wait", "Pink skin. Wait"),
        "Day 2 Pink skin. Wait 4 to 6 weeks",
    ),
    (rules.medical_advice_says_if_it_was_checked, changed(CHECKED, ""), "clinical review"),
]
SITES: list[tuple[SiteRule, Sequence[Page], str]] = [
    (rules.titles_are_unique, [page(), page(url="/b/", head="<title>/healing/</title>")], "/b/"),
    (rules.titles_are_unique, [page(head="<meta>")], "/healing/"),
    (rules.descriptions_are_unique, [page(head="<title>a</title>")], "/healing/"),
    (rules.links_lead_somewhere, [page()], "../faq/#pain: no such page"),
    (rules.links_lead_somewhere, [page(), page("<p>", url="/faq/")], "#pain: no such place"),
    (rules.warning_cards_are_alike, [page("")], "no warning card"),
    (
        rules.warning_cards_are_alike,
        [page(), page(CARD.replace("Pus", "Pus now"), url="/b/")],
        "/b/: warning card: not as on /healing/",
    ),
]


SHELL = (
    '<header class="top"><nav aria-label="Main"><ul>'
    + "<li><a href='../faq/'>Redness for 2-3 days</a></li>\n" * 8
    + "</ul></nav></header><dialog><p>Red skin, emergency number.</p></dialog><main><article>\n"
    '<nav class="contents" aria-label="On this page"><p>On this page</p>\n<ul>'
    + '<li><a href="#more">Redness for 2-3 days, and red or pink skin</a></li>\n' * 8
    + "</ul></nav>\n"
)
FOOT = '</article></main><footer class="bottom"><h2 id="all">All</h2><p>Call 911, red skin</p></footer>'


def shelled(article: str = ARTICLE, contents: str = SHELL) -> Page:
    bare = page(article)
    html = bare.html.replace("<main><article>\n", contents, 1).replace("</article></main>", FOOT, 1)
    return Page(bare.url, html)


@pytest.mark.parametrize("rule", rules.PAGE_RULES, ids=lambda rule: rule.__name__)
def test_what_helps_to_get_about_is_not_what_a_page_says(rule: PageRule) -> None:
    assert rule(shelled()) == []


def test_the_contents_list_alone_is_taken_out() -> None:
    assert [x.text for x in shelled().units] == [x.text for x in page().units]
    other = shelled(contents=SHELL.replace('class="contents"', 'class="other"'))
    assert any("8 items" in x for x in rules.lists_are_short(other))
    assert rules.ranges_are_said_with_to(other)


def test_links_and_ids_of_the_shell_are_still_checked() -> None:
    wrong = shelled(contents=SHELL.replace('href="#more"', 'href="#gone"'))
    found = rules.links_lead_somewhere([wrong, page('<p id="pain"></p>', url="/faq/")])
    assert len(found) == 8 and all("#gone: no such place" in x for x in found)
    assert "all" in shelled().ids


def drawing(inside: str) -> str:
    svg = f'<svg role="img" aria-label="Days">{inside}</svg>'
    return ARTICLE.replace("<p>Heat", f"<figure>{svg}\n<figcaption>Days</figcaption></figure>\n<p>Heat", 1)


def test_words_in_a_picture_end_where_its_texts_end() -> None:
    inside = (
        "<title>Healing</title><desc>Makeup: day 2. Sun: week 2.</desc>\n"
        "<g><text><tspan>Heat,</tspan>\n<tspan>swelling</tspan></text>\n<text>Day 2</text></g>"
    )
    said = [x.text for x in page(drawing(inside)).units]
    assert said[1:6] == ["Healing", "Makeup: day 2. Sun: week 2.", "Heat, swelling", "Day 2", "Days"]
    assert rules.words_do_not_run_together(page(drawing("<text>a</text>\n<text>b</text>"))) == []


@pytest.mark.parametrize(
    ("rule", "inside", "says"),
    [
        (rules.words_do_not_run_together, "<text>Day</text><text>Two</text>", '"DayTwo"'),
        (rules.words_do_not_run_together, "<text><tspan>a</tspan><tspan>b</tspan></text>", '"ab"'),
        (rules.ranges_are_said_with_to, "<text>2-3 days</text>", "2-3"),
        (rules.redness_is_never_alone, "<desc>Redness: up to a week.</desc>", "alone"),
        (rules.emergency_number_is_said_in_full, "<title>Call 911</title>", "911"),
    ],
)
def test_words_in_a_picture_keep_to_the_rules(rule: PageRule, inside: str, says: str) -> None:
    findings = rule(page(drawing(inside)))
    assert any(says in finding for finding in findings), findings


def index(words: str) -> str:
    items = f'<li><a href="../b/#{words}">{words}</a></li>\n' * 8
    return f'<section class="index"><h3 id="{words}">All</h3>\n<ul>{items}</ul></section>\n'


@pytest.mark.parametrize(
    "rule",
    [
        rules.lists_are_short,
        rules.redness_is_never_alone,
        rules.same_words_lead_to_the_same_place,
    ],
)
def test_an_index_is_not_read_from_top_to_bottom(rule: PageRule) -> None:
    other = index("redness").replace("/b/", "/c/").replace('id="redness"', 'id="other"')
    assert rule(page(index("redness") + other)) == []
    twice = index("redness").replace("/b/", "/c/", 1)
    assert len(rules.same_words_lead_to_the_same_place(page(twice))) == 1


@pytest.mark.parametrize(("rule", "planted", "says"), PLANTED)
def test_a_planted_fault_is_found(rule: PageRule, planted: Page, says: str) -> None:
    findings = rule(planted)
    assert any(says in finding for finding in findings), findings


@pytest.mark.parametrize(("rule", "planted", "says"), SITES)
def test_a_fault_between_pages_is_found(rule: SiteRule, planted: Sequence[Page], says: str) -> None:
    findings = rule(planted)
    assert any(says in finding for finding in findings), findings


@pytest.mark.parametrize("rule", rules.PAGE_RULES, ids=lambda rule: rule.__name__)
def test_a_sound_page_is_left_in_peace(rule: PageRule) -> None:
    assert rule(page()) == []


def test_sound_pages_are_left_in_peace() -> None:
    pages = [page(), page('<p id="pain"></p>' + CARD, url="/faq/")]
    assert [finding for rule in rules.SITE_RULES for finding in rule(pages)] == []


def test_each_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(rules.PAGE_RULES)
    assert {rule for rule, _, _ in SITES} == set(rules.SITE_RULES)


@pytest.mark.parametrize(
    "planted",
    [
        changed(REVIEW, ""),
        changed("November 22, 2026", "November 21, 2026"),
        changed('data-due="2027-05-22"', 'data-due="2027-05-23"'),
    ],
)
def test_wrong_review_dates_are_found(planted: Page) -> None:
    assert rules.review_dates_stand_below(page(), LAST, DUE) == []
    assert len(rules.review_dates_stand_below(planted, LAST, DUE)) == 1


def home(message: str = "It helps some.", ways: int = 3) -> Page:
    items = "\n".join(f'<li><a href="way-{n}/">Way {n}</a></li>' for n in range(ways))
    return page(f'<h1 id="top">Guide</h1>\n<p>{message}</p>\n<ul>{items}</ul>', url="/")


@pytest.mark.parametrize("planted", [home("so " * 41), home(""), home(ways=2), home(ways=4)])
def test_a_start_page_that_does_not_say_it_is_found(planted: Page) -> None:
    assert rules.start_page_says_it_at_once(home()) == []
    assert len(rules.start_page_says_it_at_once(planted)) == 1


def questions(groups: int = 5, each: int = 6, answer: str = "", link: str = "../steps/") -> Page:
    answer = answer or f'Ask. <a href="{link}">More</a>'
    parts = ['<h1 id="top">Questions</h1>']
    for group in range(groups):
        parts.append(f'<h2 id="g{group}">Group</h2>')
        parts += [f'<h3 id="q{group}-{n}">Why?</h3>\n<p>{answer}</p>' for n in range(each)]
    return page("\n".join(parts), url="/faq/")


@pytest.mark.parametrize("planted", [questions(4, 7), questions(7, 6), questions(4, 8)])
def test_too_few_or_many_questions_are_found(planted: Page) -> None:
    assert rules.questions_are_few_and_grouped(questions()) == []
    assert rules.questions_are_few_and_grouped(planted)


@pytest.mark.parametrize(
    "planted",
    [
        questions(answer="so " * 60 + '<a href="../steps/">More</a>'),
        questions(answer="No link."),
        questions(link="#g1"),
        questions(link="https://example.org/"),
    ],
)
def test_an_answer_that_is_long_or_leads_nowhere_is_found(planted: Page) -> None:
    assert rules.answers_are_short_and_lead_on(questions()) == []
    assert len(rules.answers_are_short_and_lead_on(planted)) == 30
