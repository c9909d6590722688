"""Leave to later what the first paint can do without: the scripts.

What a page asks for while it is read shares the line and the processor with its text. So the scripts wait in
a template at the end of the page, and one line of script puts them in when the page has been painted.

An address with a plan (`#id~plan`, see `macros.plan`) names a place that no browser finds by itself. The same
line goes there, so that the page is painted where the link leads, and does not jump when the scripts come.
"""

from pathlib import Path

from . import markup

# A browser says when it has painted. Where none says so, as in a tab that nobody looks at, they come after
# three seconds.
START = (
    '{const[id,plan]=location.hash.slice(1).split("~");'
    # a page that was here before is left where it was
    'plan&&!history.state&&document.getElementById(id)?.scrollIntoView({behavior:"instant"});'
    "const{content}=document.currentScript.previousElementSibling,start=()=>document.body.append(content);"
    "setTimeout(start,3000);"
    'new PerformanceObserver(start).observe({type:"paint",buffered:true})}'
)


def defer(site: Path) -> None:
    """Let every page of a site ask for its scripts after its first paint."""
    under = markup.prefix(site)
    for page in markup.pages(site):
        tokens = list(markup.tokens(page.read_text("utf-8")))
        scripts = [token for token in tokens if _is_module(site, page, token, under)]
        rest = "".join(token for token in tokens if token not in scripts)
        end = rest.rfind("</body>")
        if end < 0 or not scripts:
            continue
        wait = f"<template>{''.join(scripts)}</template><script>{START}</script>\n"
        page.write_text(rest[:end] + wait + rest[end:], "utf-8", newline="\n")


def _is_module(site: Path, page: Path, token: str, under: str) -> bool:
    """Whether a token is a plain tag for a script of ours."""
    if markup.name(token) != "script":
        return False
    found = markup.attributes(token)
    source = found.get("src", "")
    return found == {"type": "module", "src": source} and bool(markup.target(site, page, source, under))
