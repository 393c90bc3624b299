"""Finds plug-ins: one file each, and the file's name is the plug-in's id.

A plug-in package (say `bartizan.mail.detectors`) is walked once; modules whose name starts with
an underscore are helpers of their siblings and are passed over. Third parties join through entry
points of the group `bartizan.<kind>`; the entry point's name is the id.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import entry_points
from types import ModuleType
from typing import TypeVar

from bartizan.base.errors import BartizanError

Plugin = TypeVar("Plugin")


class RollCallError(BartizanError):
    """A plug-in is missing what its kind requires, or two of them share an id."""

    code = "roll-call"
    title = "A plug-in cannot be loaded"


def roll_call(
    package: ModuleType, kind: str, read: Callable[[str, ModuleType], Plugin]
) -> Mapping[str, Plugin]:
    """Return every plug-in of `kind`, ours first, in the order of their ids.

    `read` turns an id and its module into the plug-in and raises `AttributeError` or `TypeError`
    when the module does not have what the kind asks for.

    Raises:
        RollCallError: a module lacks what its kind requires, or an id appears twice.
    """
    found: dict[str, Plugin] = {}
    for identifier, module in [*_shipped(package), *_installed(kind)]:
        if identifier in found:
            raise RollCallError(f"Two {kind} plug-ins are called {identifier}; rename one.")
        try:
            found[identifier] = read(identifier, module)
        except (AttributeError, TypeError) as error:
            raise RollCallError(
                f"The {kind} plug-in {identifier} does not have the required shape: {error}."
            ) from error
    return found


def _shipped(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for entry in sorted(pkgutil.iter_modules(package.__path__), key=lambda entry: entry.name):
        if not entry.name.startswith("_"):
            yield entry.name, importlib.import_module(f"{package.__name__}.{entry.name}")


def _installed(kind: str) -> Iterator[tuple[str, ModuleType]]:
    for entry in sorted(entry_points(group=f"bartizan.{kind}"), key=lambda entry: entry.name):
        yield entry.name, entry.load()
