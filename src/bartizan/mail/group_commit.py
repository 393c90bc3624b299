"""Lets many concurrent callers share one durable commit.

A batch forms while the commit before it runs, so nobody waits for a timer: alone, a caller
commits at once; under load, one sync to disk serves everybody who came meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class CommitInterruptedError(Exception):
    """The caller that was committing for everybody was cancelled; the outcome is not known."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Item, Result]):
    item: Item
    result: "asyncio.Future[Result]"


class GroupCommit(Generic[Item, Result]):
    """Collects items and commits them together.

    `commit` gets up to `limit` items in the order they came and returns one result for each, or
    raises, and then every caller of that batch gets the error: nothing of it was committed.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]],
        *,
        limit: int = 200,
    ) -> None:
        self._commit = commit
        self._limit = limit
        self._queue: list[_Waiting[Item, Result]] = []
        self._turn = asyncio.Lock()

    async def submit(self, item: Item) -> Result:
        """Return the item's result once its batch is committed."""
        waiting = _Waiting(item, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        async with self._turn:
            while not waiting.result.done():
                await self._commit_next()
        result: Result = await waiting.result
        return result

    async def _commit_next(self) -> None:
        batch, self._queue = self._queue[: self._limit], self._queue[self._limit :]
        try:
            results = await self._commit([waiting.item for waiting in batch])
        except BaseException as error:
            _fail(batch, error)
            raise
        for waiting, result in zip(batch, results, strict=True):
            if not waiting.result.done():
                waiting.result.set_result(result)


def _fail(batch: Sequence[_Waiting[Item, Result]], error: BaseException) -> None:
    """Give every caller the error; a cancellation is one caller's, so the rest get another."""
    told = error if isinstance(error, Exception) else CommitInterruptedError(str(error))
    for waiting in batch:
        if not waiting.result.done():
            waiting.result.set_exception(told)
            # The caller that committed raises the error itself: mark the future as read.
            waiting.result.exception()
