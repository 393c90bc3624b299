"""Mail's queued work, and when it recurs."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final

from bartizan.jobs.public import Job, Schedule, Task, TaskHandler
from bartizan.mail.feedback.outgoing.reporting import REPORT
from bartizan.mail.public import Mail

_DELIVERY_SECONDS: Final = 600.0
_HOUR: Final = 3600.0

#: What recurs: quarantine runs out, what got stuck is queued again, old senders are forgotten,
#: yesterday's mail is reported to the domains that ask.
SCHEDULES: Final = (
    Schedule("mail.expire", "mail.expire", every=_HOUR),
    Schedule("mail.rescue", "mail.rescue", every=_HOUR / 4),
    Schedule("mail.forget", "mail.forget", every=24 * _HOUR),
    # Well after midnight (UTC): what was judged before it must have been written down.
    Schedule("mail.reports", "mail.reports", every=24 * _HOUR, offset=0.75 * _HOUR),
)


def tasks(mail: Mail) -> Mapping[str, Task]:
    """Return how each of mail's jobs is done."""

    async def judge(job: Job) -> None:
        await mail.judging.judge(job.arguments["message"], attempt=job.attempt)

    async def deliver(job: Job) -> None:
        await mail.deliveries.deliver(job.arguments["message"], job=job.id)

    async def read_reports(job: Job) -> None:
        await mail.feedback.read_message(job.arguments["message"], job.arguments["sha256"])

    async def report(job: Job) -> None:
        await mail.reporting.send(job.arguments["report"], attempt=job.attempt)

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
        Task(REPORT, report),
        *_recurring(mail),
    )
    return {task.name: task for task in defined}


def _recurring(mail: Mail) -> Iterable[Task]:
    """Return how what recurs is done; such a job has no arguments."""
    work = {
        "mail.expire": mail.quarantine.expire,
        "mail.rescue": mail.judging.rescue,
        "mail.forget": mail.profiles.forget,
        "mail.reports": mail.reporting.plan,
    }
    return (Task(name, _handler(does)) for name, does in work.items())


def _handler(does: Callable[[], Awaitable[object]]) -> TaskHandler:
    async def handler(job: Job) -> None:  # noqa: ARG001 - a handler's shape
        await does()

    return handler
