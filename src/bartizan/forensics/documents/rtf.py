"""Rich Text Format: objects hidden in hexadecimal, exploits, remote templates, fields, text.

Word reads RTF leniently and malware lives from the difference: hexadecimal split by groups,
control words without meaning, binary runs. The scanner goes by tokens, once over the file, with a
counter for depth instead of recursion.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.fields import judge_field
from bartizan.forensics.documents.objects import EXPLOITED, embed_object, native_file
from bartizan.forensics.documents.ole import OLE_HEAD
from bartizan.forensics.examination import TEXT_LIMIT, Reading, Trait, Trouble
from bartizan.forensics.file_types import FileType

REACH = 24_000_000
TOKENS = 3_000_000
DEPTH = 2_000

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)|(\\)"
)
_NOT_HEX = re.compile(rb"[^0-9a-fA-F]+")
#: Destinations whose words nobody sees.
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict themedata colorschememapping datastore latentstyles "
    b"listtable listoverridetable rsidtbl generator xmlnstbl objclass objname objalias".split()
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n"}
_MOST_HEX = 32_000_000
_OBJECTS = 40
_EXPLOITED_CLASSES = {
    "equation": "Equation Editor (CVE-2017-11882)",
    "ole2link": "OLE2Link (CVE-2017-0199)",
    "otkloadr": "otkloadr (CVE-2015-1641)",
    "mscomctllib": "MSCOMCTL (CVE-2012-0158)",
    "htmlfile": "an HTML object",
}
_DDE_OBFUSCATION = 200


@dataclass
class _Scan:
    """Where the scanner stands."""

    draft: Draft
    words: list[str] = field(default_factory=list)
    length: int = 0
    places: list[bytes] = field(default_factory=lambda: [b""])
    gathered: dict[bytes, list[bytes]] = field(default_factory=dict)
    hexadecimal: int = 0
    objects: int = 0
    skip_to: int = 0
    splits: int = 0

    @property
    def place(self) -> bytes:
        return self.places[-1]


def read_rtf(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a document in Rich Text Format."""
    draft = Draft()
    scan = _Scan(draft)
    for count, match in enumerate(_TOKEN.finditer(content[:REACH])):
        if count >= TOKENS or len(scan.places) > DEPTH:
            draft.defect(Trouble.TOO_DEEP, "It has more groups or words than are looked at.")
            break
        if match.start() >= scan.skip_to:
            _token(match, content, scan)
    _close_all(scan)
    draft.say("".join(scan.words).strip())
    return draft.reading()


def _token(match: re.Match[bytes], content: bytes, scan: _Scan) -> None:
    word, number, code, symbol, brace, text, _ = match.groups()
    if word is not None:
        _word(word.lower(), number, match.end(), content, scan)
    elif brace == b"{":
        scan.places.append(scan.place)
    elif brace == b"}":
        _leave(scan)
    elif code is not None:
        _text(bytes.fromhex(code.decode()), scan)
    elif text is not None:
        _text(text, scan)
    elif symbol == b"*" and scan.place == b"":
        scan.places[-1] = b"*"


def _word(word: bytes, number: bytes | None, end: int, content: bytes, scan: _Scan) -> None:
    if word == b"bin" and number:
        size = max(int(number), 0)
        _binary(content[end : end + size], scan)
        scan.skip_to = end + size
    elif word in (b"objdata", b"fldinst", b"template"):
        scan.places[-1] = word
    elif word in _SILENT and scan.place != b"objdata":
        scan.places[-1] = b"objclass" if word == b"objclass" else b"silent"
    elif word in _BREAKS and scan.place == b"":
        scan.words.append(_BREAKS[word])
    elif word in (b"objupdate", b"objautlink", b"objhtml"):
        scan.draft.sign(Trait.EXTERNAL_LINK, f"\\{word.decode()}")
    elif word == b"u" and number and scan.place == b"":
        scan.words.append(chr(int(number) % 0x10000) if abs(int(number)) < 0x10000 else " ")  # noqa: PLR2004 - one UTF-16 unit
    elif scan.place == b"objdata":
        scan.splits += 1


def _text(text: bytes, scan: _Scan) -> None:
    place = scan.place
    if place == b"":
        if scan.length < TEXT_LIMIT:
            scan.words.append(text.translate(None, b"\r\n").decode("cp1252", "replace"))
            scan.length += len(text)
    elif place in (b"objdata", b"fldinst", b"template", b"objclass"):
        _gather(place, text, scan)


def _binary(run: bytes, scan: _Scan) -> None:
    if scan.place == b"objdata":
        _gather(b"objdata", run.hex().encode(), scan)


def _gather(place: bytes, text: bytes, scan: _Scan) -> None:
    scan.hexadecimal += len(text)
    if scan.hexadecimal <= _MOST_HEX:
        scan.gathered.setdefault(place, []).append(text)


def _leave(scan: _Scan) -> None:
    """A group ends: what was gathered for its destination is judged."""
    if len(scan.places) == 1:
        return
    place = scan.places.pop()
    if place != scan.place and place in scan.gathered:
        _judge(place, b"".join(scan.gathered.pop(place)), scan)


def _close_all(scan: _Scan) -> None:
    for place, pieces in list(scan.gathered.items()):
        _judge(place, b"".join(pieces), scan)


def _judge(place: bytes, text: bytes, scan: _Scan) -> None:
    if place == b"objdata":
        scan.objects += 1
        if scan.objects <= _OBJECTS:
            _object(_from_hex(text), scan)
    elif place == b"fldinst":
        judge_field(text.decode("cp1252", "replace"), scan.draft)
    elif place == b"template":
        _template(text.decode("cp1252", "replace").strip(), scan.draft)
    elif place == b"objclass":
        _class(text.decode("cp1252", "replace"), scan.draft)


def _from_hex(text: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _template(target: str, draft: Draft) -> None:
    if re.match(r"(?:https?|ftp):|\\\\", target, re.IGNORECASE):
        draft.sign(Trait.EXTERNAL_TEMPLATE, target)
        draft.link(target)


def _class(name: str, draft: Draft) -> None:
    lowered = name.lower()
    for wanted, what in _EXPLOITED_CLASSES.items():
        if wanted in lowered:
            draft.sign(Trait.EXPLOIT, what)


def _object(data: bytes, scan: _Scan) -> None:
    """An OLE 1 object ([MS-OLEDS] 2.2): version, kind, class, topic, item, then its data."""
    draft = scan.draft
    if scan.splits > _DDE_OBFUSCATION:
        draft.sign(Trait.OBFUSCATED, "control words inside the data of an object")
    name, position = _length_prefixed(data, 8)
    _class(name, draft)
    _, position = _length_prefixed(data, position)
    _, position = _length_prefixed(data, position)
    size = int.from_bytes(data[position : position + 4], "little")
    inner = data[position + 4 : position + 4 + size] or data
    start = data.find(OLE_HEAD)
    if start >= 0:
        embed_object("object", data[start:], draft)
        return
    _packed(name, inner, data, draft)


def _packed(name: str, inner: bytes, data: bytes, draft: Draft) -> None:
    native = native_file(len(inner).to_bytes(4, "little") + inner)
    if native is not None:
        draft.sign(Trait.EMBEDDED_OBJECT, native[0])
        draft.embed(*native)
    elif data:
        draft.sign(Trait.EMBEDDED_OBJECT, name or "an object without a class")
        draft.embed(name or "object", inner)
    for identifier, what in EXPLOITED.items():
        if _wire(identifier) in data:
            draft.sign(Trait.EXPLOIT, what)


def _wire(identifier: str) -> bytes:
    """A class identifier as it is stored: its first three numbers little-endian."""
    first, second, third, *rest = identifier.split("-")
    numbers = b"".join(bytes.fromhex(number)[::-1] for number in (first, second, third))
    return numbers + bytes.fromhex("".join(rest))


def _length_prefixed(data: bytes, position: int) -> tuple[str, int]:
    size = int.from_bytes(data[position : position + 4], "little")
    if size > 1_000:  # noqa: PLR2004 - no class is named longer
        return "", position + 4
    text = data[position + 4 : position + 4 + size]
    return text.rstrip(b"\x00").decode("cp1252", "replace"), position + 4 + size
