"""Runs queued jobs: leases them in groups, does them concurrently, settles them in groups.

One transaction both settles what finished and leases what is next, so that a busy runner pays
one commit for many jobs. A runner that is killed loses nothing: its leases end, and another
takes its jobs. One that is stopped drains: it leases no more, waits for what runs, and gives
back what did not finish in time.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.base.ids import new_id
from bartizan.base.log import get_logger
from bartizan.jobs import repository
from bartizan.jobs.attempts import Attempts
from bartizan.jobs.errors import DATABASE_TROUBLE, sentence
from bartizan.jobs.job import Job, Settlement, Task
from bartizan.jobs.metrics import JOBS_WAITING
from bartizan.jobs.pace import Pace
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.database import Database

_COUNT_SECONDS = 5.0
_log = get_logger("jobs.runner")


class Runner:
    """Does the jobs of the tasks it is given; any number of runners may share a database."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        clock: Clock,
        tasks: Mapping[str, Task],
        settings: JobsSettings | None = None,
    ) -> None:
        """Take the tasks by name; jobs of other names are left to other runners."""
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._settings = settings or JobsSettings()
        self._tasks = dict(tasks)
        self._owner = new_id()
        self._attempts = Attempts(self._tasks, clock, self._settings)
        self._lease = timedelta(seconds=self._settings.lease_seconds)
        self._extended_at = 0.0
        self._counted_at = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        """Run jobs until `stop`, then drain."""
        async with asyncio.TaskGroup() as group:
            watcher = group.create_task(self._wake_on(stop))
            pace = Pace(min(self._settings.idle_seconds, self._settings.lease_seconds / 4))
            while not stop.is_set():
                self._attempts.woken.clear()
                leased = await self._turn(group, free=self._free())
                await self._count()
                await pace.rest(self._attempts.woken, busy=leased > 0 and self._free() > 0)
            await self._drain()
            watcher.cancel()

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._attempts.woken.set()

    def _free(self) -> int:
        return self._settings.concurrency - len(self._attempts.held)

    async def _turn(self, group: asyncio.TaskGroup | None, *, free: int) -> int:
        """Settle what finished, keep what runs, lease up to `free` more; return how many."""
        try:
            if not await self._anything_to_say(free):
                return 0
            leased = await self._exchange(free)
        except DATABASE_TROUBLE as error:
            _log.warning("the database did not answer", error=sentence(error))
            return 0
        if group is not None:
            self._attempts.start(group, leased)
        return len(leased)

    async def _anything_to_say(self, free: int) -> bool:
        if self._attempts.finished or self._leases_age():
            return True
        if free <= 0:
            return False
        async with self._database.reading() as connection:
            due = await repository.next_due(connection, self._tasks)
        return due is not None and due <= self._clock.now()

    async def _exchange(self, free: int) -> list[Job]:
        """Do one transaction with the queue; what it settled is forgotten once it is committed."""
        settled = self._attempts.finished
        self._attempts.finished = Settlement()
        try:
            async with self._database.transaction() as connection:
                await self._settle(connection, settled)
                await self._extend(connection)
                leased = await self._lease_more(connection, free)
        except BaseException:
            self._attempts.take_back(settled)
            raise
        self._attempts.let_go(settled)
        return leased

    async def _settle(self, connection: AsyncConnection, settled: Settlement) -> None:
        now = self._clock.now()
        await repository.finish(
            connection, settled.done, self._owner, self._jobs.keys_known_until()
        )
        await repository.retry(connection, settled.failed, self._owner, now)
        await repository.bury(connection, settled.buried, self._owner, now)
        await repository.release(connection, settled.released, self._owner, now)

    async def _extend(self, connection: AsyncConnection) -> None:
        if self._leases_age():
            self._extended_at = self._clock.monotonic()
            until = self._clock.now() + self._lease
            await repository.extend(connection, list(self._attempts.held), self._owner, until)

    def _leases_age(self) -> bool:
        age = self._clock.monotonic() - self._extended_at
        return bool(self._attempts.held) and age > self._settings.lease_seconds / 3

    async def _lease_more(self, connection: AsyncConnection, free: int) -> list[Job]:
        if free <= 0:
            return []
        now = self._clock.now()
        if not self._attempts.held:
            self._extended_at = self._clock.monotonic()
        return await repository.lease(
            connection,
            self._tasks,
            self._owner,
            now=now,
            until=now + self._lease,
            limit=free,
        )

    async def _drain(self) -> None:
        """Wait for running jobs up to the limit, settling them as they end; give back the rest."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._settings.drain_seconds
        while self._attempts.running and loop.time() < deadline:
            self._attempts.woken.clear()
            await self._turn(None, free=0)
            await self._attempts.wait(min(self._settings.lease_seconds / 4, deadline - loop.time()))
        await self._attempts.cancel()
        await self._turn(None, free=0)

    async def _count(self) -> None:
        if self._clock.monotonic() - self._counted_at < _COUNT_SECONDS:
            return
        self._counted_at = self._clock.monotonic()
        try:
            async with self._database.reading() as connection:
                JOBS_WAITING.set((await self._jobs.figures(connection)).waiting)
        except DATABASE_TROUBLE:
            return
