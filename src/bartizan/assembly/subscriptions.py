"""Joins mail and archive: the only file that knows both.

Mail announces that a message was judged; the archive keeps it. Neither knows the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bartizan.archive.public import Archive, Arrival, Observation, VerdictFacts
from bartizan.jobs.public import Job, Subscription, Task

_ARCHIVE = "archive.ingest"

SUBSCRIPTIONS = (Subscription("mail.message.judged", _ARCHIVE),)


def joining_tasks(archive: Archive) -> Mapping[str, Task]:
    """Return the tasks that the subscriptions queue."""

    async def ingest(job: Job) -> None:
        await archive.ingest_many([arrival(job.arguments["payload"])])

    async def ingest_many(jobs: Sequence[Job]) -> None:
        await archive.ingest_many([arrival(job.arguments["payload"]) for job in jobs])

    return {_ARCHIVE: Task(_ARCHIVE, ingest, max_attempts=20, batch=ingest_many)}


def arrival(judged: Mapping[str, Any]) -> Arrival:
    """Read what mail announces of a judged message as an arrival at the archive."""
    return Arrival(
        sha256=judged["sha256"],
        observation=Observation(
            source_id=judged["message_id"],
            received_at=datetime.fromisoformat(judged["received_at"]),
            envelope_from=judged["envelope_from"],
            recipients=tuple(judged["recipients"]),
            remote_address=judged["remote_address"],
            helo=judged["helo"],
        ),
        verdict=VerdictFacts(judged["disposition"], judged["score"]),
    )
