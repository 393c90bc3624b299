"""Properties of Microsoft's mail programs (MAPI), as TNEF and MSG write them.

Source: [MS-OXTNEF] 2.1.3.4, [MS-OXPROPS], [MS-OXRTFCP].
"""

import struct
from collections.abc import Iterator

SUBJECT, BODY, RTF, HTML = 0x0037, 0x1000, 0x1009, 0x1013
DATA, FILE_NAME, LONG_NAME, SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x3001
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_MANY, _NAMED, _WIDE, _OBJECT = 0x1000, 0x8000, 0x1F, 0x0D
_MOST = 2_000
_GUID = 16


def read_properties(data: bytes) -> dict[int, bytes]:
    """Read a list of properties; of those that hold several values the first counts."""
    found: dict[int, bytes] = {}
    try:
        for number, value in _properties(data):
            found.setdefault(number, value)
    except struct.error:
        pass  # cut short: what came before it counts
    return found


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number & _NAMED:
            position = _after_name(data, position)
        values = 1
        if kind & _MANY or kind in _VARIABLE:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for index in range(min(values, _MOST)):
            value, position = _value(data, position, kind & ~_MANY)
            if index == 0:
                yield number, value


def _after_name(data: bytes, position: int) -> int:
    (by_text,) = struct.unpack_from("<I", data, position + _GUID)
    position += _GUID + 4
    if not by_text:
        return position + 4
    (length,) = struct.unpack_from("<I", data, position)
    return position + 4 + _padded(length)


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    if kind in _VARIABLE:
        (length,) = struct.unpack_from("<I", data, position)
        start = position + 4
        if start + length > len(data):
            raise struct.error
        value = data[start : start + length]
        if kind == _WIDE:
            value = value.decode("utf-16-le", "replace").encode()
        if kind == _OBJECT:
            value = value[_GUID:]
        return value, start + _padded(length)
    size = _FIXED.get(kind)
    if size is None:
        raise struct.error
    return data[position : position + size], position + size


def _padded(length: int) -> int:
    return (length + 3) & ~3


_RTF_HEAD = struct.Struct("<IIII")
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_RTF_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096


def expand_rtf(data: bytes, limit: int) -> bytes:
    """Return compressed RTF in the clear, at most `limit` bytes; what is damaged ends it."""
    if len(data) < _RTF_HEAD.size:
        return b""
    _, size, kind, _ = _RTF_HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[_RTF_HEAD.size :][:limit]
    if kind != _COMPRESSED:
        return b""
    return _expand(data, min(size, limit))


def _expand(data: bytes, size: int) -> bytes:
    window = bytearray(_RTF_START.ljust(_WINDOW, b"\0"))
    place, position, out = len(_RTF_START), _RTF_HEAD.size, bytearray()
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data):
                break
            if not control >> bit & 1:
                piece, position = data[position : position + 1], position + 1
            else:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                if token >> 4 == place:
                    return bytes(out[:size])
                piece = b""
                for step in range((token & 15) + 2):
                    byte = window[((token >> 4) + step) % _WINDOW]
                    window[(place + step) % _WINDOW] = byte
                    piece += bytes((byte,))
            for byte in piece:
                window[place] = byte
                place = (place + 1) % _WINDOW
            out += piece
    return bytes(out[:size])
