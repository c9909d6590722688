"""Rules for the built pages, as readers and machines get them.

Each rule returns its findings, as "page: place: what is wrong". A rule of `PAGE_RULES` looks at one
page, a rule of `SITE_RULES` at all of them together.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from bs4 import Tag

from macros import wording
from tests.site.built import BLOCKS, DRAWN, END, HEADINGS, LINES, Page, attribute, one, squeeze, text

PageRule = Callable[[Page], list[str]]
SiteRule = Callable[[Sequence[Page]], list[str]]


def place(tag: Tag) -> str:
    """Where an element stands: the nearest id at or above it."""
    for at in (tag, *tag.parents):
        if attribute(at, "id"):
            return f"#{attribute(at, 'id')}"
    return tag.name


# ---- the mark-up is whole ----

RESIDUE = ("{{", "{%", "{ #", "{#", "Macro Rendering Error", "Macro Syntax Error")


def no_residue_of_templates(page: Page) -> list[str]:
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page.html, flags=re.DOTALL)
    return [f'{page.url}: page: "{mark}"' for mark in RESIDUE if mark in bare]


def no_leaked_table_rows(page: Page) -> list[str]:
    leaked = [p for p in page.article.find_all("p") if text(p).startswith("|")]
    return [f"{page.url}: {place(p)}: a table row as text: {text(p)}" for p in leaked]


def no_block_in_a_paragraph(page: Page) -> list[str]:
    blocks = "|".join(sorted(BLOCKS - {"br"}))
    found = re.finditer(rf"<p\b[^>]*>(?:(?!</p>).)*?(<({blocks})\b[^>]*>)", page.html, re.DOTALL)
    return [f"{page.url}: page: {m[1]} in a paragraph" for m in found]


_SEAM = re.compile(r"([^\s<>]*[^\s<>])((?:<[^<>]*>)+)(?=([^\s<>]+))")
_BETWEEN_BLOCKS = re.compile(
    rf"</?(?:{'|'.join(sorted(BLOCKS | DRAWN | {'tspan'}))})\b|<[^<>]*class=\"(?:{'|'.join(sorted(LINES))})\""
)


def words_do_not_run_together(page: Page) -> list[str]:
    """Between two blocks stands white space: search and copying read the text without its tags."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", str(page.article), flags=re.DOTALL)
    seams: dict[str, str] = {}
    for before, tags, after in _SEAM.findall(html):
        if _BETWEEN_BLOCKS.search(tags):
            seams.setdefault(re.sub(r" [^<>]*", "", tags), f'"{before}{after}"')
    return [f"{page.url}: {tags}: words run together: {words}" for tags, words in seams.items()]


# ---- headings, names and ids ----


def one_main_heading(page: Page) -> list[str]:
    count = len(page.soup.find_all("h1"))
    return [] if count == 1 else [f"{page.url}: h1: {count} of them"]


def has_a_language(page: Page) -> list[str]:
    html = one(page.soup, "html")
    language = attribute(html, "lang") if html else ""
    return [] if language == "en" else [f'{page.url}: html: lang is "{language}"']


def headings_have_ids(page: Page) -> list[str]:
    headings = page.article.find_all(HEADINGS)
    return [f'{page.url}: {h.name}: no id: "{text(h)}"' for h in headings if not h.get("id")]


def ids_are_unique(page: Page) -> list[str]:
    count = Counter(attribute(tag, "id") for tag in page.soup.find_all(id=True))
    return [f"{page.url}: #{id_}: {n} times" for id_, n in count.items() if n > 1]


def ids_are_addresses(page: Page) -> list[str]:
    """Ids of headings can be said and typed: small letters, digits and hyphens."""
    return [
        f"{page.url}: #{section.id}: not in kebab-case"
        for section in page.sections
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", section.id)
    ]


def no_heading_level_is_skipped(page: Page) -> list[str]:
    found = []
    above = 0
    for section in page.sections:
        if section.level > above + 1:
            found.append(f"{page.url}: #{section.id}: h{section.level} follows h{above}")
        above = section.level
    return found


def title(page: Page) -> str:
    return squeeze(page.soup.title.get_text()) if page.soup.title else ""


def description(page: Page) -> str:
    meta = one(page.soup, 'meta[name="description"]')
    return attribute(meta, "content") if meta else ""


def _unlike(pages: Sequence[Page], what: str, of: Callable[[Page], str]) -> list[str]:
    count = Counter(of(page) for page in pages)
    return [f'{p.url}: head: {what} "{of(p)}"' for p in pages if not of(p) or count[of(p)] > 1]


def titles_are_unique(pages: Sequence[Page]) -> list[str]:
    return _unlike(pages, "title", title)


def descriptions_are_unique(pages: Sequence[Page]) -> list[str]:
    return _unlike(pages, "description", description)


# ---- links ----

_LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


def nothing_is_asked_of_others(page: Page) -> list[str]:
    found = []
    for name, key in _LOADS.items():
        for tag in page.soup.find_all(name):
            if "canonical" in tag.get_attribute_list("rel"):
                continue  # names the page's own address; no browser asks for it
            if re.match(r"(?:[a-z]+:)?//", attribute(tag, key)):
                found.append(f"{page.url}: {name}: {attribute(tag, key)}")
    return found


def links_lead_somewhere(pages: Sequence[Page], files: Collection[str] = ()) -> list[str]:
    """Every link within the site, those made by calls too, leads to a page and a place on it.

    Args:
        pages: all pages.
        files: addresses of other files of the site.
    """
    known = {page.url: page for page in pages}
    found = []
    for page in pages:
        for tag in page.soup.find_all(("a", "link", "script", "img")):
            key = "href" if tag.name in ("a", "link") else "src"
            href = attribute(tag, key)
            if not href or re.match(r"[a-z]+:", href):
                continue
            address, anchor = page.target(href)
            if address not in known and address not in files:
                found.append(f"{page.url}: {place(tag)}: {href}: no such page")
            elif anchor and address in known and anchor not in known[address].ids:
                found.append(f"{page.url}: {place(tag)}: {href}: no such place")
    return found


def spoken(tag: Tag) -> str:
    """What is read aloud for a link."""
    pictures = [attribute(img, "alt") for img in tag.find_all("img")]
    return squeeze(" ".join([attribute(tag, "aria-label") or tag.get_text(" "), *pictures]))


def links_have_words(page: Page) -> list[str]:
    links = [a for a in page.soup.find_all("a", href=True) if not a.find_parent("template")]
    return [
        f"{page.url}: {place(a)}: a link without words to {attribute(a, 'href')}"
        for a in links
        if not spoken(a) and attribute(a, "aria-hidden") != "true"
    ]


def same_words_lead_to_the_same_place(page: Page) -> list[str]:
    """In the article; menus around it repeat headings by nature.

    An index groups links under the name of each page: words may come again under another name.
    """
    targets: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for a in page.article.find_all("a", href=True):
        index = a.find_parent(class_=INDEX)
        group = place(index.find_all(True)[0]) if index else ""
        words = spoken(a).lower()
        targets.setdefault((group, words), set()).add(page.target(attribute(a, "href")))
    return [
        f'{page.url}: article: "{words}" leads to {len(places)} places: '
        + ", ".join(sorted(f"{address}#{anchor}" for address, anchor in places))
        for (_, words), places in targets.items()
        if len(places) > 1
    ]


def pictures_have_words(page: Page) -> list[str]:
    found = [
        f"{page.url}: {place(img)}: no alt: {attribute(img, 'src')}"
        for img in page.soup.find_all("img")
        if not img.has_attr("alt")
    ]
    for svg in page.article.find_all("svg"):
        named = svg.get("role") == "img" and (svg.get("aria-label") or svg.get("aria-labelledby"))
        if svg.get("aria-hidden") != "true" and not named:
            found.append(f"{page.url}: {place(svg)}: a picture with no name")
    return found


# ---- tables and lists ----

MOST_COLUMNS = 3  # more do not fit on a phone
MOST_ITEMS = 7
INDEX = "index"  # a list of all headings, to look something up in and not to read


def tables_fit_a_phone(page: Page) -> list[str]:
    """The page Sources may be wider: it is for checking, not for use on the way. A sheet is for paper."""
    found = []
    for table in page.article.find_all("table") if page.is_for_patients else ():
        if table.find_parent(class_="sheet-paper"):
            continue
        widest = max((len(row.find_all(("th", "td"))) for row in table.find_all("tr")), default=0)
        if widest > MOST_COLUMNS:
            found.append(f"{page.url}: {place(table)}: {widest} columns")
    return found


def tables_say_what_they_hold(page: Page) -> list[str]:
    found = []
    for table in page.article.find_all("table"):
        at = f"{page.url}: {place(table)}"
        caption = one(table, "caption")
        if not caption or not text(caption):
            found.append(f"{at}: no caption")
        for th in table.find_all("th"):
            wanted = "col" if th.find_parent("thead") else "row"
            if attribute(th, "scope") != wanted:
                found.append(f'{at}: "{text(th)}" without scope="{wanted}"')
            if not text(th):
                found.append(f"{at}: an empty header")
        for row in table.find_all("tr"):
            if not row.find_parent("thead") and len(row.find_all("th")) != 1:
                found.append(f'{at}: a row without one header: "{text(row)}"')
        if not table.find("tr"):
            found.append(f"{at}: no rows")
    return found


def lists_are_short(page: Page) -> list[str]:
    found = []
    for items in page.article.find_all(("ul", "ol")):
        count = len(items.find_all("li", recursive=False))
        if count > MOST_ITEMS and not items.find_parent(class_=INDEX):
            first = one(items, "li")
            start = text(first) if first else ""
            found.append(f'{page.url}: {place(items)}: {count} items, from "{start}"')
    return found


# ---- words ----

_RANGE = re.compile(r"\S*\d\s*[-\u2010-\u2015\u2212]\s*\d\S*")


def ranges_are_said_with_to(page: Page) -> list[str]:
    """ "4 to 6", never "4-6"; bibliographic data stand as they were printed."""
    words = [
        (place(unit.tag), unit.text) for unit in page.units if not unit.tag.find_parent(id="references-table")
    ]
    words += [("title", title(page)), ("description", description(page))]
    words += [("alt", attribute(img, "alt")) for img in page.article.find_all("img")]
    return [f"{page.url}: {at}: {m.group()}" for at, said in words for m in _RANGE.finditer(said)]


EMERGENCY = "your emergency number (911, 112 or 999)"


def emergency_number_is_said_in_full(page: Page) -> list[str]:
    parts = "|".join(["emergency number", *re.findall(r"\d+", EMERGENCY)])
    return [
        f'{page.url}: {place(unit.tag)}: not "{EMERGENCY}": {unit.text}'
        for unit in page.units
        if re.search(rf"\b(?:{parts})\b", unit.text.replace(EMERGENCY, ""), re.IGNORECASE)
    ]


_RED = re.compile(r"\b(?:red|redness|reddish|pink)\b", re.IGNORECASE)
_ON_ANY_SKIN = re.compile(
    r"\b(?:heat|hot|warm\w*|sore|sores|soreness|pain|painful|swell\w*|swollen|dark\w*|brown|dry\w*|"
    r"flak\w+)\b",
    re.IGNORECASE,
)


def redness_is_never_alone(page: Page) -> list[str]:
    """Red is hard to see on brown and black skin; a sign that shows on any skin stands beside it.

    A paragraph, a list item and a whole table row each hold both. A heading may name redness alone,
    because it is what people look for, and an index repeats it. So may the list of figures, which
    gives no advice, and the page Sources, which quotes.
    """
    if not page.is_for_patients:
        return []
    said: dict[int, tuple[str, list[str]]] = {}
    for unit in page.units:
        if unit.section == END or unit.tag.name in (*HEADINGS, "caption"):
            continue
        if unit.tag.find_parent(class_=INDEX):
            continue
        whole = unit.tag.find_parent(("tr", "dl")) or unit.tag
        said.setdefault(id(whole), (place(unit.tag), []))[1].append(unit.text)
    return [
        f"{page.url}: {at}: redness alone: {' '.join(texts)}"
        for at, texts in said.values()
        if _RED.search(" ".join(texts)) and not _ON_ANY_SKIN.search(" ".join(texts))
    ]


# ---- what every page says ----

_CHECKED = re.compile(r"(?:No doctor or nurse has checked this guide yet|Checked by .+? on .+?)\.")


_ADVICE = ", ".join(
    ("[data-sign]", "[data-limit]", *(f'[data-entry^="{x}-"]' for x in ("sign", "limit", "stage")))
)


def medical_advice_says_if_it_was_checked(page: Page) -> list[str]:
    """A page with warning signs or limits says whether a doctor or nurse has checked them."""
    shown = page.article.select(_ADVICE)
    if shown and not _CHECKED.search(text(page.article)):
        return [f"{page.url}: {place(shown[0])}: nothing on clinical review"]
    return []


def review_dates_stand_below(page: Page, last: date, due: date) -> list[str]:
    lines = page.article.find_all("p", class_="review")
    wanted = f"Last reviewed {wording.date(last)}. Review due {wording.date(due)}."
    if len(lines) != 1 or not text(lines[0]).startswith(wanted):
        return [f'{page.url}: end: no line "{wanted}"']
    if attribute(lines[0], "data-due") != due.isoformat():
        return [f"{page.url}: end: data-due is not {due.isoformat()}"]
    return []


_CARD = re.compile(r'<section class="warning-card".*?</section>', re.DOTALL)


def warning_cards_are_alike(pages: Sequence[Page]) -> list[str]:
    """Byte for byte; a reader who compares two must not wonder which one is right."""
    cards = [(page.url, card) for page in pages for card in _CARD.findall(page.html)]
    if not cards:
        return ["site: no warning card"]
    first, wanted = cards[0]
    return [f"{url}: warning card: not as on {first}" for url, card in cards if card != wanted]


# ---- single pages ----


def _words(said: str) -> int:
    return sum(bool(re.search(r"\w", word)) for word in said.split())


def start_page_says_it_at_once(page: Page) -> list[str]:
    """The message in 40 words at most, then three ways in."""
    found = []
    first = one(page.article, "p")
    message = text(first) if first else ""
    if not 0 < _words(message) <= 40:
        found.append(f"{page.url}: first paragraph: {_words(message)} words, not 1 to 40")
    ways = one(page.article, "ul")
    items = ways.find_all("li", recursive=False) if ways else []
    links = [[page.target(attribute(a, "href"))[0] for a in li.find_all("a")] for li in items]
    if any(len(each) != 1 for each in links) or len({x for each in links for x in each}) != 3:
        found.append(f"{page.url}: first list: {len(items)} items, not three ways in")
    return found


def _questions(page: Page) -> Iterator[tuple[str, list[str]]]:
    group, ids = "", list[str]()
    for section in page.sections:
        if section.level == 2:
            if ids:
                yield group, ids
            group, ids = section.id, []
        elif section.level == 3:
            ids.append(section.id)
    if ids:
        yield group, ids


def questions_are_few_and_grouped(page: Page) -> list[str]:
    """30 to 40 questions, in groups of 7 at most."""
    groups = dict(_questions(page))
    count = sum(map(len, groups.values()))
    found = [] if 30 <= count <= 40 else [f"{page.url}: page: {count} questions, not 30 to 40"]
    return found + [
        f"{page.url}: #{id_}: {len(ids)} questions in a group, over {MOST_ITEMS}"
        for id_, ids in groups.items()
        if len(ids) > MOST_ITEMS
    ]


def answers_are_short_and_lead_on(page: Page) -> list[str]:
    """An answer has 60 words at most, and a link to the page that says more."""
    found = []
    for section in page.sections:
        if section.level != 3:
            continue
        if not 0 < _words(section.text) <= 60:
            found.append(f"{page.url}: #{section.id}: {_words(section.text)} words, not 1 to 60")
        inside = [x for x in section.links if not x.startswith(("http:", "https:"))]
        if not any(page.target(x)[0] != page.url for x in inside):
            found.append(f"{page.url}: #{section.id}: no link to another page")
    return found


PAGE_RULES: tuple[PageRule, ...] = (
    no_residue_of_templates,
    no_leaked_table_rows,
    no_block_in_a_paragraph,
    words_do_not_run_together,
    one_main_heading,
    has_a_language,
    headings_have_ids,
    ids_are_unique,
    ids_are_addresses,
    no_heading_level_is_skipped,
    nothing_is_asked_of_others,
    links_have_words,
    same_words_lead_to_the_same_place,
    pictures_have_words,
    tables_fit_a_phone,
    tables_say_what_they_hold,
    lists_are_short,
    ranges_are_said_with_to,
    emergency_number_is_said_in_full,
    redness_is_never_alone,
    medical_advice_says_if_it_was_checked,
)
SITE_RULES: tuple[SiteRule, ...] = (
    titles_are_unique,
    descriptions_are_unique,
    links_lead_somewhere,
    warning_cards_are_alike,
)
