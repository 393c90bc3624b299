"""`bartizan docs`: the reference pages, written from what the code declares."""

from pathlib import Path

import click

from bartizan.cli.reference import pages


@click.command()
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs/reference"),
    show_default=True,
    help="Folder to write the pages to.",
)
def docs(to: Path) -> None:
    """Write the reference pages: settings, errors, permissions, metrics, commands, plug-ins."""
    to.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (to / name).write_text(text, encoding="utf-8")
        click.echo(f"wrote {to / name}")
