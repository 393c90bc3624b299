"""`bartizan up`: everything on this machine, kept running."""

import asyncio
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bartizan.assembly.bartizan import open_bartizan
from bartizan.assembly.migrate import migrate
from bartizan.assembly.settings import Settings, load_settings
from bartizan.base import log
from bartizan.base.clock import SystemClock
from bartizan.identity.public import FirstAdministrator, first_start
from bartizan.storage.database import Database
from bartizan.worker.lifeline import watch_for_stop
from bartizan.worker.supervisor import Role, Supervisor

_FIGURES = "PROMETHEUS_MULTIPROC_DIR"
_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has a random name and mode 0700
_READY_SECONDS = 60.0


@click.command()
def up() -> None:
    """Start every role, restart what dies, stop cleanly on Ctrl-C or SIGTERM."""
    settings = load_settings()
    log.configure(settings.log.level, human=settings.log.human)
    settings.storage.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _fresh_figures(settings.storage.data):
        asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = watch_for_stop()
    administrator = await _prepare(settings)
    supervisor = Supervisor(
        roles(settings), SystemClock(), grace_seconds=settings.worker.grace_seconds
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(supervisor.run())
        greeting = tasks.create_task(_greet(settings, administrator))
        await stop.wait()
        greeting.cancel()
        supervisor.stop()


async def _prepare(settings: Settings) -> FirstAdministrator | None:
    """Bring schema and first administrator into being."""
    database = Database(settings.storage.url())
    try:
        await migrate(database)
    finally:
        await database.close()
    async with open_bartizan(settings) as bartizan:
        return await first_start(bartizan.identity)


@contextmanager
def _fresh_figures(data: Path) -> Iterator[None]:
    """Give the processes a place to share their figures, as long as they run.

    In memory where there is such a place: they are mapped files, and a process that writes to one
    on a full disk is killed for it (SIGBUS, mmap(2)).
    """
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else data
    with tempfile.TemporaryDirectory(prefix="bartizan-figures-", dir=place) as folder:
        os.environ[_FIGURES] = folder
        yield


def roles(settings: Settings) -> list[Role]:
    """Return the processes to run: gateways, the API, one worker a core."""
    gateways = [f"gateway-{number}" for number in range(settings.worker.gateways)]
    count = settings.worker.workers or os.cpu_count() or 1
    workers = [f"worker-{number}" for number in range(count)]
    return [
        *(Role(name, ("gateway",)) for name in gateways),
        Role("api", ("api",)),
        *(Role(name, ("worker",)) for name in workers),
    ]


async def _greet(settings: Settings, administrator: FirstAdministrator | None) -> None:
    """Once both doors answer, tell people where they are."""
    smtp = settings.mail.gateway
    try:
        await _answers(settings.server.host, settings.server.port)
        await _answers(smtp.listen, smtp.port)
    except TimeoutError:
        click.echo("Bartizan is still starting; the log above says what it waits for.", err=True)
    click.echo(greeting(settings, administrator), err=True)


def greeting(settings: Settings, administrator: FirstAdministrator | None) -> str:
    """Say where the console is, how to sign in, and how to send the first message."""
    server, smtp = settings.server, settings.mail.gateway
    if administrator is None:
        sign_in = f"as {settings.identity.admin_username}, with the password you were given"
    elif administrator.password is None:
        sign_in = f"as {administrator.username}, with the password from the settings"
    else:
        sign_in = (
            f"as {administrator.username}, password {administrator.password} (shown only this once)"
        )
    return "\n".join(
        (
            "",
            "  Bartizan keeps watch.",
            "",
            f"  Console   http://{server.host}:{server.port}",
            f"  Sign in   {sign_in}",
            f"  Mail      SMTP on {smtp.listen}:{smtp.port}",
            "  Try it    .venv/bin/bartizan mail send --samples",
            "  Stop      Ctrl-C",
            "",
        )
    )


async def _answers(host: str, port: int) -> None:
    async with asyncio.timeout(_READY_SECONDS):
        while not await asyncio.to_thread(_open, host, port):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)


def _open(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
