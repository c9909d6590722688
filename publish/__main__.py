"""The command line: `python -m publish build|serve|review|outside`."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from publish import build, serve

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

    one = commands.add_parser("serve", help="show the site on this machine and follow every change")
    one.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (default: 8000)")
    one.set_defaults(command=lambda args: serve.main(Path(), args.port))

    one = commands.add_parser("review", help="fail when the guide's review date has passed")
    one.set_defaults(command=_review)

    one = commands.add_parser(
        "outside", help="ask each address that the sources name whether it still answers"
    )
    one.set_defaults(command=_outside)
    return result


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
