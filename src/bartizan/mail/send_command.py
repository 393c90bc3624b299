"""`bartizan mail send`: hand messages to a mail server, ours or another."""

from collections.abc import Iterator
from pathlib import Path

import click

from bartizan.base.clock import SystemClock
from bartizan.mail.client import send_all
from bartizan.mail.errors import SendRefusedError
from bartizan.mail.samples import RECIPIENT, SENDER, samples

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--from", "sender", default=SENDER, show_default=True, help="Envelope sender.")
@click.option("--to", "recipients", multiple=True, default=(RECIPIENT,), show_default=True)
@click.option("--server", default="127.0.0.1:2525", show_default=True, help="host:port")
@click.option("--samples", "shipped", is_flag=True, help="Send the messages Bartizan ships.")
@click.argument("files", nargs=-1, type=_FILE)
def send(
    sender: str, recipients: tuple[str, ...], server: str, files: tuple[Path, ...], *, shipped: bool
) -> None:
    """Send each message in FILES over SMTP and print the server's answer."""
    chosen = list(_messages(files, shipped=shipped))
    if not chosen:
        raise click.UsageError("Name at least one FILE, or use --samples.")
    answers = send_all(server, sender, recipients, (message for _, message in chosen))
    try:
        for (name, _), answer in zip(chosen, answers, strict=True):
            click.echo(f"{name}: {answer}")
    except SendRefusedError as error:
        raise click.ClickException(error.detail) from error


def _messages(files: tuple[Path, ...], *, shipped: bool) -> Iterator[tuple[str, bytes]]:
    yield from ((path.name, path.read_bytes()) for path in files)
    if shipped:
        yield from samples(SystemClock().now())
