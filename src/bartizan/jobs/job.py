"""The words of the queue: a job to be, a job taken, and the task that says how to do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work to queue.

    `arguments` are JSON. A `key` lets the same work be asked for any number of times and be
    queued once. The job is not started before `run_at` (`None`: now); a higher `priority` goes
    first.
    """

    task: str
    arguments: Mapping[str, Any]
    key: str | None = None
    run_at: datetime | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its handler sees it; `attempt` counts from 1."""

    id: str
    task: str
    arguments: Mapping[str, Any]
    key: str | None
    attempt: int
    created_at: datetime
    errors: Sequence[Mapping[str, Any]] = ()


class TaskHandler(Protocol):
    """Does one job.

    It may be called more than once for the same job (a worker can die between doing and
    saying so), so its effect must be idempotent, for instance keyed by `job.id`. Raising means
    failure: the job is tried again later, or dies at once if it raised `Permanent`.
    """

    async def __call__(self, job: Job, /) -> None:
        """Do the job, or raise."""
        ...


class BatchHandler(Protocol):
    """Does several jobs of one task in one go, all or none."""

    async def __call__(self, jobs: Sequence[Job], /) -> None:
        """Do the jobs, or raise; then each of them is done alone by the `TaskHandler`."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """How jobs of one name are done.

    Args:
        name: what jobs call it, as `package.verb`.
        handler: does one job.
        max_attempts: after so many failures the job goes to the dead letters.
        timeout: seconds that one call of a handler may take.
        batch: does jobs that were leased together in one call; where it fails, `handler` does
            them one by one, so that one bad job cannot spoil the others.
    """

    name: str
    handler: TaskHandler
    max_attempts: int = 8
    timeout: float = 60.0
    batch: BatchHandler | None = None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up, and why: `errors` holds `{attempt, at, error}`, oldest first."""

    id: str
    task: str
    arguments: Mapping[str, Any]
    key: str | None
    attempts: int
    errors: Sequence[Mapping[str, Any]]
    created_at: datetime
    died_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The state of the queue, for health and metrics; ages are in seconds."""

    waiting: int
    running: int
    dead: int
    oldest_waiting: float
    outbox: int
    oldest_outbox: float


@dataclass(frozen=True, slots=True)
class Failure:
    """How one attempt went wrong: the job, the sentence kept with it, and when to try again."""

    job: Job
    error: str
    retry_at: datetime | None = None


@dataclass(slots=True)
class Settlement:
    """What a runner has to tell the queue about jobs it held."""

    done: list[Job] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    buried: list[Failure] = field(default_factory=list)
    released: list[Job] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.done or self.failed or self.buried or self.released)
