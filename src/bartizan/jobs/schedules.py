"""Work that recurs: each slot of a schedule queues one job, whichever process notices first.

Slots are the multiples of the period since 1970 (UTC), shifted by the offset, so they do not
drift and do not depend on when a process started. `every=86_400, offset=3 * 3600` is daily at
03:00. Slots that passed while nothing ran are made up for by one job, not by many.
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger
from bartizan.jobs.errors import DATABASE_TROUBLE, ScheduleError, sentence
from bartizan.jobs.job import NewJob
from bartizan.jobs.models import schedules
from bartizan.jobs.service import Jobs
from bartizan.storage.database import Database, insert_new, lock

_LOOK_SECONDS = 0.25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_log = get_logger("jobs.schedules")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Queues a job of `task` every `every` seconds, `offset` seconds after the slot's start."""

    name: str
    task: str
    every: float
    offset: float = 0.0
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def slot(self, now: datetime) -> datetime:
        """Return the start of the slot that `now` is in."""
        elapsed = (now - _EPOCH).total_seconds() - self.offset
        number = math.floor(elapsed / self.every)
        return _EPOCH + timedelta(seconds=number * self.every + self.offset)

    def next_after(self, now: datetime) -> datetime:
        """Return the start of the slot after the one that `now` is in."""
        return self.slot(now) + timedelta(seconds=self.every)


class Scheduler:
    """Fires schedules; any number of processes may run one with the same schedules."""

    def __init__(
        self, database: Database, jobs: Jobs, clock: Clock, plan: Sequence[Schedule]
    ) -> None:
        """Take the schedules once.

        Raises:
            ScheduleError: a period is not positive, or a name appears twice.
        """
        self._plan = {schedule.name: schedule for schedule in plan}
        if len(self._plan) != len(plan):
            raise ScheduleError("Two schedules have the same name; rename one.")
        for schedule in plan:
            if not schedule.every > 0:
                raise ScheduleError(f"The period of {schedule.name} must be above 0 seconds.")
        self._database = database
        self._jobs = jobs
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Fire what is due until `stop`."""
        registered = False
        while not stop.is_set():
            try:
                if not registered:
                    await self.register()
                    registered = True
                await self.fire()
            except DATABASE_TROUBLE as error:
                _log.warning("the database did not answer", error=sentence(error))
            await _rest(stop)

    async def register(self) -> None:
        """Make the schedules known; a changed period starts anew, a known one goes on."""
        async with self._database.transaction() as connection:
            await lock(connection, "jobs.schedules")
            rows = [self._row(schedule) for schedule in self._plan.values()]
            await insert_new(connection, schedules, rows)
            for row in rows:
                changed = (
                    schedules.c.every_seconds != row["every_seconds"],
                    schedules.c.offset_seconds != row["offset_seconds"],
                )
                stale = sa.and_(schedules.c.name == row["name"], sa.or_(*changed))
                await connection.execute(schedules.update().where(stale).values(row))

    async def fire(self) -> int:
        """Queue one job for every schedule whose slot has come; return how many."""
        now = self._clock.now()
        due = schedules.c.name.in_(self._plan) & (schedules.c.next_at <= now)
        async with self._database.reading() as connection:
            if await connection.scalar(sa.select(schedules.c.name).where(due).limit(1)) is None:
                return 0
        async with self._database.transaction() as connection:
            await lock(connection, "jobs.schedules")
            names = list(await connection.scalars(sa.select(schedules.c.name).where(due)))
            return await self._fire(connection, [self._plan[name] for name in names], now)

    async def _fire(
        self, connection: AsyncConnection, due: Sequence[Schedule], now: datetime
    ) -> int:
        for schedule in due:
            moved = schedules.update().where(schedules.c.name == schedule.name)
            await connection.execute(moved.values(next_at=schedule.next_after(now)))
        slots = [
            NewJob(
                schedule.task,
                schedule.arguments,
                key=f"{schedule.name}@{schedule.slot(now).isoformat()}",
            )
            for schedule in due
        ]
        return await self._jobs.enqueue_many(connection, slots)

    def _row(self, schedule: Schedule) -> dict[str, Any]:
        return {
            "name": schedule.name,
            "every_seconds": float(schedule.every),
            "offset_seconds": float(schedule.offset),
            "next_at": schedule.next_after(self._clock.now()),
        }


async def _rest(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            await stop.wait()
    except TimeoutError:
        return
