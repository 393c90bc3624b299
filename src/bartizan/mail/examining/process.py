"""Our end of one confined process: starts it, asks it, ends it when it is late or lies."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import orjson

from bartizan.base.clock import Clock
from bartizan.forensics.examination import Examination, Trouble
from bartizan.mail.examining import frames, wire

_MODULE = "bartizan.mail.examining.child"
_START_SECONDS = 60
_PIECE = 1024 * 1024
_DIED = orjson.dumps({frames.DIED: 0})[:-2]


class ProcessError(Exception):
    """A confined process gave no answer that can be used."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence


class Process:
    """One confined process. Not for several threads at once.

    A thread of its own starts it, waits for its end and reaps it. The system ends the process
    together with that thread, so it must be one that lives as long as the process.
    """

    _popen: subprocess.Popen[bytes] | None = None
    _is_over = False

    def __init__(self, memory_bytes: int, readers: tuple[str, ...], clock: Clock) -> None:
        """Start it, and wait until it is ready.

        Raises:
            ProcessError: it cannot be started.
        """
        self._clock = clock
        self._started, self._ended = threading.Event(), threading.Event()
        told = {"parent": os.getpid(), "memory": memory_bytes, "readers": readers}
        threading.Thread(
            target=self._keep, args=(orjson.dumps(told).decode(),), name="examining", daemon=True
        ).start()
        self._started.wait()
        if self._popen is None or self._popen.stdin is None or self._popen.stdout is None:
            raise ProcessError(Trouble.KILLED, "The process that reads files cannot be started.")
        self._to: int = self._popen.stdin.fileno()
        self._from: int = self._popen.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._exchange([], _START_SECONDS)

    def _keep(self, told: str) -> None:
        # What the settings hold in the environment is not for a process that may be taken over.
        path = os.pathsep.join(str(Path(entry or ".").absolute()) for entry in sys.path)
        environment = {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-B", "-s", "-m", _MODULE, told],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=environment, cwd="/",
            )  # fmt: skip
        except OSError:
            return
        finally:
            self._started.set()
        self._popen.wait()
        self._ended.set()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._popen.pid if self._popen else -1

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return not self._is_over and self._popen is not None and self._popen.poll() is None

    def examine(self, content: bytes, told: dict[str, Any], seconds: float) -> Examination:
        """Return what it finds in a file within `seconds`; afterwards it may be asked again.

        Raises:
            ProcessError: it was late, ended or answered nonsense, and is gone; or the fork of it
                that read the file was killed, and it can be asked again.
        """
        answer = self._exchange(frames.pack(told | {"seconds": seconds}, content), seconds)
        if answer.startswith(_DIED):
            raise ProcessError(Trouble.KILLED, _how_it_died(answer))
        try:
            return wire.decode(answer)
        except ValueError as error:
            self.end()
            raise ProcessError(
                Trouble.KILLED, "The process that read it gave an answer that is none."
            ) from error

    def end(self) -> None:
        """End it now."""
        self._is_over = True
        if self._popen is None:
            return
        with contextlib.suppress(OSError):
            self._popen.kill()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def forget(self) -> None:
        """Close what was inherited of it by a process that is not its parent."""
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):
                os.close(pipe)

    def _exchange(self, pieces: list[bytes], seconds: float) -> bytes:
        """Send a frame while listening; return the head of the answer."""
        try:
            return self._talk([memoryview(piece) for piece in pieces if piece], seconds)
        except (OSError, frames.FrameError) as error:
            sentence = self._how_it_ended()
            self.end()
            raise ProcessError(Trouble.KILLED, sentence) from error
        except ProcessError:
            self.end()
            raise

    def _talk(self, sending: list[memoryview], seconds: float) -> bytes:
        deadline = self._clock.monotonic() + seconds
        poll, received = select.poll(), bytearray()
        poll.register(self._from, select.POLLIN)
        if sending:
            poll.register(self._to, select.POLLOUT)
        while frames.missing(received):
            left = deadline - self._clock.monotonic()
            ready = poll.poll(max(0, left) * 1000) if left > 0 else []
            if not ready:
                raise ProcessError(
                    Trouble.TIME, f"Reading it took longer than the {seconds:.0f} seconds it may."
                )
            for pipe, _ in ready:
                if pipe == self._from:
                    received += self._received()
                elif not self._sent(sending):
                    poll.unregister(self._to)
        return frames.unpack(received)[0]

    def _received(self) -> bytes:
        piece = os.read(self._from, _PIECE)
        if not piece:
            raise BrokenPipeError
        return piece

    def _sent(self, sending: list[memoryview]) -> bool:
        """Send as much as goes; return whether anything is left."""
        written = os.write(self._to, sending[0][:_PIECE])
        sending[0] = sending[0][written:]
        if not sending[0]:
            sending.pop(0)
        return bool(sending)

    def _how_it_ended(self) -> str:
        code = self._ended.wait(1) and self._popen.returncode if self._popen else None
        return _how_it_died(orjson.dumps({frames.DIED: -code if code else None}))


def _how_it_died(answer: bytes) -> str:
    """Put into words which signal killed the fork."""
    try:
        number = int(orjson.loads(answer)[frames.DIED])
        name = signal.Signals(number).name
    except (ValueError, TypeError, KeyError):
        return "The process that read it ended without an answer."
    return f"The process that read it was killed ({name})."
