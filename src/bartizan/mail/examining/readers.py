"""Which readers the confined process runs, by name: loading them is its affair, never ours."""

import importlib
from collections.abc import Iterable

from bartizan.forensics.unpacking import Reader

#: `module:function` of every reader that ships.
READERS: tuple[str, ...] = ()
#: Whether one of them reads pictures; if none does, pictures are not sent.
READS_PICTURES = False


def load_readers(names: Iterable[str]) -> tuple[Reader, ...]:
    """Import readers.

    Raises:
        ImportError, AttributeError: one of them is not there.
    """
    return tuple(_load(*name.split(":")) for name in names)


def _load(module: str, function: str) -> Reader:
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader
