"""Does one piece of work in a fork of this process, which is thrown away afterwards.

Whoever takes the fork over by a hostile file has gained a process that ends with that file: the
next one, of another message, is read by a fork of a process that never saw the first.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress

from bartizan.mail.examining.confinement import die_with
from bartizan.mail.examining.seccomp import forbid_escapes

_PIECE = 1024 * 1024
_LONGEST = 64 * 1024 * 1024
_LENGTH = 8


class ForkError(Exception):
    """The fork ended without a result."""

    def __init__(self, code: int) -> None:
        super().__init__(f"ended with {code}")
        self.signal = -code if code < 0 else None


def run_in_fork(work: Callable[[], bytes], closing: Iterable[int] = ()) -> bytes:
    """Return what `work` returns in a fork, which does not have the descriptors in `closing`.

    Raises:
        ForkError: it was killed, failed, or has too much to say.
    """
    ours, theirs = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_the_fork(work, parent, theirs, (ours, *closing))
    os.close(theirs)
    try:
        result = _read(ours)
    finally:
        os.close(ours)
        with suppress(ProcessLookupError):  # it may have forked itself
            os.killpg(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if result is None:
        raise ForkError(code)
    return result


def _be_the_fork(work: Callable[[], bytes], parent: int, out: int, closing: Iterable[int]) -> None:
    """Do the work, say what came of it, and end without returning."""
    code = 1
    try:
        gc.disable()  # it ends before there is much to collect, and what we share stays shared
        os.setpgid(0, 0)
        die_with(parent)
        forbid_escapes()
        for descriptor in closing:
            os.close(descriptor)
        result = work()
        # Its length goes before it, so that a part of it is not taken for the whole.
        left = memoryview(len(result).to_bytes(_LENGTH, "big") + result)
        while left:
            left = left[os.write(out, left) :]
        code = 0
    finally:
        os._exit(code)


def _read(pipe: int) -> bytes | None:
    """Read a whole result; `None` where it is not whole."""
    received = bytearray()
    while piece := os.read(pipe, _PIECE):
        received += piece
        if len(received) > _LONGEST:
            return None
        end = _LENGTH + int.from_bytes(received[:_LENGTH], "big")
        if len(received) >= max(end, _LENGTH):
            return bytes(received[_LENGTH:end])
    return None
