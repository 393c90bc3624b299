"""Group commit: what many callers bring at the same time becomes durable in one go.

Alone, a caller commits at once; under load, one sync to disk serves everybody who came meanwhile.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Makes a batch durable and returns the number given to each of its items.
Commit = Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]


class GroupCommit(Generic[Item, Result]):
    """Commits items of concurrent callers together, at once when nothing else is under way.

    `commit` takes a batch and returns the result of each of its items. While one batch is being
    committed the next one gathers, so that batches grow with the load and nobody waits for a
    timer. Callers' items stay together and in order.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]],
        *,
        limit: int = 200,
    ) -> None:
        """Commit through `commit`, at most about `limit` items at a time."""
        self._commit = commit
        self._limit = limit
        self._waiting: deque[tuple[Sequence[Item], asyncio.Future[list[Result]]]] = deque()
        self._leader: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """Return one item's result once it is durable; see `submit_many`."""
        return (await self.submit_many([item]))[0]

    async def submit_many(self, items: Sequence[Item]) -> list[Result]:
        """Return the items' results once they are durable.

        A caller that is cancelled learns nothing: its items may or may not be committed. Whatever
        `commit` raises is raised to every caller of that batch.
        """
        if not items:
            return []
        done: asyncio.Future[list[Result]] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, done))
        if self._leader is None or self._leader.done():
            # It outlives a cancelled caller, is held here, and its errors reach every waiter.
            self._leader = asyncio.create_task(self._lead())  # noqa: TID251
        return await done

    async def _lead(self) -> None:
        while self._waiting:
            batch = self._gather()
            items = [item for brought, _ in batch for item in brought]
            try:
                results = await self._commit(items)
            except BaseException as error:
                self._fail(batch, error)
                if not isinstance(error, Exception):
                    raise
            else:
                _settle(batch, results)

    def _gather(self) -> list[tuple[Sequence[Item], asyncio.Future[list[Result]]]]:
        batch = [self._waiting.popleft()]
        size = len(batch[0][0])
        while self._waiting and size + len(self._waiting[0][0]) <= self._limit:
            batch.append(self._waiting.popleft())
            size += len(batch[-1][0])
        return batch

    def _fail(
        self, batch: list[tuple[Sequence[Item], asyncio.Future[list[Result]]]], error: BaseException
    ) -> None:
        """Tell the batch; a leader that is being stopped takes those still waiting with it."""
        stopped = not isinstance(error, Exception)
        for _, done in [*batch, *(self._waiting if stopped else ())]:
            if done.done():
                continue
            if stopped:
                done.cancel()
            else:
                done.set_exception(error)
        if stopped:
            self._waiting.clear()


def _settle(
    batch: list[tuple[Sequence[Item], asyncio.Future[list[Result]]]], results: Sequence[Result]
) -> None:
    at = 0
    for items, done in batch:
        if not done.done():
            done.set_result(list(results[at : at + len(items)]))
        at += len(items)
