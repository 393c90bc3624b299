"""The structure of a PDF by its names: what it starts, runs, sends and carries.

A scanner, not a parser: it looks at everything outside streams and at the object streams it can
unpack, once, undoing `#xx` in names; a file that lies about its structure hides nothing from it.
"""

import re
import zlib
from collections.abc import Iterator

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait, Trouble

REACH = 64_000_000
STREAMS = 100_000
OBJECT_STREAM_BYTES = 4_000_000
STRUCTURE_BYTES = 24_000_000

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 3_000
_MASKED = re.compile(rb"/[^\s/<>\[\](){}%#]{0,60}#[0-9A-Fa-f]{2}[^\s/<>\[\](){}%]{0,120}")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_TELLING = re.compile(
    rb"/(?:JavaScript|JS|OpenAction|AA|Launch|URI|SubmitForm|ImportData|GoToR|GoToE|XFA|EmbeddedFile|"
    rb"RichMedia|Encrypt|ObjStm|AcroForm)(?![A-Za-z])"
)
_STRING = rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,500}\)){0,8000})\)"
_URI = re.compile(rb"/URI\s{0,20}" + _STRING, re.DOTALL)
_HEX_URI = re.compile(rb"/URI\s{0,20}<([0-9A-Fa-f\s]{2,16000})>")
_SCRIPT = re.compile(rb"/JS\s{0,20}" + _STRING, re.DOTALL)
_HAS_SCRIPT = re.compile(rb"/(?:JavaScript|JS)(?![A-Za-z])")
_LAUNCH = re.compile(rb"/Launch(?![A-Za-z])")
_SUBMIT = re.compile(rb"/SubmitForm(?![A-Za-z])")
_REMOTE = re.compile(rb"/GoTo[RE](?![A-Za-z])[\s\S]{0,300}?" + _STRING)
_OPEN = re.compile(rb"/OpenAction\s{0,20}(?:(<<)|(\d{1,9})\s{1,5}\d{1,5}\s{1,5}R)")
_ACTIVE = re.compile(rb"/S\s{0,10}/(JavaScript|Launch|URI|SubmitForm|GoToR|GoToE)(?![A-Za-z])")
_RICH = re.compile(rb"/(RichMedia|XFA)(?![A-Za-z])")
_AUTOMATIC = re.compile(rb"/AA\s{0,10}(?:<<|\d)")
_UNMASKED = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_STRING_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r?\n)|(.))", re.DOTALL)


def judge_structure(content: bytes, draft: Draft) -> bytes:
    """Note what the names say; return the structure they stand in."""
    structure = _unmasked(b"\n".join(_structure(content[:REACH], draft)), draft)
    _scripts(structure, draft)
    _actions(structure, draft)
    for pattern, decode in ((_URI, _literal), (_HEX_URI, _hexadecimal)):
        for match, _ in zip(pattern.finditer(structure), range(2_000), strict=False):
            draft.link(_words(decode(match[1])))
    return structure


def _structure(content: bytes, draft: Draft) -> Iterator[bytes]:
    room = STRUCTURE_BYTES
    for head, stream in _pieces(content, draft):
        if room <= 0:
            draft.defect(Trouble.TOO_LARGE, "Its structure is larger than what is looked at.")
            return
        yield head[:room]
        room -= len(head)
        if _is_object_stream(head):
            unpacked = _unpacked(stream)
            yield unpacked[: max(room, 0)]
            room -= len(unpacked)


def _is_object_stream(head: bytes) -> bool:
    dictionary = head[-_DICTIONARY:]
    return b"ObjStm" in dictionary or (b"#" in dictionary and b"ObjStm" in _plain(dictionary))


def _pieces(content: bytes, draft: Draft) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream."""
    position = 0
    for _ in range(STREAMS):
        match = _STREAM.search(content, position)
        if match is None:
            break
        end = content.find(b"endstream", match.end())
        end = len(content) if end < 0 else end
        yield content[position : match.start()], content[match.end() : end]
        position = end + 9
    else:
        draft.defect(Trouble.TOO_MANY, "It has more streams than are looked at.")
    yield content[position:], b""


def _unpacked(stream: bytes) -> bytes:
    machine = zlib.decompressobj()
    try:
        return machine.decompress(stream, OBJECT_STREAM_BYTES)
    except zlib.error:
        return b""


def _plain(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)


def _unmasked(structure: bytes, draft: Draft) -> bytes:
    if b"#" not in structure:
        return structure

    def undo(match: re.Match[bytes]) -> bytes:
        name = _plain(match[0])
        if _TELLING.match(name):
            draft.sign(Trait.OBFUSCATED, f"{_words(name)} written as {_words(match[0])}")
        return name

    return _MASKED.sub(undo, structure)


def _scripts(structure: bytes, draft: Draft) -> None:
    if not _HAS_SCRIPT.search(structure):
        return
    scripts = [_words(_literal(match[1])) for match in _SCRIPT.finditer(structure)][:10]
    for script in scripts or [""]:
        draft.sign(Trait.JAVASCRIPT, script)


def _actions(structure: bytes, draft: Draft) -> None:
    for match, _ in zip(_LAUNCH.finditer(structure), range(5), strict=False):
        said = structure[match.end() : match.end() + 250].partition(b"endobj")[0]
        draft.sign(Trait.LAUNCH, _words(said))
    for match, _ in zip(_SUBMIT.finditer(structure), range(5), strict=False):
        draft.sign(Trait.FORM, _words(structure[match.start() : match.end() + 200]))
    for match, _ in zip(_REMOTE.finditer(structure), range(5), strict=False):
        draft.sign(Trait.EXTERNAL_LINK, _words(_literal(match[1])))
    for name in dict.fromkeys(match[1].decode() for match in _RICH.finditer(structure)):
        draft.sign(Trait.FORM if name == "XFA" else Trait.EMBEDDED_OBJECT, name)
    _opening(structure, draft)


def _opening(structure: bytes, draft: Draft) -> None:
    """An action at opening matters only if it is more than a view: most files set a page there."""
    match = _OPEN.search(structure)
    if match is not None:
        kind = _ACTIVE.search(_opened(structure, match))
        if kind:
            draft.sign(Trait.OPEN_ACTION, kind[1].decode())
    if draft.has(Trait.JAVASCRIPT) and not draft.has(Trait.OPEN_ACTION):
        if match is not None and match[2] is not None and not _object(structure, match[2]):
            draft.sign(Trait.OPEN_ACTION, "an action that is stored apart")
        elif _AUTOMATIC.search(structure):
            draft.sign(Trait.OPEN_ACTION, "additional actions")


def _opened(structure: bytes, match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return structure[match.end() : match.end() + 300]
    return _object(structure, match[2])


def _object(structure: bytes, number: bytes) -> bytes:
    found = re.search(rb"(?<!\d)%s\s{1,5}\d{1,5}\s{1,5}obj\b" % number, structure)
    return structure[found.end() : found.end() + 300].partition(b"endobj")[0] if found else b""


def _literal(text: bytes) -> bytes:
    """Undo the escapes of a literal string (ISO 32000-2, 7.3.4.2)."""

    def undo(match: re.Match[bytes]) -> bytes:
        octal, line_end, letter = match.groups()
        if octal is not None:
            return bytes([int(octal, 8) & 0xFF])
        return b"" if line_end is not None else _UNMASKED.get(letter, letter)

    return _STRING_ESCAPE.sub(undo, text)


def _hexadecimal(text: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", text)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _words(text: bytes) -> str:
    """Text strings begin with a byte order mark, or are close to Latin-1."""
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    return text.decode("utf-8" if text.isascii() else "latin-1", "replace")
