"""`bartizan quarantine`: see and release held mail, for whoever has the machine.

The group's context object opens the installation: a callable that returns an async context
manager, which yields something with a `mail`.
"""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

import click

from bartizan.base.actor import Actor, ActorKind
from bartizan.base.paging import PageRequest
from bartizan.mail.listing import MessageFilter
from bartizan.mail.mailroom import Listed
from bartizan.mail.public import Mail
from bartizan.mail.quarantine import Ending, Result

Answer = TypeVar("Answer")


class HasMail(Protocol):
    """What the installation must offer these commands."""

    @property
    def mail(self) -> Mail:
        """The services of mail."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[HasMail]]


@click.group()
def quarantine() -> None:
    """See held mail, and let it go."""


@quarantine.command("list")
@click.option("--query", help="Words of the subject, or parts of addresses.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@click.pass_obj
def list_held(opener: Opener, query: str | None, limit: int) -> None:
    """List held mail, newest first: id, score, sender, subject, reason."""

    async def find(mail: Mail) -> Listed:
        wanted = MessageFilter(query=query, held=True)
        return await mail.mailroom.find(wanted, PageRequest(1, limit))

    listed = with_mail(opener, find)
    for row in listed.rows:
        words = (row["id"], row["score"], row["envelope_from"], row["subject"], row["top_reason"])
        click.echo("\t".join(printable(word) for word in words))
    click.echo(f"{listed.total} held.", err=True)


@quarantine.command()
@click.option("--reason", required=True, help="Why; it goes into the ledger.")
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def release(opener: Opener, reason: str, ids: tuple[str, ...]) -> None:
    """Let the messages with these IDS go to their recipients; twice sends once."""
    actor = local_actor()

    async def free(mail: Mail) -> list[Result]:
        return await mail.quarantine.release(ids, actor, reason)

    results = with_mail(opener, free)
    for result in results:
        click.echo(f"{result.id}\t{result.ending}\t{result.sentence}")
    if any(result.ending in (Ending.NOT_FOUND, Ending.NOT_HELD) for result in results):
        raise SystemExit(1)


def local_actor() -> Actor:
    """Return whoever has the machine, as the ledger names them."""
    name = getpass.getuser()
    return Actor(f"local:{name}", ActorKind.SYSTEM, name)


def with_mail(opener: Opener, use: Callable[[Mail], Awaitable[Answer]]) -> Answer:
    """Open the installation and use its mail."""

    async def run() -> Answer:
        async with opener() as installation:
            return await use(installation.mail)

    return asyncio.run(run())


def printable(word: object) -> str:
    """Show a hostile word on a terminal: nothing that moves the cursor or ends the field."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(word or ""))
