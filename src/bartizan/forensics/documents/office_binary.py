"""Office before 2007: Word, Excel and PowerPoint in compound files."""

import re
from collections.abc import Sequence

from bartizan.forensics.documents.biff import read_workbook
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.encryption import unlock
from bartizan.forensics.documents.fields import judge_field
from bartizan.forensics.documents.objects import embed_object
from bartizan.forensics.documents.ole import Compound, read_macros
from bartizan.forensics.documents.strings import words_in
from bartizan.forensics.documents.vba import read_vba
from bartizan.forensics.examination import Reading, Trait, Trouble
from bartizan.forensics.file_types import FileType

_FIELD = re.compile(rb"\x13([^\x13-\x15]{1,4000})[\x14\x15]")
_WIDE_FIELD = re.compile(rb"\x13\x00((?:[^\x13-\x15]\x00){1,4000})[\x14\x15]\x00")
_FIELDS = 500
_WORD_ENCRYPTED = 0x0100
_NATIVE = "\x01ole10native"


def read_office_binary(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a compound file of Office, whatever it claims to be."""
    draft = Draft()
    compound = Compound(content)
    if not compound.streams:
        draft.defect(Trouble.BROKEN, f"The compound file cannot be read ({compound.error}).")
        read_vba_of_broken(content, draft)
        return draft.reading()
    read_macros(compound, draft)
    if _is_encrypted(compound):
        unlock(content, passwords, draft)
        return draft.reading()
    read_workbook(compound.find("Workbook", "Book"), draft)
    _word(compound.find("WordDocument"), draft)
    draft.say(words_in(compound.find("PowerPoint Document")))
    _objects(content, compound, draft)
    return draft.reading()


def read_vba_of_broken(content: bytes, draft: Draft) -> None:
    """Look for macros in a container whose directory is damaged."""
    if re.search(rb"\x01[\s\S]{2}\x00?Attribut", content):
        read_vba([content], draft)


def _is_encrypted(compound: Compound) -> bool:
    if any(path[-1] == "EncryptedPackage" for path in compound.streams):
        return True
    word = compound.find("WordDocument")[:12]
    if len(word) == 12 and int.from_bytes(word[10:12], "little") & _WORD_ENCRYPTED:  # noqa: PLR2004 - up to the flags of the FIB
        return True
    # FILEPASS follows the first record of a workbook ([MS-XLS] 2.4.117).
    return b"\x2f\x00" in compound.find("Workbook", "Book")[16:40:1] and _has_file_pass(compound)


def _has_file_pass(compound: Compound) -> bool:
    stream = compound.find("Workbook", "Book")
    size = int.from_bytes(stream[2:4], "little")
    return stream[4 + size : 6 + size] == b"\x2f\x00"


def _word(stream: bytes, draft: Draft) -> None:
    if not stream:
        return
    for pattern, encoding in ((_FIELD, "cp1252"), (_WIDE_FIELD, "utf-16-le")):
        for match, _ in zip(pattern.finditer(stream), range(_FIELDS), strict=False):
            judge_field(match[1].decode(encoding, "replace"), draft)
    draft.say(words_in(stream))


def _objects(content: bytes, compound: Compound, draft: Draft) -> None:
    """Objects lie in storages of their own; one look at the whole finds them all."""
    names = {path[-1].lower() for path in compound.streams}
    if _NATIVE in names or "equation native" in names:
        embed_object("object", content, draft)
    if any(path[0].lower().startswith("mbd") for path in compound.streams):
        draft.sign(Trait.EMBEDDED_OBJECT, "an object in a workbook")
