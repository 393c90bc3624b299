"""What this installation is set to, and what its API offers."""

from collections.abc import Iterator
from typing import Any

import click
import orjson
from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.table import Table

from bartizan.assembly.settings import PREFIX, Settings, load_settings


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def settings(form: str) -> None:
    """Print the settings in force, secrets hidden."""
    effective = dict(rows(load_settings()))
    if form == "json":
        click.echo(orjson.dumps(effective, option=orjson.OPT_INDENT_2))
        return
    table = Table("setting", "value", "variable", box=None, header_style="bold")
    for name, value in effective.items():
        table.add_row(name, str(value), PREFIX + name.upper().replace(".", "__"))
    Console().print(table)


def rows(effective: Settings) -> Iterator[tuple[str, Any]]:
    """Yield each setting's dotted name and its value as text, secrets hidden."""
    for section in Settings.model_fields:
        yield from _section(section, getattr(effective, section))


def _section(prefix: str, section: BaseModel) -> Iterator[tuple[str, Any]]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _section(f"{prefix}.{name}", value)
        elif isinstance(value, SecretStr):
            yield f"{prefix}.{name}", "[hidden]"
        else:
            yield f"{prefix}.{name}", _plain(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [str(one) for one in value]
    return str(value)


@click.command()
def openapi() -> None:
    """Print the API's OpenAPI 3.1 document."""
    from bartizan.server.app import document  # noqa: PLC0415 - the server is heavy to load

    click.echo(orjson.dumps(document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
