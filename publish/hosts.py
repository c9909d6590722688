"""What a host has to say with each file: security, caching, types. As `_headers`, and as a site of nginx.

Netlify and Cloudflare Pages read `_headers`. A rule of theirs adds to every other that fits, so no two rules
for one address name the same header. Hosts that send no headers of ours (GitHub Pages) leave each page with
the policy in its meta tag: there, other sites can show our pages in a frame, and nothing is kept for a year.
"""

import fnmatch
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import markup, names, policy
from .errors import BuildError

Headers = dict[str, str]

_NOTHING = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "magnetometer microphone midi payment publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"
)
EVERYWHERE: Headers = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOTHING.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
POLICY = "Content-Security-Policy"
CACHING = "Cache-Control"
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"  # kept, and asked for anew each time: the answer is mostly "not modified"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
NOT_FOUND = "404.html"


def write(site: Path) -> None:
    """Write `_headers` into a finished site."""
    lines = [
        f"{where}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for where, headers in rules(site)
    ]
    (site / "_headers").write_text("".join(lines), "utf-8", newline="\n")


def rules(site: Path) -> Iterator[tuple[str, Headers]]:
    """Say which headers go with which addresses; a "*" stands for anything.

    A policy comes with pages alone: a PDF viewer is a page of the browser's own, and some obey it.

    Raises:
        BuildError: a page carries no policy.
    """
    yield "/*", EVERYWHERE
    yield "/*.ics", {"Content-Type": TYPES[".ics"]}
    for page in markup.pages(site):
        yield markup.address(site, page), {POLICY: sent_policy(page), CACHING: REVALIDATE}
    for file in sorted(site.rglob("*")):
        if names.is_named(file.name):
            yield markup.address(site, file), {CACHING: FOREVER}


def sent_policy(page: Path) -> str:
    """The policy of a page as a header, which can also forbid frames."""
    found = policy.of(page.read_text("utf-8"))
    if found is None:
        raise BuildError(f"{page} carries no policy.")
    return f"{found}; {policy.HEADER_ONLY}"


def expected(address: str, all_rules: list[tuple[str, Headers]]) -> Headers:
    """The headers that should come with an address."""
    found: Headers = {}
    for where, headers in all_rules:
        if fnmatch.fnmatchcase(address, where):
            found |= headers
    return found


def nginx(site: Path, listen: str, name: str, brotli: bool) -> str:
    """Write a site for nginx, to be included in its `http` block.

    Args:
        site: the published folder, as nginx will find it.
        listen: what to listen on, such as `80` or `127.0.0.1:8080`.
        name: the host's name.
        brotli: whether nginx has the module ngx_brotli.
    """
    pages = {f"/{page.relative_to(site).as_posix()}": sent_policy(page) for page in markup.pages(site)}
    policies = _lines(pages, 4)
    types = "\n".join(f"    {_plain(kind)} {suffix[1:]};" for suffix, kind in TYPES.items())
    headers = "\n".join(f'  add_header {key} "{value}" always;' for key, value in EVERYWHERE.items())
    return _NGINX.format(
        policies=policies,
        types=types,
        headers=headers,
        listen=listen,
        name=name,
        root=site.resolve(),
        brotli="brotli_static on;" if brotli else "# brotli_static on; # with the module ngx_brotli",
        digits=names.DIGITS,
        suffixes="|".join(suffix[1:] for suffix in names.SUFFIXES),
        forever=FOREVER,
        revalidate=REVALIDATE,
        not_found=NOT_FOUND,
    )


def _lines(values: Mapping[str, str], indent: int) -> str:
    return "\n".join(f'{" " * indent}"{key}" "{value}";' for key, value in values.items())


def _plain(kind: str) -> str:
    return kind.split(";")[0]


_NGINX = """\
# Made by `python -m publish nginx`, for one build of the guide. Make it anew after each build: the policies
# name the styles of the pages by hash. For HTTPS, listen on `443 ssl` and name certificate and key below.

map $uri $guide_policy {{
  default "";
{policies}
}}

map $uri $guide_caching {{
  default "{revalidate}";
  "~^/assets/.*\\.[0-9a-f]{{{digits}}}\\.({suffixes})$" "{forever}";
}}

server {{
  listen {listen};
  server_name {name};
  root {root};
  index index.html;
  server_tokens off;
  absolute_redirect off;
  charset utf-8;
  charset_types text/css text/calendar text/javascript text/plain;
  types {{
{types}
  }}
  default_type application/octet-stream;

  gzip_static on;
  gzip_vary on;
  {brotli}

{headers}
  add_header Content-Security-Policy $guide_policy always;
  add_header Cache-Control $guide_caching always;

  error_page 404 /{not_found};
  if ($request_uri ~ "^([^?]*/)index\\.html(\\?.*)?$") {{
    return 301 $1;
  }}
  location ~ "^/_(headers|redirects)$" {{
    return 404;
  }}
}}
"""
