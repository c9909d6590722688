"""Help for editors and clinics: `python -m macros check`, `where ID`, `schema` and `schedule`."""

import datetime as dt
import json
from pathlib import Path

import click

from . import calendar, course, pages
from .load import SUBJECTS, json_schema, load_data
from .views import Guide

SCHEMA_FOLDER = "schema"


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds data/ and docs/.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Help for editors of the guide."""
    context.obj = root


@main.command()
@click.pass_obj
def check(root: Path) -> None:
    """Read all data files and list every fault."""
    data = load_data(root / "data")
    click.echo(f"data: no faults in {len(SUBJECTS)} files, {len(data.figures)} figures")


@main.command()
@click.argument("id_", metavar="ID")
@click.pass_obj
def where(root: Path, id_: str) -> None:
    """List every page, heading and table that shows a figure, limit, sign or other entry."""
    guide = Guide(load_data(root / "data"), root / "docs")
    found = [
        use
        for path in sorted((root / "docs").glob("*.md"))
        for use in pages.uses(pages.render(path, guide), path.stem, id_)
    ]
    if not found:
        raise click.ClickException(
            f'no page shows "{id_}"; is the id right? (data/figures.yml and the others)'
        )
    for use in dict.fromkeys(found):
        click.echo(
            f"docs/{use.page}.md {use.heading}" + (f' in the table "{use.table}"' if use.table else "")
        )


@main.command()
@click.pass_obj
def schema(root: Path) -> None:
    """Write the JSON Schema of each data file, for editors that complete and check YAML."""
    folder = root / "data" / SCHEMA_FOLDER
    folder.mkdir(exist_ok=True)
    for subject in SUBJECTS:
        text = json.dumps(json_schema(subject), indent=2, ensure_ascii=False) + "\n"
        (folder / f"{subject}.json").write_text(text, encoding="utf-8")
    click.echo(f"data/{SCHEMA_FOLDER}: {len(SUBJECTS)} files written")


@main.command()
@click.option("--first", required=True, metavar="DATE", help="Date of the first session: 2027-01-11.")
@click.option("--sessions", metavar="N", help="How many sessions. Without it: the fewest that are usual.")
@click.option("--gap", metavar="SPAN", help="Time between sessions: 5w, 4-6w or 2m. Without it: the usual.")
@click.option("--moved", multiple=True, metavar="N=DATE", help="A session on a day of its own: 3=2027-04-10.")
@click.option("--time", "times", multiple=True, metavar="ID=SPAN", help="A clinic's own time: retinoids=10d.")
@click.option("--format", "form", type=click.Choice([*course.FORMATS, "ics"]), default="text")
@click.option("--titles", type=click.Choice(["neutral", "clear"]), default="neutral", help="For ics.")
@click.option("--site", envvar="SITE_URL", metavar="URL", help="For ics: the guide's address. [SITE_URL]")
@click.option("--course", "series", metavar="K", help="For ics: number-revision-sessions before.")
@click.option(
    "--stamp",
    envvar="SOURCE_DATE_EPOCH",
    metavar="TIME",
    help="For ics: when it is made, 2027-01-02T09:30:00Z. [SOURCE_DATE_EPOCH] Without it: the day of the "
    "guide's last review, because nothing here asks what day it is.",
)
@click.pass_obj
def schedule(
    root: Path,
    first: str,
    sessions: str | None,
    gap: str | None,
    moved: tuple[str, ...],
    times: tuple[str, ...],
    form: str,
    titles: str,
    site: str | None,
    series: str | None,
    stamp: str | None,
) -> None:
    """Print the dates of a course: what to stop before each session, what is free when, and the photo checks.

    Example: python -m macros schedule --first 2027-01-11 --sessions 4 --gap 5w
    """
    data = load_data(root / "data")
    try:
        plan = course.read_plan(data, first, sessions, gap, moved, times)
        numbered = course.read_series(series) if series else None
        base = course.read_site(site) if site else None
        reviewed = dt.datetime.combine(data.site.review.last, dt.time())
        made = course.read_stamp(stamp) if stamp else reviewed
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    if form == "ics":
        printed = calendar.finished(data, plan, made, numbered, clear=titles == "clear", base=base)
    else:
        printed = course.FORMATS[form](data, plan).encode()
    click.echo(printed, nl=False)  # as bytes, so that no system changes the ends of lines


if __name__ == "__main__":
    main(prog_name="python -m macros")
