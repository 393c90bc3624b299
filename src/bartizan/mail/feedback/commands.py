"""`bartizan mail feedback`: read reports about mail in our name; see what ours would say."""

import asyncio
import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click
import orjson

from bartizan.base.actor import Actor, ActorKind
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.keeping import Feedback, Kept
from bartizan.mail.feedback.opening import read_reports
from bartizan.mail.feedback.outgoing.reporting import Reporting
from bartizan.mail.feedback.outgoing.writing import write_aggregate

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _HasFeedback(Protocol):
    @property
    def feedback(self) -> Feedback:
        """The reports of others."""
        ...

    @property
    def reporting(self) -> Reporting:
        """The reports of ours."""
        ...


class HasMail(Protocol):
    """What the installation must offer these commands."""

    @property
    def mail(self) -> _HasFeedback:
        """The services of mail."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[HasMail]]


@click.group()
def feedback() -> None:
    """Read DMARC and TLS reports about mail in our name, and see ours to others."""


@feedback.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
def read(files: tuple[Path, ...]) -> None:
    """Print the reports in FILES, one JSON document a line; nothing is kept.

    XML, JSON, gzip and ZIP of them, and messages that carry them. The exit code is 1 when a file
    holds none.
    """
    failed = False
    for path in files:
        try:
            reports = read_reports(path.read_bytes())
        except ReportUnreadableError as error:
            failed = True
            click.echo(f"{path}: {error.detail}", err=True)
            continue
        for report in reports:
            line = report.model_dump(mode="json")
            sys.stdout.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    if failed:
        raise SystemExit(1)


@feedback.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.pass_obj
def import_files(opener: Opener, files: tuple[Path, ...]) -> None:
    """Keep the reports in FILES; one that is known already is not kept twice."""
    name = getpass.getuser()
    actor = Actor(f"local:{name}", ActorKind.SYSTEM, name)

    async def run() -> bool:
        failed = False
        async with opener() as installation:
            for path in files:
                try:
                    kept = await installation.mail.feedback.keep(path.read_bytes(), actor)
                except ReportUnreadableError as error:
                    failed = True
                    click.echo(f"{path}: {error.detail}", err=True)
                    continue
                for one in kept:
                    click.echo(_line(one))
        return failed

    if asyncio.run(run()):
        raise SystemExit(1)


@feedback.command()
@click.argument("domain")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC); without it, the latest."
)
@click.pass_obj
def preview(opener: Opener, domain: str, day: datetime | None) -> None:
    """Print the DMARC report that DOMAIN would be sent about a day, as XML; nothing is sent.

    DOMAIN is where the DMARC record was found. The day may not be over yet.
    """
    begins_at = day.replace(tzinfo=UTC) if day is not None else None

    async def run() -> bytes:
        async with opener() as installation:
            report = await installation.mail.reporting.preview(domain, begins_at)
        return write_aggregate(report)

    sys.stdout.buffer.write(asyncio.run(run()))
    sys.stdout.buffer.flush()


def _line(one: Kept) -> str:
    told = "new" if one.is_new else "known"
    words = (told, one.kind, one.domain, one.organisation, f"{one.passed} of {one.total} passed")
    return "\t".join("".join(c if c.isprintable() else "\ufffd" for c in word) for word in words)
