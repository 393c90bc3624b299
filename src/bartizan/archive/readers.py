"""Reads many messages at once, in processes of their own.

Reading is nearly all of an archive's work, and threads share one interpreter. It is also where
hostile bytes meet native code: a message that kills the process reading it costs that process,
and is archived all the same.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bartizan.archive.facts import read_facts
from bartizan.archive.metrics import UNREADABLE_TOTAL
from bartizan.archive.records import MessageFacts
from bartizan.base.log import get_logger

_FEW = 8  # messages that are not worth the way to another process
_MOST_TOGETHER = 16
_log = get_logger("archive.readers")


class Readers:
    """Up to `processes` processes, started at the first large batch; none of them: a thread."""

    def __init__(self, processes: int) -> None:
        """Start nothing yet."""
        self._count = processes
        self._pool: ProcessPoolExecutor | None = None
        self._lone: ProcessPoolExecutor | None = None
        self._careful = asyncio.Lock()

    async def read(self, raws: Sequence[bytes]) -> list[MessageFacts]:
        """Return the facts of messages, in order."""
        if not self._count or len(raws) <= _FEW:
            return await asyncio.to_thread(read_each, raws)
        size = min(_MOST_TOGETHER, -(-len(raws) // self._count))
        chunks = [raws[at : at + size] for at in range(0, len(raws), size)]
        found = await asyncio.gather(*[self._read_chunk(chunk) for chunk in chunks])
        return [facts for chunk in found for facts in chunk]

    async def _read_chunk(self, raws: Sequence[bytes]) -> list[MessageFacts]:
        pool = self._started()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, read_each, raws)
        except BrokenProcessPool:
            self._give_up(pool)
        async with self._careful:
            return [await self._read_alone(raw) for raw in raws]

    async def _read_alone(self, raw: bytes) -> MessageFacts:
        """Read a message in a process with nothing else in it: if it ends, we know why."""
        if self._lone is None:
            self._lone = _processes(1)
        try:
            loop = asyncio.get_running_loop()
            return (await loop.run_in_executor(self._lone, read_each, [raw]))[0]
        except BrokenProcessPool:
            self._lone = None
            UNREADABLE_TOTAL.inc()
            _log.error("a message killed the process that read it")
            return MessageFacts()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _processes(self._count)
        return self._pool

    def _give_up(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None

    async def close(self) -> None:
        """Let the processes end."""
        for pool in (self._pool, self._lone):
            if pool is not None:
                await asyncio.to_thread(pool.shutdown)
        self._pool = self._lone = None


def _processes(count: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # threads do not survive a fork
    return ProcessPoolExecutor(count, context, initializer=_follow_parent)


def read_each(raws: Sequence[bytes]) -> list[MessageFacts]:
    """Return the facts of messages, in order."""
    return [read_facts(raw) for raw in raws]


def _follow_parent() -> None:
    """End with the process that started this one, however it ends, and only then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
