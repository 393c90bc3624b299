"""Delivers judged messages: claims, hands over, settles.

A try is written down before it is made and its end right after, each in one short transaction.
A worker that dies between the two leaves a try without an outcome: that message is tried again,
and such a try is the only way in which the next hop can ever get a second copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Ledger
from bartizan.base.clock import Clock
from bartizan.base.ids import new_id
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import repository
from bartizan.mail.delivery.carriers import Carriers, Destination
from bartizan.mail.delivery.destinations import destination_for
from bartizan.mail.delivery.next_hop import Addressed, NextHops, Transmission
from bartizan.mail.delivery.notices import Notices
from bartizan.mail.delivery.outcome import Fate, Outcome, summary
from bartizan.mail.delivery.settling import Settling
from bartizan.mail.delivery.trace import Trace, outgoing
from bartizan.mail.metrics import DELIVERIES
from bartizan.mail.repository import Row
from bartizan.mail.settings import MailSettings
from bartizan.mail.verdict import Verdict
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database, lock

DELIVER: Final = "mail.deliver"
#: A try that began longer ago than this has no worker any more; its end will never be known.
#: It is longer than the task may take (see `mail.tasks`).
ABANDONED_AFTER: Final = timedelta(minutes=15)


def delivery_job(identifier: str, attempt: str, **options: Any) -> NewJob:
    """Return the job that delivers a message; `attempt` tells repeated requests apart."""
    return NewJob(DELIVER, {"message": identifier}, key=f"{identifier}/{attempt}", **options)


@dataclass(frozen=True, slots=True)
class _Try:
    """Recipients of one message that share a next hop."""

    id: str
    hop: Destination
    recipients: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A message that is ours to deliver now."""

    message: Row
    verdict: Verdict | None
    released: bool
    tries: Sequence[_Try]


class Deliveries:
    """Takes messages to their next hops."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        jobs: Jobs,
        ledger: Ledger,
        clock: Clock,
        settings: MailSettings,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._clock = clock
        self._settings = settings
        self._carriers = Carriers(NextHops(settings.delivery, settings.gateway.host_name, clock))
        self._settling = Settling(
            jobs, clock, settings, Notices(blobs, ledger, clock, settings), delivery_job
        )

    async def deliver(self, identifier: str) -> None:
        """Try every recipient that is due, and settle what became of each.

        Where another worker is at it, a later look is queued instead.

        Raises:
            BlobMissingError, BlobCorruptError: the bytes are gone; nothing was tried.
        """
        async with self._database.reading() as connection:
            message = await repository.message(connection, identifier)
        if message is None:
            return
        raw = await self._blobs.get(message["sha256"])
        claim = await self._claim(message)
        content = outgoing(raw, self._trace(claim), self._settings.delivery.subject_prefix)
        for one in claim.tries:
            outcomes = await self._carriers.send(one.hop, _transmission(claim, one, content))
            for outcome in outcomes:
                DELIVERIES.labels(outcome.fate).inc()
            await self._settle(claim, one, outcomes, raw)

    async def close(self) -> None:
        """Let go of connections."""
        await self._carriers.close()

    async def _claim(self, message: Row) -> _Claim:
        """Write down the tries about to be made, unless somebody else is at it."""
        identifier = message["id"]
        async with self._database.transaction() as connection:
            await lock(connection, f"{DELIVER}:{identifier}")
            tries: list[_Try] = []
            if await self._is_free(connection, identifier):
                tries = _tries(await self._due(connection, identifier), self._settings)
            if tries:
                rows = [self._attempt_row(identifier, one) for one in tries]
                await repository.start_attempts(connection, rows)
            found = await repository.verdict(connection, identifier)
            held = await repository.held_row(connection, identifier)
        verdict = Verdict.model_validate(found) if found else None
        return _Claim(message, verdict, held is not None, tries)

    async def _is_free(self, connection: AsyncConnection, identifier: str) -> bool:
        """Tell whether nobody else is delivering; close tries whose worker is gone."""
        now = self._clock.now()
        for attempt in await repository.open_attempts(connection, identifier):
            over_at = attempt["started_at"] + ABANDONED_AFTER
            if now < over_at:
                look = delivery_job(identifier, f"after-{attempt['id']}", run_at=over_at)
                await self._jobs.enqueue_many(connection, [look])
                return False
            await self._abandon(connection, attempt)
        return True

    async def _due(self, connection: AsyncConnection, identifier: str) -> Sequence[Row]:
        now = self._clock.now()
        return [
            row
            for row in await repository.recipients_of(connection, identifier)
            if row["state"] in repository.OPEN
            and (row["next_attempt_at"] is None or row["next_attempt_at"] <= now)
        ]

    async def _abandon(self, connection: AsyncConnection, attempt: Row) -> None:
        await repository.finish_attempt(
            connection,
            attempt["id"],
            finished_at=self._clock.now(),
            outcome="unknown",
            sentence="The worker stopped during this try; its end is not known.",
        )

    def _attempt_row(self, identifier: str, one: _Try) -> dict[str, Any]:
        return {
            "id": one.id,
            "message_id": identifier,
            "next_hop": str(one.hop),
            "positions": [row["position"] for row in one.recipients],
            "started_at": self._clock.now(),
        }

    async def _settle(
        self, claim: _Claim, one: _Try, outcomes: Sequence[Outcome], raw: bytes
    ) -> None:
        """Write down how a try ended, with everything that follows from it, at once."""
        results = self._settling.final(
            claim.message, list(zip(one.recipients, outcomes, strict=True))
        )
        notice = await self._settling.prepare_notice(claim.message, claim.verdict, results, raw)
        sentence = next((o.response for _, o in results if o.fate is not Fate.DELIVERED), "")
        async with self._database.transaction() as connection:
            await repository.finish_attempt(
                connection,
                one.id,
                finished_at=self._clock.now(),
                outcome=summary(outcomes) if all(o.certain for o in outcomes) else "unknown",
                sentence=sentence or outcomes[0].response,
            )
            await self._settling.settle(connection, claim.message, results, notice)

    def _trace(self, claim: _Claim) -> Trace:
        message = claim.message
        return Trace(
            identifier=message["id"],
            host=self._settings.gateway.host_name,
            helo=message["helo"],
            remote_address=message["remote_address"],
            tls=message["tls"],
            utf8=message["options"]["utf8"],
            mail_from=message["envelope_from"],
            received_at=message["received_at"],
            verdict=claim.verdict,
            released=claim.released,
        )


def _tries(due: Sequence[Row], settings: MailSettings) -> list[_Try]:
    by_hop: dict[Destination, list[Row]] = {}
    for row in due:
        by_hop.setdefault(destination_for(row["address"], settings.delivery), []).append(row)
    return [_Try(new_id(), hop, rows) for hop, rows in by_hop.items()]


def _transmission(claim: _Claim, one: _Try, content: bytes) -> Transmission:
    options = claim.message["options"]
    return Transmission(
        content=content,
        mail_from=claim.message["envelope_from"],
        recipients=[
            Addressed(row["address"], row["notify"], row["orcpt"]) for row in one.recipients
        ],
        ret=options["ret"],
        envid=options["envid"],
        utf8=options["utf8"],
    )
