"""What a file truly is, by its first bytes, for the types that travel by mail.

Signatures first, then a look inside ZIP and OLE containers, then at text. No library, no parsing
beyond names in a container; linear, and bounded by `CONTAINER_REACH`.
"""

import re

from bartizan.forensics.file_signatures import (
    OLE_STREAMS,
    SIGNATURES,
    TYPES,
    ZIP_ENTRIES,
    Family,
    FileType,
    extension,
)

__all__ = ["Family", "FileType", "extension", "find_type", "runs_by_name"]

#: Endings that Windows starts or mounts on a double click.
_RUNS_CODE = frozenset(
    "appx bat chm cmd com cpl dll exe hta img iso jar js jse lnk mde msc msi msix msp pif ps1 reg "
    "scr sct settingcontent-ms shb url vb vbe vbs vhd vhdx wsc wsf wsh xll".split()
)

#: Bytes at each end of a container in which names are looked for, and of text looked at.
CONTAINER_REACH = 512 * 1024
TEXT_REACH = 4_096

_ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MSI_CLASS = b"\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
#: A mail's reader would not find the test string in our own file: it is put together here.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_OLDEST_CLASS = 40
_FIELD = rb"[\w-]{1,60}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,50}"
_HEADER = rb"(?:from [^\n]{0,200}\n)?(?:" + _FIELD + rb"){1,60}?"
_PROLOGUE = rb"(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,400}-->\s*|<!doctype svg[^>]{0,300}>\s*){0,4}"
_MARKUP: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (rb"#!\s*/?\S{0,200}(?:sh|python\d*|perl|env|node|ruby|php)\b", "shebang-script"),
        (rb"<\?php", "php"),
        (rb"<job\b|<package>\s*<job|<\?component", "wsf"),
        (rb"(?:<[^>]{0,200}>\s*){0,4}<hta:application", "hta"),
        (rb"@echo off\b", "batch"),
        (_PROLOGUE + rb"<svg\b", "svg"),
        (_PROLOGUE + rb"<(?:!doctype\s+html|html|head|body|script|meta|title)\b", "html"),
        (_PROLOGUE + rb"<(?:table|div|iframe|style|form|center)\b", "html"),
        (rb"<\?xml\b", "xml"),
        (_HEADER + rb"(?:received|mime-version|message-id|content-type):\s", "eml"),
        (
            rb"(?:received|mime-version|message-id|content-type):\s[^\n]{0,998}\n[\w \t-]{1,60}",
            "eml",
        ),
    )
)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def find_type(content: bytes) -> FileType:
    """Return the type of `content` by what it holds, never by its name."""
    return TYPES[_container(content) or _signature(content) or _text(content[:TEXT_REACH])]


def runs_by_name(file_name: str) -> bool:
    """Whether a name alone makes a double click start the file."""
    return extension(file_name) in _RUNS_CODE


def _container(content: bytes) -> str | None:
    if not content:
        return "empty"
    if content.startswith(_ZIP_HEADS):
        return _zip(content)
    if content.startswith(_OLE_HEAD):
        return _ole(content)
    return None


def _signature(content: bytes) -> str | None:
    if content.startswith(b"MZ"):
        return "pe"
    if content.startswith(b"\xca\xfe\xba\xbe"):
        # Java classes and fat Mach-O files share a magic; versions and counts tell them apart.
        return "mach-o" if int.from_bytes(content[4:8], "big") < _OLDEST_CLASS else "java-class"
    for offset, magic, name in SIGNATURES:
        if content.startswith(magic, offset):
            return name
    return "eicar" if _EICAR in content[:256] else None


def _reach(content: bytes) -> bytes:
    if len(content) <= 2 * CONTAINER_REACH:
        return content
    return content[:CONTAINER_REACH] + content[-CONTAINER_REACH:]


def _zip(content: bytes) -> str:
    first = content[30:120]
    if first.startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
        return "opendocument"
    if first.startswith(b"mimetypeapplication/epub"):
        return "epub"
    reach = _reach(content)
    return next((name for entry, name in ZIP_ENTRIES if entry in reach), "zip")


def _ole(content: bytes) -> str:
    reach = _reach(content)
    if _MSI_CLASS in reach:
        return "msi"
    if _MACROS in reach:
        return "ole-macro"
    streams = ((stream.encode("utf-16-le"), name) for stream, name in OLE_STREAMS)
    return next((name for stream, name in streams if stream in reach), "ole")


def _text(head: bytes) -> str:
    if head.startswith(_WIDE_BOMS):
        head = head[2:].replace(b"\x00", b"")
    start = head.removeprefix(_BOM).lstrip()
    for pattern, name in _MARKUP:
        if pattern.match(start):
            return name
    return "unknown" if _BINARY.search(head) else "text"
