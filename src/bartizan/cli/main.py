"""`bartizan`: one program for every door.

Groups are loaded only when they are used, so that `bartizan mail scan` starts without the server.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 something was found.
"""

import importlib
import sys
from typing import TYPE_CHECKING

import click
from typing_extensions import override

from bartizan import __version__
from bartizan.base.errors import BartizanError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from bartizan.assembly.bartizan import Bartizan
    from bartizan.mail.pipeline import Pipeline

#: Command -> module and attribute that holds it.
COMMANDS = {
    "api": "bartizan.cli.roles:api",
    "archive": "bartizan.archive.commands:archive",
    "audit": "bartizan.audit.commands:audit",
    "docs": "bartizan.cli.docs:docs",
    "doctor": "bartizan.cli.doctor:doctor",
    "gateway": "bartizan.cli.roles:gateway",
    "identity": "bartizan.identity.commands:identity",
    "mail": "bartizan.mail.commands:mail",
    "migrate": "bartizan.cli.roles:migrate_command",
    "openapi": "bartizan.cli.describe:openapi",
    "quarantine": "bartizan.mail.quarantine_commands:quarantine",
    "settings": "bartizan.cli.describe:settings",
    "up": "bartizan.cli.up:up",
    "worker": "bartizan.cli.roles:worker",
}


class LazyGroup(click.Group):
    """A group that imports a command the moment it is asked for."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="bartizan")
@click.pass_context
def bartizan(context: click.Context) -> None:
    """Watch mail, archive what was said, prove what was done."""
    context.obj = Installation()


class Installation:
    """What the settings describe, as commands ask for it; loaded late, since few need all of it."""

    def __call__(self) -> "AbstractAsyncContextManager[Bartizan]":
        """Open everything."""
        from bartizan.assembly.bartizan import open_from_settings  # noqa: PLC0415 - see above

        return open_from_settings()

    def pipeline(self, *, dns: bool, chosen: "Sequence[Path]" = ()) -> "Pipeline":
        """Return the judge of mail; without `dns` it asks nobody; `chosen` models judge for it."""
        from bartizan.assembly.judge import judge_from_settings  # noqa: PLC0415 - see above

        return judge_from_settings(dns=dns, chosen=chosen)

    def models(self) -> "Path":
        """Return the folder of the models trained here."""
        from bartizan.assembly.judge import models_folder  # noqa: PLC0415 - see above

        return models_folder()


def main() -> None:
    """Run the command line; expected failures become one line and exit code 1."""
    try:
        bartizan()
    except BartizanError as error:
        click.echo(f"{error.title}: {error.detail} [{error.code}]", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
