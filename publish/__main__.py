"""The command line: `python -m publish build|publish|serve|links|review|outside|nginx|verify`."""

import argparse
import datetime as dt
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from publish import build, hosts, serve, verify

# Each command returns the exit code of the process.
Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = parser().parse_args(argv)
    # A polite `kill` ends like Ctrl-C, so that children are stopped and temporary folders go.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    command: Command = args.command
    try:
        return command(args)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    result = argparse.ArgumentParser(prog="python -m publish", description=__doc__)
    commands = result.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("build", help="build site/; a failed build leaves the old one as it was")
    one.set_defaults(command=lambda args: build.main(Path()))

    one = commands.add_parser(
        "publish", help="build site/ for an address of its own: SITE_URL, and a publisher"
    )
    one.set_defaults(command=_publish)

    one = commands.add_parser("links", help="add the addresses of site/ to the ledger")
    one.add_argument(
        "--date",
        type=dt.date.fromisoformat,
        help="the day on which they are first published (default: the day of the last commit)",
    )
    one.set_defaults(command=_links)

    one = commands.add_parser("serve", help="show the site on this machine and follow every change")
    one.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (default: 8000)")
    one.set_defaults(command=lambda args: serve.main(Path(), args.port))

    one = commands.add_parser("review", help="fail when the guide's review date has passed")
    one.set_defaults(command=_review)

    one = commands.add_parser("nginx", help="print a site for nginx that serves the built folder")
    one.add_argument("site", nargs="?", type=Path, default=Path("site"), help="the folder (default: site)")
    one.add_argument("--listen", default="80", help="what nginx listens on (default: 80)")
    one.add_argument("--name", default="_", help="the host's name (default: any)")
    one.add_argument("--brotli", action="store_true", help="this nginx has the module ngx_brotli")
    one.set_defaults(command=_nginx)

    one = commands.add_parser("verify", help="compare a running host with the built folder")
    one.add_argument("url", help="where the guide is served, such as https://example.org/")
    one.add_argument("--site", type=Path, default=Path("site"), help="the folder (default: site)")
    one.add_argument(
        "--plain", action="store_true", help="the host cannot send headers of ours (GitHub Pages)"
    )
    one.set_defaults(command=lambda args: verify.main(args.url, args.site, plain=args.plain))
    one = commands.add_parser(
        "outside", help="ask each address that the sources name whether it still answers"
    )
    one.set_defaults(command=_outside)
    return result


def _publish(args: argparse.Namespace) -> int:
    from publish import extras

    if missing := extras.missing(Path()):
        print("\n".join(["The guide cannot be published yet:", *missing]), file=sys.stderr)
        return 1
    return build.main(Path())


def _links(args: argparse.Namespace) -> int:
    from publish import ledger

    last = build.epoch(Path(), os.environ)
    if args.date is None and last == build.NO_COMMIT:
        print("There is no commit to take the day from. Name it: make links DATE=2026-11-22", file=sys.stderr)
        return 1
    day = args.date or dt.datetime.fromtimestamp(int(last), dt.UTC).date()
    return ledger.main(Path(), Path(build.SITE), day)


def _nginx(args: argparse.Namespace) -> int:
    print(hosts.nginx(args.site, args.listen, args.name, args.brotli), end="")
    return 0


def _review(args: argparse.Namespace) -> int:
    # Imported here alone: a fault in the macros' code must not keep the preview from starting.
    from publish import review

    return review.main(Path("data"))


def _outside(args: argparse.Namespace) -> int:
    from publish import outside

    return outside.main(Path("data"))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
