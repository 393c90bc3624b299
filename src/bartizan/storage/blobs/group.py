"""Group commit: operations asked for at the same time are carried out in one go.

One thread takes all that is waiting, carries it out, and takes what came meanwhile. Nothing is
ever delayed for company: alone, an operation starts at once, and under load the batches grow by
themselves while the disk is busy with the one before.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Generic, TypeVar

Operation = TypeVar("Operation")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Operation, Result]):
    operation: Operation
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Result]


class GroupCommit(Generic[Operation, Result]):
    """Callers in event loops on one side, one thread that commits on the other."""

    def __init__(
        self,
        commit: Callable[[Sequence[Operation]], Sequence[Result | Exception]],
        *,
        name: str,
        weigh: Callable[[Operation], int],
        most_operations: int = 1024,
        most_weight: int = 32 << 20,
    ) -> None:
        """Start the thread, called `name`.

        Args:
            commit: carries out operations in the thread; a result or an error for each.
            name: the thread's name.
            weigh: the size of an operation.
            most_operations: a batch never has more.
            most_weight: a batch takes no further operation once it weighs this much.
        """
        self._commit = commit
        self._weigh = weigh
        self._most_operations = most_operations
        self._most_weight = most_weight
        self._queue: SimpleQueue[_Waiting[Operation, Result] | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def submit(self, operation: Operation) -> Result:
        """Return the result of `operation` once its batch is done, or raise its error.

        An operation is carried out even when whoever waits for it is cancelled.

        Raises:
            RuntimeError: it was closed.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        with self._closing:
            if self._closed:
                raise RuntimeError("closed: nothing can be submitted any more")
            self._queue.put(_Waiting(operation, loop, future))
        return await future

    async def close(self) -> None:
        """Carry out what is waiting and end the thread; once more does nothing."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        last = False
        while not last:
            batch, last = self._next_batch()
            if batch:
                _settle(batch, self._results([waiting.operation for waiting in batch]))

    def _next_batch(self) -> tuple[list[_Waiting[Operation, Result]], bool]:
        """Wait for one operation and take what else is there; tell whether it was the last."""
        batch: list[_Waiting[Operation, Result]] = []
        weight = 0
        waiting = self._queue.get()
        while waiting is not None:
            batch.append(waiting)
            weight += self._weigh(waiting.operation)
            if len(batch) >= self._most_operations or weight >= self._most_weight:
                return batch, False
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _results(self, operations: Sequence[Operation]) -> Sequence[Result | Exception]:
        try:
            return self._commit(operations)
        except Exception as error:  # noqa: BLE001 - it belongs to those who wait, not to the thread
            return [error for _ in operations]


def _settle(
    batch: Sequence[_Waiting[Operation, Result]], results: Sequence[Result | Exception]
) -> None:
    """Hand out the results, waking every event loop once."""
    by_loop: dict[
        asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Result], Result | Exception]]
    ] = defaultdict(list)
    for waiting, result in zip(batch, results, strict=True):
        by_loop[waiting.loop].append((waiting.future, result))
    for loop, settled in by_loop.items():
        # A loop that is closed by now has nobody left who waits.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_hand_out, settled)


def _hand_out(settled: Sequence[tuple[asyncio.Future[Result], Result | Exception]]) -> None:
    for future, result in settled:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
