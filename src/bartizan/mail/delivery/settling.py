"""What follows from a try: recipients' new states, the next try, the message's end."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import events, repository
from bartizan.mail.delivery.notices import Notice, Notices
from bartizan.mail.delivery.outcome import Fate, Outcome
from bartizan.mail.delivery.schedule import next_attempt
from bartizan.mail.models import MessageState, RecipientState
from bartizan.mail.repository import Row
from bartizan.mail.settings import MailSettings
from bartizan.mail.verdict import Verdict
from bartizan.storage.outbox import announce_many

Result = tuple[Row, Outcome]
_UNDER_WAY = (MessageState.DELIVERING, MessageState.RELEASED)


class Settling:
    """Turns outcomes into state, inside the caller's transaction."""

    def __init__(
        self,
        jobs: Jobs,
        clock: Clock,
        settings: MailSettings,
        notices: Notices,
        delivery_job: Callable[..., NewJob],
    ) -> None:
        self._jobs = jobs
        self._clock = clock
        self._expiry = timedelta(hours=settings.delivery.expire_hours)
        self._notices = notices
        self._delivery_job = delivery_job

    def final(self, message: Row, results: Sequence[Result]) -> Sequence[Result]:
        """Return the results with what was put off turned into a bounce where the time is up."""
        return [(row, self._final(message, row, outcome)) for row, outcome in results]

    async def prepare_notice(
        self, message: Row, verdict: Verdict | None, results: Sequence[Result], raw: bytes
    ) -> Notice | None:
        """Write the notification final results call for, before the transaction opens."""
        return await self._notices.prepare(message, verdict, results, raw)

    async def settle(
        self,
        connection: AsyncConnection,
        message: Row,
        results: Sequence[Result],
        notice: Notice | None,
    ) -> None:
        """Store the final results, and queue what comes next."""
        now = self._clock.now()
        retries = []
        for row, outcome in results:
            values = self._values(message, row, outcome, now)
            await repository.set_recipient(connection, message["id"], row["position"], **values)
            if values["next_attempt_at"] is not None:
                retries.append((values["next_attempt_at"], values["attempts"]))
        for at, attempt in set(retries):
            key = f"{attempt}@{at.isoformat()}"
            job = self._delivery_job(message["id"], key, run_at=at)
            await self._jobs.enqueue_many(connection, [job])
        if notice is not None:
            sending = await self._notices.store(connection, message, notice, self._delivery_job)
            await self._jobs.enqueue_many(connection, sending)
        await self._finish(connection, message)

    def _final(self, message: Row, row: Row, outcome: Outcome) -> Outcome:
        """Return the outcome, turned into a bounce where the time is up."""
        if outcome.fate is not Fate.DEFERRED:
            return outcome
        give_up_at = self._started(message) + self._expiry
        if next_attempt(row["attempts"] + 1, self._clock.now(), give_up_at) is not None:
            return outcome
        return Outcome(Fate.BOUNCED, outcome.response, outcome.reporting, outcome.certain)

    def _values(self, message: Row, row: Row, final: Outcome, now: datetime) -> dict[str, Any]:
        attempts = row["attempts"] + 1
        again = None
        if final.fate is Fate.DEFERRED:
            give_up_at = self._started(message) + self._expiry
            again = next_attempt(attempts, now, give_up_at) or now
        return {
            "state": RecipientState(final.fate),
            "attempts": attempts,
            "response": final.response,
            "next_attempt_at": again,
            "settled_at": None if again else now,
        }

    @staticmethod
    def _started(message: Row) -> datetime:
        """Return when delivery became possible: a message may be released after weeks."""
        started: datetime = message["delivering_since"] or message["received_at"]
        return started

    async def _finish(self, connection: AsyncConnection, message: Row) -> None:
        """Close the message once no recipient is left to try."""
        rows = await repository.recipients_of(connection, message["id"])
        states = {row["state"] for row in rows}
        if states & set(repository.OPEN):
            return
        bounced = states - {RecipientState.DROPPED} == {RecipientState.BOUNCED}
        end = MessageState.BOUNCED if bounced else MessageState.DELIVERED
        if not await repository.move(connection, message["id"], since=_UNDER_WAY, to=end):
            return
        facts = {"recipients": len(rows), "sha256": message["sha256"]}
        news = [(events.BOUNCED if bounced else events.DELIVERED, message["id"], facts)]
        if not bounced and RecipientState.BOUNCED in states:
            news.append((events.BOUNCED, message["id"], facts))
        await announce_many(connection, news)
