"""Rules for what is written by hand: pages in source, templates, scripts and data.

Each rule is a function that returns its findings, as "file:line: what is wrong".
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO

from ruamel.yaml import YAML

from macros.numbers import written_figures
from macros.views import CALLS


@dataclass(frozen=True)
class Source:
    """A file as it was written, under its path from the root of the project."""

    path: str
    text: str = field(repr=False)

    def at(self, offset: int, what: str) -> str:
        return f"{self.path}:{self.text.count(chr(10), 0, offset) + 1}: {what}"


Rule = Callable[[Source], list[str]]

INLINE = frozenset({"figure", "limit", "sign", "term", "emergency", "site", "course_length"})
BLOCK = frozenset(CALLS) - INLINE

_CALL = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ID = re.compile(r"\{ #[\w-]+ \}")
_TARGET = re.compile(r"\]\([^)]*\)")
_FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
_PARAGRAPH = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches turned to spaces, so that every line keeps its number."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def prose(text: str) -> str:
    """A page's own words: without calls, ids of headings, and targets of links."""
    for pattern in (_CALL, _ID, _TARGET):
        text = blank(pattern, text)
    return text


def front(source: Source) -> str:
    found = _FRONT.match(source.text)
    return found[1] if found else ""


# ---- figures ----


@dataclass(frozen=True)
class Allowed:
    """A digit that is no figure of the guide, and why."""

    path: str
    pattern: str
    reason: str


ALLOWED = (
    Allowed("docs/steps.md", r"^###? Step [1-6]: ", "the names of the six steps"),
    Allowed("macros/calendar.py", r"s\+0\b", "the offset of the day of a session"),
    Allowed("macros/sheets.py", r"step-\d-\w+", "the id of a step"),
    Allowed("macros/views.py", r"\bday 0\b", "the name of the day of a session"),
    Allowed("macros/sheets.py", r"\bDay 0\b", "the name of the day of a session"),
    Allowed("macros/sheets.py", r"\bstep-[1-6]-\w+", "the id of a heading"),
)


def _figures(source: Source, bare: str) -> list[str]:
    for allowed in ALLOWED:
        if allowed.path == source.path:
            bare = blank(re.compile(allowed.pattern, re.MULTILINE), bare)
    return [
        source.at(paragraph.start() + _offset(paragraph.group(), figure), f'writes "{figure}"')
        for paragraph in _PARAGRAPH.finditer(bare)
        for figure in written_figures(" ".join(paragraph.group().splitlines()))
    ]


def _offset(paragraph: str, figure: str) -> int:
    return max(0, " ".join(paragraph.splitlines()).find(figure))


def page_writes_no_figure(source: Source) -> list[str]:
    """Pages, their front matter and their alternative texts call figures by id."""
    return _figures(source, prose(source.text))


_SPOKEN = re.compile(r"(?<![\w-])(?:alt|title|aria-label|placeholder|content)=\"([^\"]*)\"")
_SETTING = re.compile(r"<meta name=\"viewport\"[^<>]*>")  # its content is for the browser
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]+")
_TAG = re.compile(r"<[^<>]*>")
_SILENT = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>", re.DOTALL)


def template_writes_no_figure(source: Source) -> list[str]:
    """Templates hold mark-up: no figure in their words, nor in what is read aloud for a tag.

    Digits in the names of tags (h2), in other attributes (data-*, the places in a drawing), in Jinja
    expressions and in addresses are no figures.
    """
    bare = source.text
    for pattern in (_CALL, _ID, _SILENT, _SETTING, _ADDRESS):
        bare = blank(pattern, bare)

    def spoken(tag: re.Match[str]) -> str:
        kept = [" "] * len(tag.group())
        for words in _SPOKEN.finditer(tag.group()):
            kept[words.start(1) : words.end(1)] = words[1]
        return "".join(kept)

    return _figures(source, _TAG.sub(spoken, bare))


_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")
_FILLED = re.compile(r"\$\{[^{}]*\}|\$\d|\bh[1-6]\b")  # put in; a part of a match; a tag


def script_writes_no_figure(source: Source) -> list[str]:
    """Scripts compute with figures that the page gives them, and say none in words of their own.

    Words are a text with a space in it. The numbers of a calendar (12 months, 7 days) are no figures.
    """
    text = blank(_COMMENT, source.text)
    bare = [" " if sign != "\n" else sign for sign in text]
    for found in _STRING.finditer(text):
        words = blank(_FILLED, found.group())
        if " " in found.group().strip("\"'` "):
            bare[found.start() : found.end()] = words
    return _figures(source, "".join(bare))


def macro_text_writes_no_figure(source: Source) -> list[str]:
    """What a macro says in its own words (not in a template) holds no figure."""
    tree = ast.parse(source.text)
    # A text that stands alone is a comment; how a number is formatted (".3f") is no text.
    silent = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            silent |= set(node.format_spec.values)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        # A text without letters is compared with, and not printed.
        if node not in silent and re.search("[a-z]", node.value):
            for finding in _figures(Source(source.path, node.value), node.value):
                found.append(f"{source.path}:{node.lineno}: {finding.split(': ', 1)[1]}")
    return found


# ---- pages in source ----


def front_matter_is_title_and_description(source: Source) -> list[str]:
    text = front(source)
    fields = YAML(typ="safe").load(StringIO(text)) or {}
    if not isinstance(fields, dict) or sorted(fields) != ["description", "title"]:
        return [source.at(0, f"front matter holds {sorted(fields)}, not title and description")]
    return [source.at(0, f"{key} is empty") for key, value in fields.items() if not value]


def front_matter_has_no_call(source: Source) -> list[str]:
    """The engine prints front matter as it stands, braces and all."""
    found = _FRONT.match(source.text)
    calls = re.finditer(r"\{[{%]", found.group()) if found else ()
    return [source.at(call.start(), "a call in front matter") for call in calls]


LONGEST_DESCRIPTION = 154  # search engines cut a longer one


def description_is_short(source: Source) -> list[str]:
    fields = YAML(typ="safe").load(StringIO(front(source))) or {}
    length = len(str(fields.get("description", "")))
    if length > LONGEST_DESCRIPTION:
        return [source.at(0, f"description of {length} characters, over {LONGEST_DESCRIPTION}")]
    return []


_HEADING = re.compile(r"^ {0,3}#{1,6}(?!#).*$", re.MULTILINE)
_WITH_ID = re.compile(r"^#{1,6} \S.* \{ #[a-z0-9]+(?:-[a-z0-9]+)* \}$")
_UNDERLINED = re.compile(r"^(?=.*\w).+\n(?:=+|-+)[ \t]*$", re.MULTILINE)


def headings_have_their_own_id(source: Source) -> list[str]:
    """An id that follows from the wording changes with it, and links to it break."""
    body = blank(_FRONT, source.text)
    bad = [m for m in _HEADING.finditer(body) if not _WITH_ID.match(m.group())]
    return [
        source.at(m.start(), f'heading without its own id: "{m.group().splitlines()[0]}"')
        for m in (*bad, *_UNDERLINED.finditer(body))
    ]


def _each(source: Source, pattern: str, what: str) -> list[str]:
    bare = blank(re.compile(r"\{\{.*?\}\}"), source.text)
    found = re.finditer(pattern, bare, re.MULTILINE)
    return [source.at(m.start(), f'{what}: "{m.group().strip()}"') for m in found]


def no_comment_in_braces(source: Source) -> list[str]:
    return _each(source, r"\{#", "the engine reads this as the start of a comment")


def no_html(source: Source) -> list[str]:
    return _each(source, r"<[a-zA-Z/!?][^\s>]*", "HTML in a page")


def no_folding_blocks(source: Source) -> list[str]:
    return _each(source, r"^[ \t]*(?:!!!|\?\?\?\+?|===|///)", "a block that folds or boxes text")


def nothing_is_emphasized(source: Source) -> list[str]:
    """Bold and italics are read aloud like the rest, and a page of them stresses nothing."""
    return _each(source, r"\*\*|__|(?<![\w*])[*_]\w[^*_\n]*[*_](?!\w)", "bold or italics")


_CALLED = re.compile(r"\{\{-?\s*(\w+)")


def block_calls_stand_alone(source: Source) -> list[str]:
    """A table or card inside a paragraph or a list breaks it."""
    lines = ["", *source.text.splitlines(), ""]
    found = []
    offset = 0
    for index, line in enumerate(lines[1:-1], 1):
        for call in _CALLED.finditer(line):
            if call[1] not in BLOCK:
                continue
            alone = re.fullmatch(r"\{\{.*?\}\}", line)
            if not alone or lines[index - 1].strip() or lines[index + 1].strip():
                found.append(source.at(offset, f"{call[1]}() does not stand alone"))
        offset += len(line) + 1
    return found


def page_end_is_last(source: Source) -> list[str]:
    if source.text.count("page_end(") != 1 or not source.text.endswith("\n\n{{ page_end() }}\n"):
        return [source.at(len(source.text) - 1, "the last line is not {{ page_end() }}, once")]
    return []


def at_most_one_warning_card(source: Source) -> list[str]:
    cards = list(re.finditer(r"warning_card\(", source.text))
    return [source.at(card.start(), "a second warning card") for card in cards[1:]]


# ---- words ----

NEVER = {
    r"transform\w*": "a promise",
    r"restor(?:e[sd]?|ing)": "a promise",
    r"guarantee\w*": "a promise",
    r"simply": "makes a reader who finds it hard feel slow",
    r"eg|ie|etc|e\.g\.|i\.e\.": "not everyone knows it, and it is read aloud badly",
    r"click here": "does not say where the link leads",
    r"appl(?:y|ies|ied|ying)": 'means two things; write "put on" or "is for"',
}
NOT_TO_PATIENTS = {
    r"significant\w*": "means one thing in a study and another to a reader",
    r"patients?": 'we talk to "you"',
    r"clinicians?": 'write "doctor", "clinic" or "the person who treats you"',
}
"""Words that name things in research; the page Sources may use them."""


def unwanted_words(text: str, *, for_patients: bool) -> Iterator[tuple[int, str]]:
    for pattern, reason in {**NEVER, **(NOT_TO_PATIENTS if for_patients else {})}.items():
        for m in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE):
            yield m.start(), f'"{m.group()}": {reason}'


def page_has_no_unwanted_word(source: Source) -> list[str]:
    for_patients = source.path != "docs/sources.md"
    return [
        source.at(offset, what)
        for offset, what in unwanted_words(prose(source.text), for_patients=for_patients)
    ]


def template_has_no_unwanted_word(source: Source) -> list[str]:
    bare = blank(_TAG, blank(_CALL, source.text))
    return [source.at(offset, what) for offset, what in unwanted_words(bare, for_patients=True)]


PAGE_RULES: tuple[Rule, ...] = (
    page_writes_no_figure,
    front_matter_is_title_and_description,
    front_matter_has_no_call,
    description_is_short,
    headings_have_their_own_id,
    no_comment_in_braces,
    no_html,
    no_folding_blocks,
    nothing_is_emphasized,
    block_calls_stand_alone,
    page_end_is_last,
    at_most_one_warning_card,
    page_has_no_unwanted_word,
)
TEMPLATE_RULES: tuple[Rule, ...] = (template_writes_no_figure, template_has_no_unwanted_word)
SCRIPT_RULES: tuple[Rule, ...] = (script_writes_no_figure,)
MACRO_RULES: tuple[Rule, ...] = (macro_text_writes_no_figure,)
