"""Leave to later what the first paint can do without: the whole stylesheet and the scripts.

What a page asks for while it is read shares the line and the processor with its text. So these tags wait in a
template at the page's end, and one line of script puts them in when the page has been painted. Without script
a `<noscript>` asks for the stylesheet, at the place where it holds up nothing.

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
    """Let every page of a site ask for its stylesheet and its scripts after its first paint.

    A stylesheet in the head stays there: the page's first rules may be nowhere else.
    """
    under = markup.prefix(site)
    for page in markup.pages(site):
        text = page.read_text("utf-8")
        kept: list[str] = []
        sheets: list[str] = []
        scripts: list[str] = []
        in_body = False
        for token in markup.tokens(text):
            in_body = in_body or markup.name(token) == "body"
            found = markup.attributes(token) if markup.name(token) in ("link", "script") else {}
            if not markup.target(site, page, found.get("href") or found.get("src") or "", under):
                kept.append(token)
            elif in_body and found == {"rel": "stylesheet", "href": found.get("href")}:
                sheets.append(token)
            elif found == {"type": "module", "src": found.get("src")}:
                scripts.append(token)
            else:
                kept.append(token)
        end = "".join(kept).rfind("</body>")
        if end < 0 or not (sheets or scripts):
            continue
        text = "".join(kept)
        plain = f"<noscript>{''.join(sheets)}</noscript>\n" if sheets else ""
        wait = f"<template>{''.join((*sheets, *scripts))}</template><script>{START}</script>\n"
        page.write_text(text[:end] + plain + wait + text[end:], "utf-8", newline="\n")
