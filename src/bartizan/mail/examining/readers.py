"""Which readers the confined process runs, by name: loading them is its affair, never ours."""

import importlib
from collections.abc import Iterable
from contextlib import suppress

from bartizan.forensics.unpacking import Reader

#: `module:function` of every reader that ships.
READERS: tuple[str, ...] = (
    "bartizan.forensics.documents:read_document",
    "bartizan.forensics.signatures.reading:read_signatures",
)
#: Whether one of them reads pictures; if none does, pictures are not sent.
READS_PICTURES = True


#: What readers import when they need it, imported before a file is read: what a fork imports is
#: lost with it. `module:function` is called as well.
PRELOADED: tuple[str, ...] = (
    "libarchive.ffi",
    "bartizan.forensics.documents.reading:load_everything",
)


def preload(names: Iterable[str] = PRELOADED) -> None:
    """Import what readers will need, as far as it is there; their answers say what is not."""
    for name in names:
        # Bindings of libraries that a machine lacks fail in many ways.
        with suppress(ImportError, OSError, TypeError, AttributeError):
            module, _, function = name.partition(":")
            loaded = importlib.import_module(module)
            if function:
                getattr(loaded, function)()


def load_readers(names: Iterable[str]) -> tuple[Reader, ...]:
    """Import readers.

    Raises:
        ImportError, AttributeError: one of them is not there.
    """
    return tuple(_load(*name.split(":")) for name in names)


def _load(module: str, function: str) -> Reader:
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader
