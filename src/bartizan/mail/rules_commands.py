"""`bartizan mail rules`: try signature rules before they judge mail."""

from pathlib import Path

import click

from bartizan.forensics.signatures.rules import check_rules

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def rules() -> None:
    """Check signature rules (YARA)."""


@rules.command("check")
@click.argument("folder", type=_FOLDER)
@click.pass_context
def check(context: click.Context, folder: Path) -> None:
    """Compile every rule file in FOLDER and say what is wrong with it.

    The exit code is 1 when a file cannot be used.
    """
    good, wrong = check_rules(folder)
    for sentence in wrong:
        click.echo(sentence, err=True)
    click.echo(f"{good} rules can be used, {len(wrong)} files cannot.")
    if wrong:
        context.exit(1)
