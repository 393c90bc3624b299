"""`bartizan mail`: analyse messages on disk, send some, and say what messages were."""

import importlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Protocol

import click
import orjson
from rich.console import Console
from rich.markup import escape
from rich.tree import Tree
from typing_extensions import override

from bartizan.base.errors import InvalidError
from bartizan.forensics.mime import Message, Part, parse
from bartizan.mail.parse_report import tree
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.progress import followed
from bartizan.mail.rules_commands import rules
from bartizan.mail.scanning import Line, ScanReport, scan_all, scan_lines
from bartizan.mail.send_command import send
from bartizan.mail.sources import find_messages
from bartizan.mail.verdict import Disposition

SOMETHING_HELD = 3
_HELD = frozenset({Disposition.HOLD, Disposition.REJECT})
_COLOURS = {
    Disposition.DELIVER: "green",
    Disposition.TAG: "yellow",
    Disposition.HOLD: "red",
    Disposition.REJECT: "bold red",
}
#: Command -> module below `bartizan.mail` and attribute that holds it.
_LATER = {
    "authenticate": "authentication.commands:authenticate",
    "decisions": "learning_commands:decisions",
    "evaluate": "evaluation.command:evaluate",
    "feedback": "feedback.commands:feedback",
    "list": "learning_commands:lists",
    "models": "learned.commands:models",
    "report": "learning_commands:report",
    "train": "learned.commands:train",
}
_PATH = click.Path(path_type=Path)


class MailGroup(click.Group):
    """A group that loads what needs a whole installation only when that is asked for."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LATER})

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = _LATER.get(cmd_name)
        if target is None:
            return super().get_command(ctx, cmd_name)
        module, attribute = target.split(":")
        found = importlib.import_module(f"bartizan.mail.{module}")
        command: click.Command = getattr(found, attribute)
        return command


@click.group(cls=MailGroup)
def mail() -> None:
    """Analyse messages on disk, send some, say what messages were, keep lists of senders."""


mail.add_command(rules)
mail.add_command(send)


@mail.command("parse")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def parse_command(file: Path, form: str) -> None:
    """Show the MIME tree of the message in FILE, with byte offsets and defects."""
    message = parse(file.read_bytes())
    if form == "json":
        click.echo(orjson.dumps(tree(message), option=orjson.OPT_INDENT_2))
    else:
        _print_tree(message)


def _print_tree(message: Message) -> None:
    console = Console()
    branches: dict[int, Tree] = {-1: Tree(f"{len(message.raw):,} bytes")}
    for part in message.parts:
        branches[part.index] = branches[part.parent].add(escape(_part_line(part)))
    console.print(branches[-1])
    for defect in message.every_defect():
        console.print(f"[yellow]{defect.code}[/] at byte {defect.offset:,}: {defect.sentence}")


def _part_line(part: Part) -> str:
    name = f" {part.file_name!r}" if part.file_name else ""
    where = f"{part.header_start:,}-{part.end:,}"
    return f"{part.index} {part.content_type}{name} ({part.encoding}, bytes {where})"


class HasPipeline(Protocol):
    """What the installation must offer these commands."""

    def pipeline(self, *, dns: bool) -> Pipeline:
        """Return the judge that the settings describe; without `dns` it asks nobody."""
        ...


@mail.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--format", "form", type=click.Choice(["table", "json", "ndjson"]), default="table")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="Processes that analyse side by side.",
)
@click.option("--dns", is_flag=True, help="Ask DNS, to check DKIM, DMARC and ARC.")
@click.pass_context
def scan(
    context: click.Context, *, paths: tuple[Path, ...], form: str, workers: int, dns: bool
) -> None:
    """Judge messages in files, folders, Maildirs and mboxes.

    No server is needed and, without --dns, no network is touched. The exit code is 0 when nothing
    would be held, 3 when something would.
    """
    try:
        sources = list(find_messages(paths))
    except InvalidError as error:
        raise click.UsageError(error.detail) from error
    installation: HasPipeline = context.obj
    started = time.perf_counter()
    with closing(installation.pipeline(dns=dns)) as pipeline:
        if form == "ndjson":
            lines = scan_lines(pipeline, sources, workers, dns=dns)
            counts = _ndjson(followed(lines, len(sources), "Scanning"))
        else:
            scanned = scan_all(pipeline, sources, workers, dns=dns)
            counts = _SHOW[form](followed(scanned, len(sources), "Scanning"))
    if form == "table":
        _summary(counts, time.perf_counter() - started)
    if any(counts[held] for held in _HELD):
        context.exit(SOMETHING_HELD)


def _ndjson(lines: Iterable[Line]) -> Counter[Disposition]:
    counts: Counter[Disposition] = Counter()
    for disposition, line in lines:
        counts[disposition] += 1
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    return counts


def _json(reports: Iterable[ScanReport]) -> Counter[Disposition]:
    kept = list(reports)
    click.echo(orjson.dumps([one.line() for one in kept], option=orjson.OPT_INDENT_2))
    return Counter(one.disposition for one in kept)


def _table(reports: Iterable[ScanReport]) -> Counter[Disposition]:
    counts: Counter[Disposition] = Counter()
    console = Console()
    for one in reports:
        counts[one.disposition] += 1
        _print_report(console, one)
    return counts


_SHOW = {"table": _table, "json": _json}


def _print_report(console: Console, one: ScanReport) -> None:
    """One line for the message, one more for each reason; hostile text cannot steer anything."""
    colour = _COLOURS[one.disposition]
    console.print(
        f"[{colour}]{one.disposition:<8}{one.score:>4}[/]  {_plain(one.path)}  "
        f"[dim]{_plain(one.sender)}[/]  {_plain(one.subject)}",
        soft_wrap=True,
    )
    for reason in one.reasons:
        console.print(f"  {reason.weight:>9.2f}   {_plain(reason.sentence)}", soft_wrap=True)
    for speaking in one.mitigations:
        share = f"-{speaking.strength:.0%}"
        console.print(f"  [green]{share:>9}[/]   {_plain(speaking.sentence)}", soft_wrap=True)


def _plain(text: str) -> str:
    printable = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:300]
    )
    return escape(printable)


def _summary(counts: Counter[Disposition], seconds: float) -> None:
    total = counts.total()
    parts = ", ".join(f"{counts[kind]} {kind}" for kind in Disposition if counts[kind])
    rate = total / seconds if seconds else 0.0
    click.echo(f"{total} messages: {parts or 'none'}; {seconds:.1f} s, {rate:.0f}/s", err=True)
