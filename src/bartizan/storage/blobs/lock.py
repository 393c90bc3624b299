"""Locks between processes that the kernel frees when their holder dies (flock(2))."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

_MODE = 0o600


def hold(descriptor: int) -> bool:
    """Take the open file for this process alone until it is closed; `False` if another has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class StoreLock:
    """Who may do what to a store now: many add at once, one erases alone.

    flock prefers those who share, so a steady stream of them would keep the one waiting for
    ever. Everybody therefore passes a gate first; who wants to be alone keeps it shut while
    those inside leave. One instance serves one thread at a time.
    """

    def __init__(self, folder: Path) -> None:
        """Open the two lock files in `folder`, creating them where absent."""
        self._gate = os.open(folder / "gate.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
        self._hall = os.open(folder / "hall.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)

    @contextmanager
    def sharing(self) -> Iterator[None]:
        """Keep out those who want to be alone."""
        with _locked(self._gate, fcntl.LOCK_SH):
            fcntl.flock(self._hall, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._hall, fcntl.LOCK_UN)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until everybody left, and keep everybody out."""
        with _locked(self._gate, fcntl.LOCK_EX), _locked(self._hall, fcntl.LOCK_EX):
            yield

    def close(self) -> None:
        """Let go of the lock files."""
        os.close(self._gate)
        os.close(self._hall)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _locked(descriptor: int, how: int) -> Iterator[None]:
    fcntl.flock(descriptor, how)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
