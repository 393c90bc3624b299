"""Reads parts of a ZIP package (OOXML, OpenDocument) under a budget of bytes and entries."""

import zipfile
from io import BytesIO

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trouble

ENTRIES = 20_000
PART_BYTES = 16_000_000
ALL_BYTES = 64_000_000

_ENTRY = b"PK\x01\x02"
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


class Package:
    """The parts of a package, by name; what is too large or broken becomes a defect."""

    def __init__(self, content: bytes, draft: Draft) -> None:
        self._draft = draft
        self._room = ALL_BYTES
        self._archive: zipfile.ZipFile | None = None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._open(content)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, as they stand in the directory."""
        return tuple(self._entries)

    def read(self, name: str, limit: int = PART_BYTES) -> bytes:
        """Return a part's bytes, cut to `limit`; empty where it cannot be read."""
        entry = self._entries.get(name)
        if entry is None or self._archive is None:
            return b""
        limit = min(limit, self._room)
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(limit + 1)
        except Exception as error:  # noqa: BLE001 - zipfile raises many kinds on hostile bytes
            self._draft.defect(Trouble.BROKEN, f"A part cannot be read ({type(error).__name__}).")
            return b""
        if len(content) > limit:
            self._draft.defect(Trouble.TOO_LARGE, "A part is larger than what is read.")
        self._room -= min(len(content), limit)
        return content[:limit]

    def text(self, name: str, limit: int = PART_BYTES) -> str:
        """Return a part as text."""
        return as_text(self.read(name, limit))

    def _open(self, content: bytes) -> None:
        if content.count(_ENTRY) > ENTRIES:
            self._draft.defect(Trouble.TOO_MANY, "Its directory has too many entries.")
            return
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except Exception as error:  # noqa: BLE001 - see read
            self._draft.defect(
                Trouble.BROKEN, f"The package cannot be opened ({type(error).__name__})."
            )
            return
        self._entries = {
            entry.filename: entry for entry in self._archive.infolist() if not entry.is_dir()
        }


def as_text(content: bytes) -> str:
    """Decode markup by its byte order mark; UTF-8 without one."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return content.decode("utf-8", "replace")
