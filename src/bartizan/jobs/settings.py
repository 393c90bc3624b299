"""How queued work is run, retried and forgotten."""

from pydantic import Field

from bartizan.base.settings import Section


class JobsSettings(Section):
    """Settings of the job queue, its runners and the relay of events."""

    concurrency: int = Field(64, ge=1, le=1000, description="Jobs one process runs at a time.")
    lease_seconds: float = Field(
        30.0,
        gt=0,
        le=3600,
        description="A job whose worker was silent for so long is given to another worker.",
    )
    drain_seconds: float = Field(
        20.0, ge=0, le=3600, description="How long a stopping worker waits for running jobs."
    )
    idle_seconds: float = Field(
        0.25, gt=0, le=60, description="Longest pause between two looks at an empty queue."
    )
    backoff_seconds: float = Field(
        1.0, gt=0, le=3600, description="Upper bound of the pause before the second attempt."
    )
    backoff_ceiling_seconds: float = Field(
        900.0, gt=0, le=86_400, description="The pause between attempts never grows past this."
    )
    key_retention_days: float = Field(
        7.0, gt=0, description="How long the key of a finished job still refuses its repetition."
    )
    event_retention_days: float = Field(
        7.0, gt=0, description="How long the stream of events reaches back."
    )
    relay_batch: int = Field(
        500, ge=1, le=5000, description="Announcements moved into the stream in one transaction."
    )
