"""Which readers the confined process runs, by name: loading them is its affair, never ours."""

import importlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bartizan.forensics.unpacking import Reader

_DOCUMENTS = "bartizan.forensics.documents:read_document"
_SIGNATURES = "bartizan.forensics.signatures.reading"
#: `module:function` of every reader that ships; `module!function` makes one, of an argument that
#: may follow behind another `!`.
READERS: tuple[str, ...] = (_DOCUMENTS, f"{_SIGNATURES}!our_signatures")
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


def readers_with(folder: Path | None, *, signatures: bool = True) -> tuple[str, ...]:
    """Return the readers that ship, with the signature rules of a folder beside ours."""
    if not signatures:
        return (_DOCUMENTS,)
    return READERS if folder is None else (_DOCUMENTS, f"{_SIGNATURES}!signatures_of!{folder}")


def load_readers(names: Iterable[str]) -> tuple[Reader, ...]:
    """Import readers.

    Raises:
        ImportError, AttributeError: one of them is not there.
    """
    return tuple(map(_load, names))


def _load(name: str) -> Reader:
    if "!" in name:
        module, function, *told = name.split("!", 2)
        made: Reader = getattr(importlib.import_module(module), function)(*told)
        return made
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader
