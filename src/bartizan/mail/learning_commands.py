"""`bartizan mail report`, `list` and `decisions`: what people decide, from the command line.

The group's context object opens the installation, as for `bartizan quarantine`.
"""

from datetime import UTC, datetime
from pathlib import Path

import click

from bartizan.base.paging import PageRequest
from bartizan.mail.decisions import Reported
from bartizan.mail.evidence import Listed
from bartizan.mail.lists import NewEntry
from bartizan.mail.public import Mail
from bartizan.mail.quarantine_commands import Opener, local_actor, printable, with_mail
from bartizan.mail.repository import Row

_PAGE = 200


@click.command()
@click.option(
    "--as",
    "reported",
    type=click.Choice([one.value for one in Reported]),
    required=True,
    help="What the messages are.",
)
@click.option("--note", default="", help="Why; it goes into the ledger.")
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def report(opener: Opener, reported: str, note: str, ids: tuple[str, ...]) -> None:
    """Say what the messages with these IDS are; senders and detectors are judged by it."""

    async def tell(mail: Mail) -> dict[str, bool]:
        return await mail.decisions.report(ids, Reported(reported), local_actor(), note)

    known = with_mail(opener, tell)
    for identifier, found in known.items():
        outcome = "recorded" if found else "not_found"
        click.echo(f"{printable(identifier)}\t{outcome}")
    if not all(known.values()):
        raise SystemExit(1)


@click.group("list")
def lists() -> None:
    """Let senders in, or keep them out."""


def _adder(kind: Listed, help_text: str) -> click.Command:
    @click.option("--for", "scope", default="", help="A recipient or a domain; else everybody.")
    @click.option("--reason", required=True, help="Why; it goes into the ledger.")
    @click.option(
        "--until", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC) from which it is over."
    )
    @click.argument("sender")
    @click.pass_obj
    def add(opener: Opener, sender: str, scope: str, reason: str, until: datetime | None) -> None:
        expires = until.replace(tzinfo=UTC) if until is not None else None
        entry = NewEntry(kind, sender, scope, reason, expires)

        async def keep(mail: Mail) -> Row:
            return await mail.lists.add(entry, local_actor())

        click.echo(_line(with_mail(opener, keep)))

    return click.command(kind.value, help=help_text)(add)


lists.add_command(
    _adder(Listed.ALLOW, "Let SENDER (an address or a domain) in, where mail proves to be theirs.")
)
lists.add_command(_adder(Listed.BLOCK, "Keep SENDER (an address or a domain) out."))


@lists.command("remove")
@click.option("--reason", required=True, help="Why; it goes into the ledger.")
@click.argument("identifier")
@click.pass_obj
def remove(opener: Opener, identifier: str, reason: str) -> None:
    """Remove the entry with this IDENTIFIER."""

    async def drop(mail: Mail) -> None:
        await mail.lists.remove(identifier, reason, local_actor())

    with_mail(opener, drop)


@lists.command("show")
@click.option("--query", help="Part of a sender or of a recipient.")
@click.pass_obj
def show(opener: Opener, query: str | None) -> None:
    """List the entries, newest first: id, kind, sender, for whom, until when, reason."""

    async def find(mail: Mail) -> tuple[list[Row], int]:
        rows, total = await mail.lists.find(PageRequest(1, _PAGE), query=query)
        return list(rows), total

    rows, total = with_mail(opener, find)
    for row in rows:
        click.echo(_line(row))
    click.echo(f"{total} entries.", err=True)


def _line(row: Row) -> str:
    until = row["expires_at"].isoformat() if row["expires_at"] else "for good"
    words = (row["id"], row["kind"], row["pattern"], row["scope"] or "everybody", until)
    return "\t".join(printable(word) for word in (*words, row["reason"]))


@click.group()
def decisions() -> None:
    """See what people decided about messages."""


@decisions.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export(opener: Opener, folder: Path) -> None:
    """Write the messages people decided about to FOLDER/phish, /spam and /ham.

    The ledger records it. Released messages count as ham unless somebody reported them; deleted
    ones are passed over.
    """

    async def write(mail: Mail) -> dict[str, int]:
        counts: dict[str, int] = {}
        async for one in mail.decisions.export(local_actor()):
            into = folder / one.folder
            into.mkdir(parents=True, exist_ok=True)
            (into / f"{one.id}.eml").write_bytes(one.raw)
            counts[one.folder] = counts.get(one.folder, 0) + 1
        return counts

    for name, count in sorted(with_mail(opener, write).items()):
        click.echo(f"{name}\t{count}")
