"""One stylesheet instead of several, and in each page the part of it that the page's first paint needs.

The part stands inline, so that a page is painted from its first answer. The whole sheet follows at the end of
the page, where it holds up no paint. It repeats the inlined rules in their old order: what applies in the end
is what applied before, and nothing moves. Later states (pointer, focus, print) are left to the whole sheet.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import tinycss2

from . import markup
from .errors import BuildError

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")

# States that begin with an act of the reader, later than the first paint.
LATER = {"active", "focus", "focus-visible", "focus-within", "hover"}
NESTING = {"media", "supports", "container", "layer"}  # at-rules that hold rules

Node = Any  # tinycss2 carries no types


@dataclass(frozen=True)
class Parts:
    """What selectors can ask a page for."""

    names: frozenset[str]
    classes: frozenset[str]
    ids: frozenset[str]
    attributes: frozenset[str]
    variables: frozenset[str]


def inline(site: Path) -> None:
    """Give each page its first rules inline, and the whole of its styles as one file behind its text.

    A page whose styles are not plain links to files of the site stays as it is.
    """
    under = markup.prefix(site)
    bundles: dict[tuple[Path, ...], tuple[Path, list[Node]]] = {}
    for page in markup.pages(site):
        text = page.read_text("utf-8")
        links = {t: f for t in markup.tokens(text) if (f := _sheet(site, page, t, under))}
        end = text.rfind("</body>")
        if not links or end < 0:
            continue
        sheets = tuple(links.values())
        if sheets not in bundles:
            bundles[sheets] = _bundle(sheets)
        bundle, rules = bundles[sheets]
        first = first_rules(rules, parts(text))
        if "</style" in first.lower():
            raise BuildError(f"{bundle.name} holds the end of a style element.")
        old = markup.attributes(next(iter(links)))["href"]
        later = f'<link rel="stylesheet" href="{posixpath.join(posixpath.dirname(old), bundle.name)}">\n'
        text = text[:end] + later + text[end:]
        for number, link in enumerate(links):
            text = text.replace(link, "" if number else f"<style>{_moved(first, bundle, page)}</style>", 1)
        page.write_text(text, "utf-8", newline="\n")
    for sheet in {sheet for sheets in bundles for sheet in sheets} - {file for file, _ in bundles.values()}:
        sheet.unlink()


def parts(text: str) -> Parts:
    """List the elements, classes, ids and attributes of a page, and the custom properties that it names."""
    names: set[str] = set()
    classes: set[str] = set()
    ids: set[str] = set()
    attributes: set[str] = set()
    for token in markup.tokens(text):
        if name := markup.name(token):
            names.add(name)
            found = markup.attributes(token)
            attributes |= found.keys()
            classes |= set(found.get("class", "").split())
            ids.add(found.get("id", ""))
    variables = frozenset(_VARIABLE.findall(text))
    return Parts(frozenset(names), frozenset(classes), frozenset(ids), frozenset(attributes), variables)


def parse(css: str) -> list[Node]:
    """Read a stylesheet.

    Raises:
        BuildError: the styles hold what is no rule.
    """
    rules: list[Node] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "error":
            raise BuildError(f"The styles cannot be read: {rule.message}, line {rule.source_line}.")
    return rules


def written(rules: Iterable[Node]) -> str:
    """Write rules without comments and needless white space."""
    return "".join(_rule(rule) for rule in rules)


def first_rules(rules: Sequence[Node], page: Parts) -> str:
    """Leave of a stylesheet what the first paint of a page can need.

    That is every rule that could match in it, and every custom property that those or the page use. A rule
    too many may stay (relations between elements are not looked at); none that matches can go.
    """
    used: frozenset[str] | None = None
    while True:
        text = "".join(_rule(rule, page, used) for rule in rules)
        now = page.variables.union(_VARIABLE.findall(text))
        if now == used:
            return text
        used = now


def may_match(selector: Sequence[Node], page: Parts) -> bool:
    """Whether a page has all that one selector names, and the state that it names can be there at first."""
    before = ""
    for node in selector:
        after, before = before, node.value if node.type == "literal" else ""
        if node.type == "ident":
            value = node.value
            if after == ":":
                if value in LATER:
                    return False
            elif (after == "." and value not in page.classes) or (
                after != "." and node.lower_value not in page.names
            ):
                return False
        elif node.type == "hash":
            if node.value not in page.ids:
                return False
        elif node.type == "[] block":
            asked = [part for part in node.content if part.type == "ident"]
            if asked and asked[0].lower_value not in page.attributes:
                return False
    return True


def _rule(rule: Node, page: Parts | None = None, used: frozenset[str] | None = None) -> str:
    """Write one rule: whole, or as far as a page can need it at first."""
    if rule.type == "qualified-rule":
        selectors = _listed(rule.prelude, ",")
        if page:
            selectors = [one for one in selectors if may_match(_compared(one), page)]
        heads = ",".join(_squeezed(one, after=">+~", before=">+~").strip() for one in selectors)
        body = _body(rule.content, used) if heads else ""
        return f"{heads}{{{body}}}" if body else ""
    if rule.type != "at-rule":
        return ""
    head = _squeezed(rule.prelude, after=",", before=",").strip()
    start = f"@{rule.at_keyword} {head}" if head else f"@{rule.at_keyword}"
    if rule.content is None:
        return start + ";"
    if rule.lower_at_keyword in NESTING:
        if page and head.lower() == "print":
            return ""
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_rule(one, page, used) for one in inner)
        return f"{start}{{{body}}}" if body else ""
    if page and rule.lower_at_keyword == "page":
        return ""
    return f"{start}{{{_body(rule.content)}}}"


def _body(content: Sequence[Node], used: frozenset[str] | None = None) -> str:
    """Write declarations; of custom properties those that are used, where it is known which."""
    if used is not None:
        content = [
            node
            for declaration in _listed(content, ";")
            if (name := _name(declaration)) and (not name.startswith("--") or name in used)
            for node in (*declaration, tinycss2.ast.LiteralToken(0, 0, ";"))
        ]
    return _squeezed(content, after=":;,{}", before=";,{}").strip().removesuffix(";")


def _name(declaration: Sequence[Node]) -> str:
    """The property that a declaration sets."""
    return next((node.value for node in declaration if node.type == "ident"), "")


def _listed(nodes: Sequence[Node], sign: str) -> list[list[Node]]:
    """Cut a list at its signs: selectors at commas, declarations at semicolons."""
    found: list[list[Node]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == sign:
            found.append([])
        else:
            found[-1].append(node)
    return found


def _compared(selector: Sequence[Node]) -> list[Node]:
    """A selector's own tokens: what stands in brackets of `:not()` and the like is not looked at."""
    return [node for node in selector if node.type not in ("comment", "function")]


def _squeezed(nodes: Sequence[Node], after: str, before: str) -> str:
    """Write tokens with one space where there were some, and none beside these signs."""
    out: list[Node] = []
    kept = [node for node in nodes if node.type != "comment"]
    for at, node in enumerate(kept):
        if node.type == "whitespace":
            last, following = kept[at - 1] if at else None, kept[at + 1] if at + 1 < len(kept) else None
            if last is None or following is None or _is(last, after) or _is(following, before):
                continue
            node.value = " "
        out.append(node)
    return str(tinycss2.serialize(out))


def _is(node: Node, signs: str) -> bool:
    return bool(node.type == "literal" and node.value in signs)


def _sheet(site: Path, page: Path, token: str, under: str) -> Path | None:
    """The file of the site that a plain link to a stylesheet means."""
    if markup.name(token) != "link":
        return None
    found = markup.attributes(token)
    if found.keys() != {"rel", "href"} or found["rel"] != "stylesheet":
        return None
    return markup.target(site, page, found["href"], under)


def _bundle(sheets: Sequence[Path]) -> tuple[Path, list[Node]]:
    """Write several stylesheets as one new file beside the first of them; give it, and its rules."""
    bundle = next(file for name in _names() if not (file := sheets[0].with_name(name)).exists())
    css = "\n".join(_moved(sheet.read_text("utf-8"), sheet, bundle) for sheet in sheets)
    rules = parse(css)
    bundle.write_text(written(rules), "utf-8")
    return bundle, rules


def _names() -> Iterator[str]:
    yield "style.css"
    yield from (f"style-{number}.css" for number in count(2))


def _moved(css: str, old: Path, new: Path) -> str:
    """Let relative addresses in styles lead to the same place from another file."""
    way = posixpath.relpath(old.parent.as_posix(), new.parent.as_posix())

    def moved(found: re.Match[str]) -> str:
        mark, path = found[1], found[2]
        if way == "." or re.match(r"[a-z]+:|/|#", path):
            return found[0]
        return f"url({mark}{posixpath.normpath(posixpath.join(way, path))}{mark})"

    return re.sub(r"""url\(\s*(["']?)([^"')\s]+)\1\s*\)""", moved, css)
