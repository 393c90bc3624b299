"""Mail's queued work, and when it recurs."""

from collections.abc import Mapping
from typing import Final

from bartizan.jobs.public import Job, Schedule, Task
from bartizan.mail.public import Mail

_DELIVERY_SECONDS: Final = 600.0
_HOUR: Final = 3600.0

#: What recurs: quarantine runs out, what got stuck is queued again, old senders are forgotten.
SCHEDULES: Final = (
    Schedule("mail.expire", "mail.expire", every=_HOUR),
    Schedule("mail.rescue", "mail.rescue", every=_HOUR / 4),
    Schedule("mail.forget", "mail.forget", every=24 * _HOUR),
)


def tasks(mail: Mail) -> Mapping[str, Task]:
    """Return how each of mail's jobs is done."""

    async def judge(job: Job) -> None:
        await mail.judging.judge(job.arguments["message"], attempt=job.attempt)

    async def deliver(job: Job) -> None:
        await mail.deliveries.deliver(job.arguments["message"], job=job.id)

    async def expire(job: Job) -> None:  # noqa: ARG001 - a handler's shape
        await mail.quarantine.expire()

    async def rescue(job: Job) -> None:  # noqa: ARG001 - a handler's shape
        await mail.judging.rescue()

    async def forget(job: Job) -> None:  # noqa: ARG001 - a handler's shape
        await mail.profiles.forget()

    async def read_reports(job: Job) -> None:
        await mail.feedback.read_message(job.arguments["message"], job.arguments["sha256"])

    settings = mail.settings
    defined = (
        # One attempt more than analyses: the last one holds the message unjudged.
        Task(
            "mail.judge",
            judge,
            max_attempts=settings.judge_attempts + 5,
            timeout=settings.judge_seconds + 30,
        ),
        Task("mail.deliver", deliver, timeout=_DELIVERY_SECONDS),
        Task("mail.feedback", read_reports),
        Task("mail.expire", expire),
        Task("mail.rescue", rescue),
        Task("mail.forget", forget),
    )
    return {task.name: task for task in defined}
