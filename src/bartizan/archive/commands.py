"""`bartizan archive`: search, fetch, compare, rebuild.

The group's context object opens the installation: a callable that returns an async context
manager, which yields something with an `archive`.
"""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol, TypeVar

import click

from bartizan.archive.public import Archive, Found, Order, Requester
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.paging import PageRequest

Answer = TypeVar("Answer")

FOUND_SOMETHING = 3


class HasArchive(Protocol):
    """What the installation must offer these commands."""

    @property
    def archive(self) -> Archive:
        """The archive."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[HasArchive]]


@click.group()
def archive() -> None:
    """Search archived mail, fetch exact bytes, check the index."""


@archive.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@click.option("--page", type=click.IntRange(1, 10_000), default=1, show_default=True)
@click.option(
    "--order", type=click.Choice([order.value for order in Order]), default=Order.NEWEST.value
)
@click.pass_obj
def search(opener: Opener, query: tuple[str, ...], limit: int, page: int, order: str) -> None:
    """Find messages, such as: from:alice "annual report" has:attachment newer_than:30d."""
    wanted = PageRequest(page, limit)

    async def find(archive: Archive) -> Found:
        return await archive.search(" ".join(query), wanted, Order(order))

    found = _with_archive(opener, find)
    click.echo(f"{found.explained} {found.total} found.", err=True)
    if found.index_lag:
        click.echo(f"{found.index_lag} archived messages are not searchable yet.", err=True)
    for hit in found.hits:
        message = hit.message
        fields = (
            message.id,
            f"{message.first_received_at:%Y-%m-%d %H:%M}",
            message.from_address,
            message.subject,
        )
        click.echo("\t".join(printable(field) for field in fields))


@archive.command()
@click.argument("identifier")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="File to write the message to; - for standard output.",
)
@click.option("--reason", help="Why, for the ledger.")
@click.pass_obj
def get(opener: Opener, identifier: str, output: Path, reason: str | None) -> None:
    """Write the exact bytes of the message with this archive id or SHA-256."""
    requester = Requester(_operator(), reason=reason)

    async def fetch(archive: Archive) -> bytes:
        return (await archive.export(identifier, requester))[1]

    raw = _with_archive(opener, fetch)
    with click.open_file(str(output), "wb") as file:
        file.write(raw)


@archive.command()
@click.pass_context
def completeness(context: click.Context) -> None:
    """Compare the archive with its index; exit code 3 when they differ."""
    found = _with_archive(context.obj, lambda archive: archive.completeness())
    click.echo(f"{found.messages} archived, {found.indexed} searchable.")
    for identifier in found.missing:
        click.echo(f"missing\t{identifier}")
    for identifier in found.superfluous:
        click.echo(f"superfluous\t{printable(identifier)}")
    if not found.complete:
        click.echo(
            f"{found.missing_total} missing and {found.superfluous_total} superfluous; "
            "`bartizan archive rebuild-index` makes the index anew."
        )
        context.exit(FOUND_SOMETHING)


@archive.command("rebuild-index")
@click.pass_obj
def rebuild_index(opener: Opener) -> None:
    """Make the search index anew from the archived bytes."""
    count = _with_archive(opener, lambda archive: archive.rebuild())
    click.echo(f"{count} messages are searchable.")


def _with_archive(opener: Opener, use: Callable[[Archive], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        async with opener() as installation:
            return await use(installation.archive)

    return asyncio.run(run())


def _operator() -> Actor:
    name = getpass.getuser()
    return Actor(f"cli:{name}", ActorKind.SYSTEM, name, frozenset({"*"}))


def printable(text: str) -> str:
    """Return `text` without what could steer a terminal: it was written by a stranger."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
