"""Delivers judged messages: claims, hands over, settles.

A try is written down before it is made and its end right after; concurrent ones share commits. A
worker that dies between the two leaves a try without an outcome: that message is tried again, and
such a try is the only way in which the next hop can ever get a second copy.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bartizan.audit.public import Ledger
from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import repository
from bartizan.mail.delivery.carriers import Carriers
from bartizan.mail.delivery.claims import Claim, Claims, Try
from bartizan.mail.delivery.next_hop import Addressed, NextHops, Transmission
from bartizan.mail.delivery.notices import Notice, Notices
from bartizan.mail.delivery.outcome import Fate, Outcome, summary
from bartizan.mail.delivery.settling import Result, Settling
from bartizan.mail.delivery.trace import Trace, outgoing
from bartizan.mail.metrics import DELIVERIES
from bartizan.mail.settings import MailSettings
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.errors import DatabaseAwayError

DELIVER: Final = "mail.deliver"
_AWAY_SECONDS: Final = 0.5


def delivery_job(identifier: str, attempt: str, **options: Any) -> NewJob:
    """Return the job that delivers a message; `attempt` tells repeated requests apart."""
    return NewJob(DELIVER, {"message": identifier}, key=f"{identifier}/{attempt}", **options)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A try that was made, with everything that follows from it."""

    claim: Claim
    id: str
    outcome: str
    sentence: str
    results: Sequence[Result]
    notice: Notice | None


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
        self._clock = clock
        self._settings = settings
        self._claims = Claims(
            database, jobs, clock, settings.delivery, delivery_job, settings.feedback.relay
        )
        self._commits: GroupCommit[_Ended, None] = GroupCommit(self._commit, limit=50)
        self._carriers = Carriers(NextHops(settings.delivery, settings.gateway.host_name, clock))
        self._settling = Settling(
            jobs, clock, settings, Notices(blobs, ledger, clock, settings), delivery_job
        )

    async def deliver(self, identifier: str, *, job: str | None = None) -> None:
        """Try every recipient that is due, and settle what became of each.

        Where another worker is at it, a later look is queued instead. `job` is the id of the job
        that asks: what it left open when it last ran is closed.

        Raises:
            BlobMissingError, BlobCorruptError: the bytes are gone; nothing was tried.
        """
        async with self._database.reading() as connection:
            message = await repository.message(connection, identifier)
        if message is None:
            return
        raw = await self._blobs.get(message["sha256"])
        claim = await self._claims.claim(message, job)
        if not claim.tries:
            return
        content = outgoing(raw, self._trace(claim), self._settings.delivery.subject_prefix)
        for one in claim.tries:
            outcomes = await self._carriers.send(one.hop, _transmission(claim, one, content))
            for outcome in outcomes:
                DELIVERIES.labels(outcome.fate).inc()
            await self._settle(claim, one, outcomes, raw)

    async def close(self) -> None:
        """Let go of connections."""
        await self._carriers.close()

    async def _settle(
        self, claim: Claim, one: Try, outcomes: Sequence[Outcome], raw: bytes
    ) -> None:
        """Write down how a try ended, with everything that follows from it, at once."""
        results = self._settling.final(
            claim.message, list(zip(one.recipients, outcomes, strict=True))
        )
        notice = await self._settling.prepare_notice(claim.message, claim.verdict, results, raw)
        sentence = next((o.response for _, o in results if o.fate is not Fate.DELIVERED), "")
        outcome = summary(outcomes) if all(o.certain for o in outcomes) else "unknown"
        await self._write_down(
            _Ended(claim, one.id, outcome, sentence or outcomes[0].response, results, notice)
        )

    async def _write_down(self, ended: _Ended) -> None:
        """Keep at it while the database is away: what the next hop said must not be forgotten."""
        while True:
            try:
                await self._commits.submit(ended)
            except DatabaseAwayError:
                await asyncio.sleep(_AWAY_SECONDS)
            except Exception:  # noqa: BLE001 - whichever of the batch it was, the rest is written
                await self._commit([ended])
                return
            else:
                return

    async def _commit(self, batch: Sequence[_Ended]) -> Sequence[None]:
        now = self._clock.now()
        async with self._database.transaction() as connection:
            for ended in batch:
                await repository.finish_attempt(
                    connection,
                    ended.id,
                    finished_at=now,
                    outcome=ended.outcome,
                    sentence=ended.sentence,
                )
                await self._settling.settle(
                    connection, ended.claim.message, ended.results, ended.notice
                )
        return [None] * len(batch)

    def _trace(self, claim: Claim) -> Trace:
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


def _transmission(claim: Claim, one: Try, content: bytes) -> Transmission:
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
