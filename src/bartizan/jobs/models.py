"""The tables of queued work.

`run_at` is the one time that decides when a job may be taken: set by whoever queued it, moved
forward by a backoff, and by a lease to the lease's own end. So "what is due" is one range of one
index, and an expired lease needs no sweeper.
"""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, Text

from bartizan.storage.schema import Instant, Json, metadata

queue = Table(
    "jobs_queue",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("task", String(100), nullable=False),
    Column("arguments", Json, nullable=False),
    Column("key", String(200)),
    Column("priority", Integer, nullable=False),
    Column("run_at", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", String(36)),
    Column("errors", Json, nullable=False),  # [{attempt, at, error}], oldest first, bounded
    Column("created_at", Instant, nullable=False),
    Index("ix_jobs_queue_priority_run_at", "priority", "run_at"),
)

#: Keys outlive their jobs, so that the repetition of finished work is refused too.
keys = Table(
    "jobs_keys",
    metadata,
    Column("task", String(100), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("job_id", String(36), nullable=False, unique=True),
    Column("known_until", Instant, index=True),  # NULL while the job waits, runs or lies dead
)

dead = Table(
    "jobs_dead",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("task", String(100), nullable=False),
    Column("arguments", Json, nullable=False),
    Column("key", String(200)),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("errors", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("died_at", Instant, nullable=False, index=True),
)

schedules = Table(
    "jobs_schedules",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("every_seconds", Float, nullable=False),
    Column("offset_seconds", Float, nullable=False),
    Column("next_at", Instant, nullable=False),
)

events = Table(
    "jobs_events",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("topic", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
