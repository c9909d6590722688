"""A page as a screen reader finds its way in it: headings and named parts in the accessibility tree."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# The roles by which people jump, and those that need a name.
LANDMARKS = ("banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search")
ROLES = (*LANDMARKS, "alert", "dialog", "figure", "Figure", "heading", "image", "status", "table")

Node = dict[str, Any]


def outline(page: Page) -> str:
    """The parts of a page, one a line, indented as they stand in each other."""
    session = page.context.new_cdp_session(page)
    nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}
    return "\n".join(_lines(nodes[0], known, 0)) + "\n"


def _lines(node: Node, known: dict[str, Node], depth: int) -> Iterator[str]:
    role = node.get("role", {}).get("value", "")
    if role in ROLES and not node["ignored"]:
        yield "  " * depth + _say(node, role)
        depth += 1
    for child in node.get("childIds", ()):
        if child in known:
            yield from _lines(known[child], known, depth)


def _say(node: Node, role: str) -> str:
    level = next((item["value"]["value"] for item in node["properties"] if item["name"] == "level"), "")
    name = " ".join(node.get("name", {}).get("value", "").split())
    return " ".join(filter(None, (role.lower(), str(level), name)))


def faults(lines: str) -> list[str]:
    """Landmarks that are not there once, and parts whose name is missing or not their own."""
    parts = [line.strip() for line in lines.splitlines()]
    once = [
        f"{role}: {parts.count(role)}" for role in ("banner", "main", "contentinfo") if parts.count(role) != 1
    ]
    bare = [part for part in parts if part in ("navigation", "table", "figure", "image", "dialog", "region")]
    named = [part for part in parts if part.startswith(("navigation ", "region "))]
    twice = sorted({f"{part}: twice" for part in named if named.count(part) > 1})
    return [*once, *(f"{part} without a name" for part in bare), *twice]
