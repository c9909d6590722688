"""What a browser may do on our pages: nothing but show them, with our own files.

Each page carries its policy in a meta tag, right where the page begins; `hosts` sends the same as a header.
Nothing stands inline but one style, and the line of script that waits for the first paint (`later`); each is
named in the policy by its hash.
"""

import base64
import hashlib
import html
import re
from pathlib import Path

from . import later, markup
from .errors import BuildError

RULES = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",  # the search index
    "form-action": "'none'",  # no form is ever sent
    "img-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",  # the search worker
}
# A meta tag cannot carry this one: it would come too late.
HEADER_ONLY = "frame-ancestors 'none'"

_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_CHARSET = re.compile(r"<meta charset=[^>]*>\n?", re.IGNORECASE)
_RUNS = ("", "text/javascript", "application/javascript", "module")


def close(site: Path) -> None:
    """Give every page of a site its policy.

    Raises:
        BuildError: a page holds a script, a style attribute or an event handler that no such policy allows.
    """
    wrong: list[str] = []
    for page in markup.pages(site):
        text = page.read_text("utf-8")
        wrong += [f"  {page.relative_to(site).as_posix()}: {found}" for found in forbidden(text)]
        found = _CHARSET.search(text)
        if not found:
            wrong.append(
                f"  {page.relative_to(site).as_posix()}: no <meta charset>, where its policy would stand"
            )
            continue
        # Escaped as little as an attribute in double quotes needs.
        meta = _META.format(policy(text).replace('"', "&quot;"))
        text = f"{text[: found.end()].rstrip()}\n{meta}\n{text[found.end() :].lstrip()}"
        page.write_text(text, "utf-8", newline="\n")
    if wrong:
        raise BuildError("Pages hold what their security policy forbids:\n" + "\n".join(wrong))


def policy(text: str) -> str:
    """Write the policy of a page, with the hash of each style and of the line of script that stand in it."""
    rules = dict(RULES)
    for token in dict.fromkeys(markup.tokens(text)):
        inline = "style-src" if markup.name(token) == "style" else "script-src" if _runs(token) else ""
        if inline:
            rules[inline] += f" 'sha256-{hash_of(markup.content(token))}'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def hash_of(text: str) -> str:
    """The hash by which a policy names an inline text."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def of(text: str) -> str | None:
    """Read the policy that a page carries."""
    for token in markup.tokens(text):
        if markup.name(token) == "meta":
            found = markup.attributes(token)
            if found.get("http-equiv", "").lower() == "content-security-policy":
                return html.unescape(found["content"])
    return None


def _runs(token: str) -> bool:
    """Whether a token is a script that stands in the page and runs; data in a script element does not."""
    if markup.name(token) != "script":
        return False
    has = markup.attributes(token)
    return "src" not in has and has.get("type", "").strip().lower() in _RUNS


def forbidden(text: str) -> list[str]:
    """List what a page holds that its policy stops: inline scripts, style attributes, event handlers."""
    found: list[str] = []
    for token in markup.tokens(text):
        name = markup.name(token)
        if not name:
            continue
        has = markup.attributes(token)
        if _runs(token) and markup.content(token) != later.START:
            found.append(f"an inline script: {token[:60]}")
        found += [f"{key} on <{name}>" for key in has if key == "style" or re.match("on[a-z]+$", key)]
        if any(
            has.get(key, "").strip().lower().startswith("javascript:") for key in ("href", "src", "action")
        ):
            found.append(f"a javascript: address on <{name}>")
    return found
