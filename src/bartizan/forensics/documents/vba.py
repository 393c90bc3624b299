"""Macros in Visual Basic: finds the source in a module stream and says what it can do.

Source is compressed as [MS-OVBA] 2.4.1 says. It is found by how it must begin, not through the
directory of the project, which malware damages while Office repairs it.
"""

import re

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait

SOURCE_LIMIT = 1_000_000

#: A container that begins with eight literal letters, `Attribut(e VB_…)`, packed or not.
_BEGINNING = re.compile(rb"\x01[\s\S]{2}\x00?Attribut", re.IGNORECASE)
_MODULES_A_STREAM = 4
_CHUNK = 4_096
_LEAST_OFFSET_BITS = 4
_AUTO = re.compile(
    r"\b(auto_?open|auto_?close|auto_?exec|auto_?exit|auto_?new|document_?open|document_?close|"
    r"document_?new|documentopen|document_beforeclose|workbook_open|workbook_activate|"
    r"workbook_beforeclose|workbook_close|presentation_open|onslideshowpagechange|"
    r"\w{1,40}_(?:painted|layout|gotfocus|mousemove|mousehover|resize|documentcomplete|"
    r"beforenavigate2|navigatecomplete2|onconnecting))\b",
    re.IGNORECASE,
)
_SUSPICIOUS = re.compile(
    r"\b(shell(?:execute[aw]?)?|wscript\.shell|shell\.application|shellbrowserwindow|"
    r"urldownloadtofile[aw]?|msxml2\.\w{0,8}xmlhttp|microsoft\.xmlhttp|winhttp\.winhttprequest|"
    r"adodb\.stream|savetofile|powershell|cmd(?:\.exe)?\s{1,4}/[ck]|mshta|regsvr32|rundll32|"
    r"certutil|bitsadmin|wmic|winmgmts|win32_process|schedule\.service|virtualalloc(?:ex)?|"
    r"rtlmovememory|createthread|createremotethread|writeprocessmemory|callbyname|"
    r"executeexcel4macro|vbproject|accessvbom|strreverse|frombase64string|kernel32|"
    r"bin\.base64|environ)\b",
    re.IGNORECASE,
)
_CHARACTERS = re.compile(r"\bchrw?\$?\s{0,3}\(", re.IGNORECASE)
_MANY_CHARACTERS = 30
_CODE = re.compile(r"\b(?:sub|function|property)\s{1,5}\w", re.IGNORECASE)
_URL = re.compile(r"(?:https?|ftp)://[^\s\"'<>]{3,2000}", re.IGNORECASE)


def read_vba(streams: list[bytes], draft: Draft) -> None:
    """Note the macros of a project, given its streams."""
    source = "\n".join(source_in(stream) for stream in streams)[:SOURCE_LIMIT]
    if not _CODE.search(source):
        # Compiled code without its source still runs where the version of Office fits.
        stomped = "the source of the macro was removed" if not source.strip() else "no procedures"
        draft.sign(Trait.MACRO, stomped)
        if not source.strip():
            draft.sign(Trait.MACRO_SUSPICIOUS, stomped)
        return
    judge_source(source, draft)
    if draft.has(Trait.MACRO_AUTO) or draft.has(Trait.MACRO_SUSPICIOUS):
        # Signatures are written for source, which lies compressed in the document.
        draft.embed("macros.bas", source.encode("utf-8", "replace"))


def judge_source(source: str, draft: Draft) -> None:
    """Note what the source of macros can do."""
    draft.sign(Trait.MACRO, "Visual Basic")
    joined = source.replace('" & "', "").replace('" + "', "").replace('"&"', "")
    for name in _some(_AUTO, joined):
        draft.sign(Trait.MACRO_AUTO, name)
    for name in _some(_SUSPICIOUS, joined):
        draft.sign(Trait.MACRO_SUSPICIOUS, name)
    if len(_CHARACTERS.findall(source)) >= _MANY_CHARACTERS:
        draft.sign(Trait.OBFUSCATED, "text put together from numbers of characters")
    for match in _URL.finditer(joined):
        draft.link(match[0])


def _some(pattern: re.Pattern[str], text: str) -> list[str]:
    names = dict.fromkeys(match[0].lower() for match in pattern.finditer(text))
    return list(names)[:20]


def source_in(stream: bytes) -> str:
    """Return the source of the modules in one stream; empty where there is none."""
    found = []
    for match, _ in zip(_BEGINNING.finditer(stream), range(_MODULES_A_STREAM), strict=False):
        found.append(decompress(stream[match.start() :]).decode("latin-1"))
    return "\n".join(found)


def decompress(container: bytes) -> bytes:
    """Decompress a container ([MS-OVBA] 2.4.1.3.1) as far as it makes sense."""
    out = bytearray()
    position = 1
    while position + 2 <= len(container) and len(out) < SOURCE_LIMIT:
        header = int.from_bytes(container[position : position + 2], "little")
        if header >> 12 & 7 != 3:  # noqa: PLR2004 - the signature of a chunk
            break
        end = min(position + (header & 0x0FFF) + 3, len(container))
        chunk = container[position + 2 : end]
        out += _chunk(chunk) if header & 0x8000 else chunk
        position = end
    return bytes(out)


def _chunk(chunk: bytes) -> bytes:
    out = bytearray()
    position = 0
    while position < len(chunk):
        flags = chunk[position]
        position += 1
        for bit in range(8):
            if position >= len(chunk) or len(out) >= _CHUNK:
                return bytes(out)
            if flags >> bit & 1:
                _copy(out, int.from_bytes(chunk[position : position + 2], "little"))
                position += 2
            else:
                out.append(chunk[position])
                position += 1
    return bytes(out)


def _copy(out: bytearray, token: int) -> None:
    """Repeat what came before: how a token is split depends on how far we are."""
    bits = max((len(out) - 1).bit_length(), _LEAST_OFFSET_BITS) if out else _LEAST_OFFSET_BITS
    length = (token & (0xFFFF >> bits)) + 3
    offset = (token >> (16 - bits)) + 1
    if offset > len(out):
        return
    for _ in range(min(length, _CHUNK - len(out))):
        out.append(out[-offset])
