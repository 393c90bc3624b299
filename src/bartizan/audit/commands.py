"""`bartizan audit …`: list, prove and verify from the command line."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bartizan.audit.entry import Outcome, SealedEntry
from bartizan.audit.ledger import Ledger
from bartizan.audit.proofs import Bundled, encode_bundle
from bartizan.audit.search import EntryFilter
from bartizan.audit.verification import Verification
from bartizan.base.paging import MAX_PAGE_SIZE, PageRequest

Answer = TypeVar("Answer")


class Services(Protocol):
    """What these commands need of the assembled platform."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...


#: What the command line puts on `ctx.obj`.
Opens = Callable[[], AbstractAsyncContextManager[Services]]


@click.group("audit")
def audit() -> None:
    """The signed ledger of everything that was decided."""


@audit.command("verify")
@click.option(
    "--checkpoint",
    "kept",
    type=click.File(encoding="utf-8"),
    help="A checkpoint kept elsewhere; shows whether the ledger was set back since.",
)
@click.pass_context
def verify(ctx: click.Context, kept: Any) -> None:
    """Check every entry, tile and signature; exit with 1 at the first fault."""
    since = None if kept is None else kept.read()
    console = Console(stderr=True)
    with Progress(
        TextColumn("Verifying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("entries", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        found = _answer(ctx, lambda ledger: ledger.verify(since=since, progress=progress))
    click.echo(_verdict(found))
    ctx.exit(0 if found.ok else 1)


@audit.command("prove")
@click.argument("entry")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--text", is_flag=True, help="Write C2SP tlog-proof text instead of a JSON bundle.")
@click.option("--private", "disclose", is_flag=True, help="Show the private fields in the bundle.")
@click.pass_context
def prove(
    ctx: click.Context, entry: str, output: Path | None, *, text: bool, disclose: bool
) -> None:
    """Write a proof of ENTRY (its id or index) that anybody can check offline.

    Check it with `python offline_verify.py FILE --key KEY`, where KEY is what
    `bartizan audit key` prints.
    """

    async def make(ledger: Ledger) -> bytes:
        proof = await ledger.prove(await ledger.locate(entry))
        if text:
            return proof.text.encode()
        fields = await ledger.private(proof.entry) if disclose else []
        shown = {field.name: (field.salt, field.value) for field in fields}
        return encode_bundle([Bundled(proof.parts(), shown)], ledger.key)

    content = _answer(ctx, make)
    if output is None:
        click.echo(content, nl=False)
    else:
        output.write_bytes(content)


@audit.command("key")
@click.pass_context
def key(ctx: click.Context) -> None:
    """Print the public key that checks the ledger's proofs."""

    async def read(ledger: Ledger) -> str:
        return ledger.key.encode()

    click.echo(_answer(ctx, read))


@audit.command("checkpoint")
@click.pass_context
def checkpoint(ctx: click.Context) -> None:
    """Print the newest checkpoint: keep it elsewhere to notice a ledger that was set back."""
    click.echo(_answer(ctx, lambda ledger: ledger.checkpoint()), nl=False)


@audit.command("list")
@click.option("--action", help="A word or its beginning: `mail:`.")
@click.option("--actor", help="The actor's id.")
@click.option("--object", "thing", help="The object's id.")
@click.option("--outcome", type=click.Choice(list(Outcome)))
@click.option("-n", "--number", type=click.IntRange(1, MAX_PAGE_SIZE), default=20)
@click.pass_context
def list_entries(
    ctx: click.Context,
    action: str | None,
    actor: str | None,
    thing: str | None,
    outcome: Outcome | None,
    number: int,
) -> None:
    """List entries, newest first."""
    wanted = EntryFilter.read(action, actor, thing, outcome, (None, None))
    page = PageRequest(page_size=number)
    found = _answer(ctx, lambda ledger: ledger.find(wanted, page))
    Console().print(_table(found.entries))


def _answer(ctx: click.Context, ask: Callable[[Ledger], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        async with cast("Opens", ctx.obj)() as services:
            return await ask(services.ledger)

    return asyncio.run(run())


def _verdict(found: Verification) -> str:
    if found.ok:
        return (
            f"The ledger is whole: {found.entries} entries, root {found.root_hash.hex()}, "
            f"verified in {found.milliseconds / 1000:.1f} s."
        )
    return f"The ledger is not what was signed, from entry {found.first_bad} on. {found.problem}"


def _table(entries: list[SealedEntry]) -> Table:
    """Render entries; what they say is an attacker's as often as ours, so it is never markup."""
    table = Table("index", "time", "actor", "action", "object", "outcome", "reason", box=None)
    for entry in entries:
        cells = (
            str(entry.index), entry.time.isoformat(timespec="seconds"), entry.actor.name,
            entry.action, entry.object, entry.outcome.value, entry.reason or "",
        )  # fmt: skip
        table.add_row(*(Text(_printable(cell)) for cell in cells))
    return table


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
