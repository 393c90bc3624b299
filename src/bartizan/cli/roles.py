"""The roles, each a process: `bartizan gateway`, `bartizan api`, `bartizan worker`."""

import asyncio
from collections.abc import Awaitable, Callable

import click
import uvloop

from bartizan.assembly.bartizan import Bartizan, open_bartizan
from bartizan.assembly.migrate import migrate
from bartizan.assembly.settings import Settings, load_settings
from bartizan.base import log
from bartizan.base.collector import tune_collector
from bartizan.storage.database import Database
from bartizan.worker.lifeline import watch_for_stop

RoleMain = Callable[[Bartizan, asyncio.Event], Awaitable[None]]


def run_role(main: RoleMain) -> None:
    """Open everything, run `main` until the process is told to stop, close everything."""
    settings = load_settings()
    log.configure(settings.log.level, human=settings.log.human)
    uvloop.run(_until_stopped(settings, main))


async def _until_stopped(settings: Settings, main: RoleMain) -> None:
    stop = watch_for_stop()
    async with open_bartizan(settings) as bartizan:
        tune_collector()
        await main(bartizan, stop)


@click.command()
def gateway() -> None:
    """Take mail in over SMTP."""
    from bartizan.worker.gateway import run_gateway  # noqa: PLC0415 - only this role needs it

    run_role(run_gateway)


@click.command()
def api() -> None:
    """Serve the API, live events and the console."""
    from bartizan.server.serve import run_api  # noqa: PLC0415 - only this role needs it

    run_role(run_api)


@click.command()
def worker() -> None:
    """Judge, deliver, archive, index and seal what is queued."""
    from bartizan.worker.background import run_worker  # noqa: PLC0415 - only this role needs it

    run_role(run_worker)


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to this version's schema."""
    settings = load_settings()

    async def upgrade() -> None:
        settings.storage.data.mkdir(parents=True, exist_ok=True)
        database = Database(settings.storage.url())
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(upgrade())
    click.echo("The schema is up to date.")
