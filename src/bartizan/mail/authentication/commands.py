"""`bartizan mail authenticate`: what SPF, DKIM, DMARC and ARC say of a file, and why."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bartizan.base.clock import SystemClock
from bartizan.mail.authentication.authenticate import Examination, Lookups, Session, examine
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.authentication.dns.questions import Answer, Question
from bartizan.mail.authentication.dns.resolver import OfflineResolver, Resolver
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.authentication.wording import counted, shown

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--ip", required=True, help="The address that delivered the message.")
@click.option("--helo", default="", help="The name that it greeted with.")
@click.option("--mail-from", default="", help="The envelope sender; empty for a bounce.")
@click.option("--zone", type=_FILE, help="Answer DNS from this YAML file instead of the network.")
@click.option("--offline", is_flag=True, help="Ask DNS nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def authenticate(  # noqa: PLR0913 - click hands every option over by name
    *, file: Path, ip: str, helo: str, mail_from: str, zone: Path | None, offline: bool, form: str
) -> None:
    """Show what SPF, DKIM, DMARC and ARC say of the message in FILE, and every DNS lookup made."""
    clock = SystemClock()
    resolver: Resolver
    if zone is not None:
        resolver = ZoneResolver.from_file(zone)
    else:
        resolver = OfflineResolver() if offline else LiveResolver(clock)
    session = Session(ip, helo, mail_from)
    found = asyncio.run(examine(file.read_bytes(), session, resolver=resolver, now=clock.now()))
    if form == "json":
        click.echo(json.dumps(_document(found), indent=2))
    else:
        _print(found)


def _document(found: Examination) -> dict[str, Any]:
    lookups = {
        method: [_lookup(question, answer) for question, answer in made]
        for method, made in found.lookups.items()
    }
    return found.authentication.model_dump(mode="json") | {"lookups": lookups}


def _lookup(question: Question, answer: Answer) -> Mapping[str, Any]:
    return {
        "name": question.name,
        "type": question.type,
        "outcome": answer.outcome,
        "records": list(answer.records),
    }


def _print(found: Examination) -> None:
    console = Console()
    results = Table("method", "result", "why", title="Authentication", title_justify="left")
    for row in _rows(found.authentication):
        results.add_row(*map(escape, row))
    console.print(results)
    lookups = Table("for", "type", "name", "answer", title="DNS", title_justify="left")
    for method, made in found.lookups.items():
        for line in _lookup_rows(method, made):
            lookups.add_row(*map(escape, line))
    console.print(lookups)


def _rows(found: Authentication) -> Iterator[tuple[str, str, str]]:
    yield "SPF", found.spf.result, found.spf.sentence
    for item in found.dkim:
        yield "DKIM", item.result, item.sentence
    if not found.dkim:
        yield "DKIM", "none", "Nobody signed this message."
    yield "DMARC", found.dmarc.result, found.dmarc.sentence
    yield "ARC", found.arc.result, found.arc.sentence


def _lookup_rows(method: str, made: Lookups) -> Iterable[tuple[str, str, str, str]]:
    for question, answer in made:
        first = shown(answer.records[0]) if answer.records else answer.outcome
        more = len(answer.records) - 1
        text = f"{first} (and {counted(more, 'more record')})" if more > 0 else first
        yield method.upper(), question.type, question.name, text
