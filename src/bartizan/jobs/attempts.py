"""The attempts under way in one runner: starts handlers, times them, and notes how they end."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger
from bartizan.jobs.backoff import delay
from bartizan.jobs.errors import Permanent, sentence
from bartizan.jobs.job import BatchHandler, Failure, Job, Settlement, Task
from bartizan.jobs.metrics import JOBS_SECONDS, JOBS_TOTAL
from bartizan.jobs.settings import JobsSettings

_log = get_logger("jobs.attempts")


class Attempts:
    """Jobs held by this runner, from lease to settlement.

    `held` are all whose lease is ours; `running` those of them whose handler has not returned;
    `finished` what the queue has not been told yet. `woken` is set when an attempt ends.
    """

    def __init__(self, tasks: Mapping[str, Task], clock: Clock, settings: JobsSettings) -> None:
        """Start with nothing held."""
        self._tasks = tasks
        self._clock = clock
        self._settings = settings
        self.held: dict[str, Job] = {}
        self.running: set[asyncio.Task[None]] = set()
        self.finished = Settlement()
        self.woken = asyncio.Event()

    def start(self, group: asyncio.TaskGroup, leased: Sequence[Job]) -> None:
        """Start attempts at jobs just leased; those of one batch task go together."""
        batches: dict[str, list[Job]] = {}
        for job in leased:
            if job.id in self.held:
                continue  # our own lease ran out while we work on it, and we took it anew
            self.held[job.id] = job
            task = self._tasks[job.task]
            if job.attempt > task.max_attempts:
                self._bury(job, "The worker that ran it died at every attempt.")
            elif task.batch is not None:
                batches.setdefault(job.task, []).append(job)
            else:
                self._spawn(group, self._try_one(task, job))
        for name, jobs in batches.items():
            self._spawn(group, self._try_batch(self._tasks[name], jobs))

    def _spawn(self, group: asyncio.TaskGroup, work: Coroutine[Any, Any, None]) -> None:
        running = group.create_task(work)
        self.running.add(running)
        running.add_done_callback(self._ended)

    def _ended(self, ended: asyncio.Task[None]) -> None:
        self.running.discard(ended)
        self.woken.set()

    async def _try_one(self, task: Task, job: Job) -> None:
        started = self._clock.monotonic()
        error = await _attempt(task.handler(job), task.timeout)
        if error is None:
            self._done(job)
        else:
            self._failed(task, job, error)
        JOBS_SECONDS.labels(task.name).observe(self._clock.monotonic() - started)
        self.woken.set()

    async def _try_batch(self, task: Task, jobs: Sequence[Job]) -> None:
        if task.batch is not None and await self._done_together(task, task.batch, jobs):
            return
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(self._try_one(task, job))

    async def _done_together(self, task: Task, batch: BatchHandler, jobs: Sequence[Job]) -> bool:
        started = self._clock.monotonic()
        error = await _attempt(batch(jobs), task.timeout)
        if error is not None:
            _log.info("batch failed, trying its jobs alone", task=task.name, error=sentence(error))
            return False
        for job in jobs:
            self._done(job)
        JOBS_SECONDS.labels(task.name).observe(self._clock.monotonic() - started)
        return True

    def _done(self, job: Job) -> None:
        self.finished.done.append(job)
        JOBS_TOTAL.labels(job.task, "done").inc()

    def _failed(self, task: Task, job: Job, error: BaseException) -> None:
        told = sentence(error)
        if isinstance(error, Permanent) or job.attempt >= task.max_attempts:
            self._bury(job, told)
            return
        pause = delay(
            job.attempt, self._settings.backoff_seconds, self._settings.backoff_ceiling_seconds
        )
        retry_at = self._clock.now() + timedelta(seconds=pause)
        self.finished.failed.append(Failure(job, told, retry_at))
        JOBS_TOTAL.labels(job.task, "failed").inc()
        _log.warning("job failed", task=job.task, job=job.id, attempt=job.attempt, error=told)

    def _bury(self, job: Job, told: str) -> None:
        self.finished.buried.append(Failure(job, told))
        self.woken.set()
        JOBS_TOTAL.labels(job.task, "dead").inc()
        _log.error("job given up", task=job.task, job=job.id, attempt=job.attempt, error=told)

    def let_go(self, settled: Settlement) -> None:
        """Forget jobs whose end the queue now knows."""
        for job in _jobs_of(settled):
            self.held.pop(job.id, None)

    def take_back(self, settled: Settlement) -> None:
        """Keep for the next try what the queue could not be told."""
        self.finished.done[:0] = settled.done
        self.finished.failed[:0] = settled.failed
        self.finished.buried[:0] = settled.buried
        self.finished.released[:0] = settled.released

    async def wait(self, seconds: float) -> None:
        """Wait until an attempt ends, at most so long."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self.woken.wait()
        except TimeoutError:
            return

    async def cancel(self) -> None:
        """Break off every running attempt; jobs that have not ended count as released."""
        for running in self.running:
            running.cancel()
        if self.running:
            await asyncio.wait(set(self.running))
        ended = {job.id for job in _jobs_of(self.finished)}
        self.finished.released += [job for job in self.held.values() if job.id not in ended]


async def _attempt(work: Coroutine[Any, Any, None], seconds: float) -> BaseException | None:
    """Await a handler and return what it raised; only our own cancellation passes through."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            await work
    except asyncio.CancelledError as error:
        this = asyncio.current_task()
        if this is None or this.cancelling():
            raise
        return error  # the handler cancelled itself, which is just another way to fail
    except TimeoutError as error:
        return TimeoutError(f"it took over {seconds:g} s") if limit.expired() else error
    except Exception as error:  # noqa: BLE001 - a handler's failure is an outcome
        return error
    return None


def _jobs_of(settled: Settlement) -> Iterable[Job]:
    yield from settled.done
    yield from settled.released
    yield from (failure.job for failure in settled.failed)
    yield from (failure.job for failure in settled.buried)
