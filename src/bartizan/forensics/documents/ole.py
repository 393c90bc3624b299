"""Compound files (OLE2): a bounded view on their streams, and the macros in them."""

import re
from functools import cached_property
from io import BytesIO
from typing import Any

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.vba import read_vba
from bartizan.forensics.examination import Trait, Trouble

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = 2_000
STREAM_BYTES = 16_000_000
_MODULES = 200
_RAW_SOURCE = re.compile(rb"\x01[\s\S]{2}\x00?Attribut", re.IGNORECASE)


class Compound:
    """The streams of a compound file; broken ones are shorter than they say, or empty."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.error = ""

    @cached_property
    def _file(self) -> Any:
        import olefile  # noqa: PLC0415 - heavy, and only where a reader runs

        try:
            return olefile.OleFileIO(BytesIO(self._content), raise_defects=olefile.DEFECT_FATAL)
        except Exception as error:  # noqa: BLE001 - olefile raises many kinds on hostile bytes
            self.error = type(error).__name__
            return None

    @cached_property
    def streams(self) -> tuple[tuple[str, ...], ...]:
        """The paths of the streams."""
        if self._file is None:
            return ()
        try:
            return tuple(tuple(path) for path in self._file.listdir()[:STREAMS] if path)
        except Exception as error:  # noqa: BLE001 - see _file
            self.error = type(error).__name__
            return ()

    @property
    def class_id(self) -> str:
        """The class of the root, as lower-case hexadecimal with dashes."""
        if self._file is None or self._file.root is None:
            return ""
        return str(self._file.root.clsid or "").lower()

    def read(self, path: tuple[str, ...], limit: int = STREAM_BYTES) -> bytes:
        """Return the bytes of a stream; empty where it cannot be read."""
        if self._file is None:
            return b""
        try:
            with self._file.openstream(list(path)) as stream:
                content: bytes = stream.read(limit)
        except Exception as error:  # noqa: BLE001 - see _file
            self.error = type(error).__name__
            return b""
        return content

    def find(self, *names: str) -> bytes:
        """Return the first stream of the root with one of these names, in any case."""
        wanted = {name.lower() for name in names}
        for path in self.streams:
            if len(path) == 1 and path[0].lower() in wanted:
                return self.read(path)
        return b""


def read_project(content: bytes, draft: Draft) -> None:
    """Note the macros of a `vbaProject.bin`."""
    compound = Compound(content)
    if not read_macros(compound, draft):
        # Damaged on purpose, maybe: what is in it raw is still looked at.
        draft.sign(Trait.MACRO, "a project of Visual Basic")
        if _RAW_SOURCE.search(content):
            read_vba([content], draft)
        draft.defect(Trouble.BROKEN, "The macros are in a file that cannot be read.")


def read_macros(compound: Compound, draft: Draft) -> bool:
    """Note the macros of a compound file; `False` where it holds no project."""
    projects = {path[:-1] for path in compound.streams if path[-1].lower() == "_vba_project"}
    if not projects:
        return False
    modules = [path for path in compound.streams if path[:-1] in projects][:_MODULES]
    read_vba([compound.read(path, 4_000_000) for path in modules], draft)
    return True
