"""Content-Transfer-Encoding undone as mail clients undo it: junk is skipped, never fatal.

RFC 2045, section 6. Every decoder is linear and answers with bytes and whether they were sound.
"""

import binascii
import re
from enum import StrEnum
from typing import NamedTuple

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SPACE = b" \t\r\n"
_PADDING = re.compile(rb"=+")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_BARE_CR_BREAK = re.compile(rb"=\r(?!\n)")
_TRAILING_SPACE = re.compile(rb"(?<==)[ \t]+(?=\r?\n|\Z)")
_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_SHORT_PROSE = 128
_PROSE_SHARE = 0.1
_RUN_LIMIT = 1_000


class Encoding(StrEnum):
    """The transfer encodings that clients undo."""

    IDENTITY = "identity"
    BASE64 = "base64"
    QUOTED_PRINTABLE = "quoted-printable"
    UUENCODE = "uuencode"


class Soundness(StrEnum):
    """How well the encoded form kept to its rules."""

    SOUND = "sound"
    REPAIRED = "repaired"
    UNDECODABLE = "undecodable"


class Decoded(NamedTuple):
    """Decoded bytes and how sound their encoding was; undecodable content comes back as it was."""

    content: bytes
    soundness: Soundness


_NAMES = {
    "7bit": Encoding.IDENTITY,
    "8bit": Encoding.IDENTITY,
    "binary": Encoding.IDENTITY,
    "base64": Encoding.BASE64,
    "quoted-printable": Encoding.QUOTED_PRINTABLE,
    "uuencode": Encoding.UUENCODE,
    "x-uuencode": Encoding.UUENCODE,
    "uue": Encoding.UUENCODE,
    "x-uue": Encoding.UUENCODE,
}


def find_encoding(value: str) -> Encoding | None:
    """Return the encoding that a Content-Transfer-Encoding value names, `None` if unknown."""
    token = _TOKEN.search(value)
    return _NAMES.get(token[0].lower()) if token else None


def decode(data: bytes, encoding: Encoding) -> Decoded:
    """Undo `encoding`."""
    if encoding is Encoding.BASE64:
        return decode_base64(data)
    if encoding is Encoding.QUOTED_PRINTABLE:
        return decode_quoted_printable(data)
    if encoding is Encoding.UUENCODE:
        return decode_uuencode(data)
    return Decoded(data, Soundness.SOUND)


def decode_base64(data: bytes) -> Decoded:
    """Decode base64, skipping what does not belong and reading on after padding.

    A short text that is prose rather than base64 comes back as it was, as undecodable: clients
    show it. Longer text is decoded whatever it holds, so junk hides no payload.
    """
    junk = data.translate(None, _ALPHABET + _SPACE)
    if junk in (b"", b"=", b"==") and data.rstrip().endswith(junk):
        content = _quanta(data)
        return Decoded(content, _whole(data, junk))
    letters = len(data.translate(None, _SPACE))
    foreign = len(junk) - junk.count(b"=")
    if letters < _SHORT_PROSE and foreign > letters * _PROSE_SHARE:
        return Decoded(data, Soundness.UNDECODABLE)
    return Decoded(_segments(data), Soundness.REPAIRED)


def decode_quoted_printable(data: bytes) -> Decoded:
    """Decode quoted-printable; what is no escape stays as it is."""
    if b"=" not in data:
        return Decoded(data, Soundness.SOUND)
    sound = _BAD_ESCAPE.search(data) is None
    if not sound or b"= " in data or b"=\t" in data:
        data = _BARE_CR_BREAK.sub(b"", _TRAILING_SPACE.sub(b"", data))
    content = binascii.a2b_qp(data)
    return Decoded(content, Soundness.SOUND if sound else Soundness.REPAIRED)


def decode_uuencode(data: bytes) -> Decoded:
    """Decode the lines between `begin` and `end`; lines that are broken are passed over."""
    content: list[bytes] = []
    sound, inside = True, False
    for line in data.splitlines():
        if not inside:
            inside = line.startswith(b"begin ")
        elif line.strip() == b"end":
            return Decoded(b"".join(content), Soundness.SOUND if sound else Soundness.REPAIRED)
        else:
            try:
                content.append(binascii.a2b_uu(line))
            except binascii.Error:
                sound = False
    if not inside:
        return Decoded(data, Soundness.UNDECODABLE)
    return Decoded(b"".join(content), Soundness.REPAIRED)


def _whole(data: bytes, padding: bytes) -> Soundness:
    if not padding and len(data.translate(None, _SPACE)) % 4:
        return Soundness.REPAIRED
    return Soundness.SOUND


def _quanta(data: bytes) -> bytes:
    """Decode one run of base64; an incomplete last quantum gives the bytes that it holds."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        letters = data.translate(None, _SPACE + b"=")
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _segments(data: bytes) -> bytes:
    """Decode several padded runs one after another; a rest too short for a quantum is dropped."""
    junk = bytes(set(data) - set(_ALPHABET + b"="))
    runs = [run for run in _PADDING.split(data.translate(None, junk), _RUN_LIMIT) if run]
    if len(runs) > 1 and not data.rstrip().endswith(b"="):
        runs[-1] = runs[-1][: len(runs[-1]) // 4 * 4]
    return b"".join(map(_quanta, runs))
