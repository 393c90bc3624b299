"""Examines files in confined processes: a few of them, kept warm, replaced when they fail.

`Examiner` may be called from any thread, and from processes forked after it was made; unless it is
prepared, nothing is started before the first file. Whatever happens to a process, the file it read
gets an examination that says so: silence never passes for innocence.
"""

import contextlib
import hashlib
import os
import threading
from typing import Protocol

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger
from bartizan.forensics.examination import Defect, Examination, ExaminedFile, Trouble
from bartizan.forensics.file_types import find_type
from bartizan.mail.examining.process import Process, ProcessError
from bartizan.mail.examining.readers import READERS
from bartizan.mail.judgement import ExaminationSettings
from bartizan.mail.metrics import EXAMINED

#: Files after which a process is replaced, whatever it may have gathered.
_FILES_EACH = 500
_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 500
_PATIENCE = 120

_log = get_logger("mail.examining")


class Examining(Protocol):
    """Examines one file; may take its time, never fails."""

    def examine(
        self, content: bytes, name: str, passwords: tuple[str, ...], seconds: float
    ) -> Examination:
        """Return what a file is and holds."""
        ...

    def prepare(self) -> None:
        """Start what the first file would wait for."""
        ...

    def close(self) -> None:
        """End what was started; the next file starts it again."""
        ...


class Examiner:
    """Keeps the processes and hands each file to one of them."""

    def __init__(
        self, settings: ExaminationSettings, clock: Clock, readers: tuple[str, ...] = READERS
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._readers = readers
        self._limits = {
            "total_bytes": settings.total_mb * _MEGABYTE,
            "work_bytes": 2 * settings.total_mb * _MEGABYTE,
            "file_bytes": settings.file_mb * _MEGABYTE,
            "ratio": settings.ratio,
            "entries": settings.entries,
            "depth": settings.depth,
        }
        self._reset()

    def _reset(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(self._settings.processes)
        self._idle: list[tuple[Process, int]] = []

    def examine(
        self, content: bytes, name: str, passwords: tuple[str, ...], seconds: float
    ) -> Examination:
        """Return what a file is and holds, after `seconds` at the latest once its turn came."""
        self._disown()
        if not self._free.acquire(timeout=_PATIENCE):
            return unread(content, name, Trouble.TIME, "No process was free to read it.")
        try:
            found = self._ask(content, name, passwords, min(seconds, self._settings.seconds))
        except ProcessError as error:
            _log.warning("a file could not be examined", trouble=error.trouble, why=error.sentence)
            EXAMINED.labels(error.trouble).inc()
            return unread(content, name, error.trouble, error.sentence)
        finally:
            self._free.release()
        EXAMINED.labels("read").inc()
        return found

    def prepare(self) -> None:
        """Start a process ahead; one that cannot be started is told of at the first file."""
        self._disown()
        with contextlib.suppress(ProcessError):
            self._give_back(*self._take())

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process, _ in idle:
            process.end()

    def _disown(self) -> None:
        """Let go of the processes of our parent, where we were forked."""
        if self._owner == os.getpid():
            return
        inherited = self._idle
        self._reset()
        for process, _ in inherited:
            process.forget()

    def _ask(
        self, content: bytes, name: str, passwords: tuple[str, ...], seconds: float
    ) -> Examination:
        process, count = self._take()
        told = {"name": name[:_LONGEST_NAME], "passwords": passwords, "limits": self._limits}
        try:
            return process.examine(content, told, seconds)
        finally:
            self._give_back(process, count + 1)

    def _give_back(self, process: Process, count: int) -> None:
        if count < _FILES_EACH and process.is_alive:
            with self._lock:
                self._idle.append((process, count))
        else:
            process.end()

    def _take(self) -> tuple[Process, int]:
        while True:
            with self._lock:
                found = self._idle.pop() if self._idle else None
            if found is None:
                memory = self._settings.memory_mb * _MEGABYTE
                return Process(memory, self._readers, self._clock), 0
            if found[0].is_alive:
                return found
            found[0].end()


def unread(content: bytes, name: str, trouble: Trouble, sentence: str) -> Examination:
    """Return the examination of a file that nobody could read."""
    kind = find_type(content)
    file = ExaminedFile(
        path=(name[:_LONGEST_NAME] or "unnamed",),
        type=kind.name,
        family=kind.family,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        defects=(Defect(trouble, sentence),),
    )
    return Examination((file,))
