"""The door of queued work: everything other packages may use."""

from bartizan.jobs.errors import Permanent
from bartizan.jobs.events import (
    Event,
    Subscription,
    events_after,
    first_sequence,
    last_sequence,
    matches,
)
from bartizan.jobs.job import BatchHandler, DeadJob, Figures, Job, NewJob, Task, TaskHandler
from bartizan.jobs.relay import Relay
from bartizan.jobs.runner import Runner
from bartizan.jobs.schedules import Schedule, Scheduler
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.jobs.singleton import only_one

__all__ = [
    "BatchHandler",
    "DeadJob",
    "Event",
    "Figures",
    "Job",
    "Jobs",
    "JobsSettings",
    "NewJob",
    "Permanent",
    "Relay",
    "Runner",
    "Schedule",
    "Scheduler",
    "Subscription",
    "Task",
    "TaskHandler",
    "events_after",
    "first_sequence",
    "last_sequence",
    "matches",
    "only_one",
]
