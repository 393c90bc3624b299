"""What goes through the pipes between us and the confined process: a head in JSON, then bytes."""

import struct
from collections.abc import Callable
from typing import Any

import orjson

#: Stands in an answer, instead of an examination, with the signal that killed the reader.
DIED = "died"
_LENGTHS = struct.Struct("!IQ")
#: Longest head and longest body; a child that announces more is not ours.
_HEAD_LIMIT, _BODY_LIMIT = 64 * 1024 * 1024, 1024 * 1024 * 1024


class FrameError(Exception):
    """What came through a pipe is not a frame."""


def pack(head: Any, body: bytes = b"") -> list[bytes]:
    """Return a frame, in pieces that are to be sent one after another."""
    words = orjson.dumps(head)
    return [_LENGTHS.pack(len(words), len(body)) + words, body]


def missing(received: bytes | bytearray) -> int:
    """Return how many bytes of a frame are still to come, at least.

    Raises:
        FrameError: it announces more than a frame may have.
    """
    if len(received) < _LENGTHS.size:
        return _LENGTHS.size - len(received)
    head, body = _lengths(received)
    return max(0, _LENGTHS.size + head + body - len(received))


def unpack(frame: bytes | bytearray) -> tuple[bytes, bytes]:
    """Return the head, still in JSON, and the body of a whole frame."""
    head, body = _lengths(frame)
    start = _LENGTHS.size
    return bytes(frame[start : start + head]), bytes(frame[start + head : start + head + body])


def read(read_bytes: Callable[[int], bytes]) -> tuple[Any, bytes] | None:
    """Read one frame from a pipe that blocks; `None` where it was closed.

    Raises:
        FrameError: it was closed in the middle, or no frame came.
    """
    lengths = read_bytes(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise FrameError("the pipe was closed in the middle of a frame")
    head, body = _lengths(lengths)
    words, content = read_bytes(head), read_bytes(body)
    if len(words) + len(content) < head + body:
        raise FrameError("the pipe was closed in the middle of a frame")
    return orjson.loads(words), content


def _lengths(received: bytes | bytearray) -> tuple[int, int]:
    head, body = _LENGTHS.unpack_from(received)
    if head > _HEAD_LIMIT or body > _BODY_LIMIT:
        raise FrameError("a frame announces more than a frame may have")
    return head, body
