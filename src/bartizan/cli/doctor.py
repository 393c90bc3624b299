"""`bartizan doctor`: is everything there, and does it work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import click
from rich.console import Console
from rich.markup import escape

from bartizan.assembly.bartizan import Bartizan, open_from_settings
from bartizan.assembly.settings import settings_file
from bartizan.base.errors import BartizanError
from bartizan.console.assets import DIST
from bartizan.mail.detecting import shipped_detectors

_SECONDS = 30.0


@click.command()
@click.option("--blobs", is_flag=True, help="Also read every stored byte and check its hash.")
@click.pass_context
def doctor(context: click.Context, *, blobs: bool) -> None:
    """Check settings, stores, ledger, search and console; exit with 1 when something is wrong."""
    console = Console()
    healthy = asyncio.run(_examine(console, blobs=blobs))
    names = ", ".join(shipped_detectors())
    console.print(f"{len(shipped_detectors())} mail detectors: {names}", style="dim")
    if not healthy:
        context.exit(1)


async def _examine(console: Console, *, blobs: bool) -> bool:
    healthy = True
    async with open_from_settings() as bartizan:
        async for name, ailment, seen in _findings(bartizan, blobs=blobs):
            healthy &= not ailment
            mark = "[red]fails[/]" if ailment else "[green]ok[/]   "
            console.print(f"{mark}  {name:<10} {escape(seen)}", soft_wrap=True)
    return healthy


async def _findings(bartizan: Bartizan, *, blobs: bool) -> AsyncIterator[tuple[str, bool, str]]:
    """Yield each part's name, whether it ails, and what was seen."""
    yield "settings", False, f"from {settings_file() or 'the environment and defaults'}"
    built = (DIST / "index.html").is_file()
    yield "console", not built, "built" if built else "not built: run `make console`"
    for name, check in bartizan.checks.items():
        yield name, *await _seen(check())
    yield "archive", *await _seen(_complete(bartizan))
    if blobs:
        flaws = [flaw async for flaw in bartizan.blobs.verify()]
        for flaw in flaws:
            yield "blobs", True, f"{flaw.sha256}: {flaw.sentence}"
        yield "blobs", bool(flaws), f"{len(flaws)} flaws found"


async def _complete(bartizan: Bartizan) -> str:
    found = await bartizan.archive.completeness()
    if not found.complete:
        raise BartizanError(
            f"{found.missing_total} archived messages cannot be searched; "
            "run `bartizan archive rebuild-index`."
        )
    return f"{found.messages} messages, all searchable"


async def _seen(looking: Awaitable[str]) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(_SECONDS):
            return False, await looking
    except TimeoutError:
        return True, f"no answer within {_SECONDS:g} s"
    except BartizanError as error:
        return True, error.detail
