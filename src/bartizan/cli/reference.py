"""The reference documentation, rendered from the code itself so that it cannot lag."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

import click
from prometheus_client import REGISTRY
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import bartizan
from bartizan.assembly.settings import PREFIX, Settings
from bartizan.base.errors import every_error
from bartizan.cli.main import bartizan as program
from bartizan.mail.detecting import shipped_detectors

_HEAD = "<!-- Written by `make docs`; edit the code instead. -->\n\n"


def pages() -> Mapping[str, str]:
    """Return every reference page by file name."""
    load_everything()
    writers: dict[str, Callable[[], str]] = {
        "settings.md": settings_page,
        "errors.md": errors_page,
        "permissions.md": permissions_page,
        "metrics.md": metrics_page,
        "commands.md": commands_page,
        "detectors.md": detectors_page,
    }
    return {name: _HEAD + write() for name, write in writers.items()}


def load_everything() -> None:
    """Import every module, so that all errors, permissions and metrics are known."""
    for module in pkgutil.walk_packages(bartizan.__path__, "bartizan."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)


def settings_page() -> str:
    """Every setting with its default, its variable and what it is for."""
    text = (
        "# Settings\n\nA `bartizan.toml` holds one table for each section; the environment wins.\n"
    )
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            table = _table(("setting", "default", "what it is for"), _rows(section, kind))
            text += f"\n## {section}\n\n{table}"
    return text


def _rows(prefix: str, section: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    for name, field in section.model_fields.items():
        path = f"{prefix}.{name}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _rows(path, kind)
        else:
            variable = PREFIX + path.upper().replace(".", "__")
            words = f"{field.description or ''} `{variable}`".strip()
            yield f"`{path}`", _default(field), words


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=False)
    if field.default_factory is not None or value is PydanticUndefined:
        return "*empty*"
    if value in (None, "", ()):
        return "*unset*"
    return f"`{value}`"


def errors_page() -> str:
    """Every error code with its status and meaning."""
    rows = sorted(
        (f"`{error.code}`", str(error.status), error.title, _first_line(error))
        for error in set(every_error())
        if error.__module__.startswith("bartizan.")
    )
    return "# Error codes\n\n" + _table(("code", "HTTP", "title", "meaning"), rows)


def permissions_page() -> str:
    """Every permission word; the same words name the actions in the ledger."""
    rows = sorted((f"`{word}`", _first_line(kind)) for kind in _permission_kinds() for word in kind)
    return "# Permissions\n\n" + _table(("permission", "of"), rows)


def _permission_kinds() -> set[type[StrEnum]]:
    kinds: set[type[StrEnum]] = set()
    for module in pkgutil.iter_modules(bartizan.__path__, "bartizan."):
        try:
            permissions = importlib.import_module(f"{module.name}.permissions")
        except ModuleNotFoundError:
            continue
        kinds |= {
            kind
            for _, kind in inspect.getmembers(permissions, inspect.isclass)
            if issubclass(kind, StrEnum) and kind is not StrEnum
        }
    return kinds


def metrics_page() -> str:
    """Every figure that `/metrics` offers."""
    rows = sorted(
        (f"`{family.name}`", family.type, family.documentation)
        for family in REGISTRY.collect()
        if family.name.startswith("bartizan_")
    )
    return "# Metrics\n\n" + _table(("metric", "type", "what it counts"), rows)


def commands_page() -> str:
    """Every command with its help."""
    root = click.Context(program, info_name="bartizan", terminal_width=96)
    text = "# Commands\n"
    for context in _commands(program, root):
        usage = context.command.get_help(context)
        text += f"\n## `{context.command_path}`\n\n```text\n{usage}\n```\n"
    return text


def _commands(group: click.Group, context: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, parent=context, info_name=name)
        yield inner
        if isinstance(command, click.Group):
            yield from _commands(command, inner)


def detectors_page() -> str:
    """Every mail detector, as `bartizan doctor` calls the roll."""
    rows = [
        (f"`{one.id}`", one.about.severity.value, f"{one.about.weight:g}", one.description,
         " ".join(f"`{tag}`" for tag in one.about.tags))
        for one in shipped_detectors().values()
    ]  # fmt: skip
    return "# Mail detectors\n\n" + _table(
        ("detector", "severity", "weight", "what it suspects", "tags"), rows
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n")[0]
