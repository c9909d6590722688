"""Help for editors: `python -m macros check`, `where ID` and `schema`."""

import json
from pathlib import Path

import click

from . import pages
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


if __name__ == "__main__":
    main(prog_name="python -m macros")
