"""The queued step between acceptance and delivery: judge a message and act on the verdict.

Whatever happens, a message ends in exactly one place. If it cannot be analysed it is held, for a
person to look at; it is never delivered unjudged and never lost.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.base.log import get_logger
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import events, repository, senders, tallies
from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.evidence import proves
from bartizan.mail.feedback.keeping import reading_job
from bartizan.mail.feedback.outgoing import repository as outgoing
from bartizan.mail.feedback.outgoing.evaluated import Evaluated, evaluated
from bartizan.mail.intake import judge_job
from bartizan.mail.metrics import JUDGED
from bartizan.mail.models import MessageState
from bartizan.mail.permissions import JUDGED as JUDGED_ACTION
from bartizan.mail.repository import Row
from bartizan.mail.settings import ANY_DOMAIN, MailSettings
from bartizan.mail.sightings import Sighting, sighting
from bartizan.mail.summary import Summary, summarise
from bartizan.mail.verdict import Disposition, Envelope, Verdict
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.outbox import announce_many

NOT_ANALYSED: Final = "could not be analysed"
_STRANDED_AFTER: Final = timedelta(hours=1)
_RESCUED_AT_ONCE: Final = 500

_log = get_logger("mail.judging")


class Judge(Protocol):
    """Analyses one message; may take its time, and may fail."""

    async def judge(self, raw: bytes, envelope: Envelope) -> Verdict:
        """Return the verdict."""
        ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """A message with its verdict, ready to be stored; `sentence` says why where it is held.

    `reported` is what its author's domain hears of it.
    """

    message: Row
    envelope: Envelope
    summary: Summary
    verdict: Verdict
    sentence: str
    reported: Evaluated | None = None


class Judging:
    """Judges accepted messages and stores what follows, several in one commit."""

    def __init__(  # noqa: PLR0913 - these are the services the step needs
        self,
        database: Database,
        blobs: BlobStore,
        jobs: Jobs,
        ledger: Ledger,
        clock: Clock,
        settings: MailSettings,
        *,
        judge: Judge,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._ledger = ledger
        self._clock = clock
        self._settings = settings
        self._judge = judge
        self._ours = _our_domains(settings)
        self._commits: GroupCommit[_Judged, None] = GroupCommit(self._commit, limit=50)

    async def judge(self, identifier: str, *, attempt: int = 1) -> None:
        """Judge one message unless that was done; on the attempt past the last, hold it instead.

        That last attempt does not analyse: even a message that kills its worker ends up held.
        """
        async with self._database.reading() as connection:
            message = await repository.message(connection, identifier)
            if message is None or message["state"] != MessageState.RECEIVED:
                return
            envelope = await repository.envelope(connection, message)
        if attempt > self._settings.judge_attempts:
            await self._commits.submit(self._unjudged(message, envelope))
            return
        raw = await self._blobs.get(message["sha256"])
        async with asyncio.timeout(self._settings.judge_seconds):
            verdict = await self._judge.judge(raw, envelope)
        summary = summarise(raw)
        sentence = verdict.reasons[0].sentence if verdict.reasons else f"policy {verdict.policy}"
        reported = self._reported(envelope, verdict, summary)
        await self._commits.submit(_Judged(message, envelope, summary, verdict, sentence, reported))

    async def rescue(self) -> int:
        """Queue again what waits far too long, whatever became of its job; return how many."""
        now = self._clock.now()
        before, hour = now - _STRANDED_AFTER, now.strftime("%Y%m%d%H")
        async with self._database.transaction() as connection:
            waiting = await repository.stranded(connection, before, _RESCUED_AT_ONCE)
            undelivered = await repository.undelivered(connection, before, _RESCUED_AT_ONCE)
            jobs = [judge_job(one, again=f"/{hour}") for one in waiting]
            jobs += [delivery_job(one, f"rescue-{hour}") for one in undelivered]
            return await self._jobs.enqueue_many(connection, jobs)

    def _unjudged(self, message: Row, envelope: Envelope) -> _Judged:
        _log.error("a message is held because it could not be analysed", message_id=message["id"])
        verdict = Verdict(
            score=0,
            disposition=Disposition.HOLD,
            policy="not-analysed",
            reasons=(),
            defects=(),
            authentication=None,
            milliseconds=0.0,
        )
        return _Judged(message, envelope, Summary(), verdict, NOT_ANALYSED)

    async def _commit(self, batch: Sequence[_Judged]) -> Sequence[None]:
        async with self._database.transaction() as connection:
            kept = [judged for judged in batch if await self._move(connection, judged)]
            await repository.add_verdicts(
                connection,
                {one.message["id"]: one.verdict.model_dump(mode="json") for one in kept},
            )
            await senders.remember(connection, self._learned(kept))
            await self._act(connection, kept)
            await self._jobs.enqueue_many(
                connection, [job for judged in kept for job in self._next_jobs(judged)]
            )
            await announce_many(connection, [news for judged in kept for news in _news(judged)])
            await outgoing.count(
                connection, [judged.reported for judged in kept], self._clock.now()
            )
            await tallies.count_verdicts(
                connection, [(judged.message["received_at"], judged.verdict) for judged in kept]
            )
        for judged in kept:
            JUDGED.labels(judged.verdict.disposition).inc()
        return [None] * len(batch)

    def _next_jobs(self, judged: _Judged) -> Iterator[NewJob]:
        if not _passes(judged.verdict):
            return
        yield delivery_job(judged.message["id"], "first")
        if self._for_reports(judged.envelope):
            yield reading_job(judged.message["id"], judged.message["sha256"])

    def _for_reports(self, envelope: Envelope) -> set[str]:
        """Return those of the recipients that take the reports of others."""
        addressed = {address.lower() for address in envelope.recipients}
        return addressed.intersection(map(str.lower, self._settings.feedback.addresses))

    def _reported(self, envelope: Envelope, verdict: Verdict, summary: Summary) -> Evaluated | None:
        """Return what the author's domain hears of a message; of what brings reports, nothing.

        Otherwise two sides with no mail between them would report each other's reports for ever.
        """
        if not self._settings.feedback.send:
            return None
        if len(self._for_reports(envelope)) == len(envelope.recipients):
            return None
        return evaluated(envelope, verdict, from_list=summary.from_list)

    async def _move(self, connection: AsyncConnection, judged: _Judged) -> bool:
        """Store what the lists show of the verdict, unless another worker was faster."""
        verdict, summary = judged.verdict, judged.summary
        top = verdict.reasons[0] if verdict.reasons else None
        return await repository.move(
            connection,
            judged.message["id"],
            since=(MessageState.RECEIVED,),
            to=_state_after(verdict.disposition),
            from_name=summary.from_name,
            from_address=summary.from_address,
            proved=summary.authors == 1 and proves(verdict.authentication),
            subject=summary.subject,
            attachments=summary.attachments,
            disposition=verdict.disposition,
            score=verdict.score,
            milliseconds=verdict.milliseconds,
            judged_at=self._clock.now(),
            delivering_since=self._clock.now(),
            top_reason_id=top.id[:100] if top else None,
            top_title=top.title[:200] if top else None,
            top_reason=judged.sentence if top or judged.sentence == NOT_ANALYSED else None,
        )

    async def _act(self, connection: AsyncConnection, kept: Sequence[_Judged]) -> None:
        """Free or hold the messages, and record the decisions."""
        now = self._clock.now()
        for judged in kept:
            withheld = judged.verdict.withheld
            await repository.withhold(connection, judged.message["id"], withheld, now)
        passing = [judged.message["id"] for judged in kept if _passes(judged.verdict)]
        await repository.free(connection, passing)
        until = now + timedelta(days=self._settings.quarantine.days)
        for judged in kept:
            if not _passes(judged.verdict):
                await repository.hold(connection, judged.message["id"], judged.sentence, now, until)
        await self._ledger.record_many(connection, [_entry(judged) for judged in kept])

    def _learned(self, kept: Sequence[_Judged]) -> list[Sighting]:
        """Return what these messages teach about their senders; what was not analysed, nothing."""
        found = (
            sighting(
                judged.summary,
                judged.envelope,
                judged.verdict.authentication,
                at=judged.message["received_at"],
                ours=self._ours,
            )
            for judged in kept
        )
        return [one for one in found if one is not None]


def _our_domains(settings: MailSettings) -> frozenset[str]:
    domains = {*settings.judgement.own_domains, *settings.gateway.domains} - {ANY_DOMAIN}
    return frozenset(domain.lower() for domain in domains)


def _passes(verdict: Verdict) -> bool:
    return verdict.disposition in (Disposition.DELIVER, Disposition.TAG)


def _state_after(disposition: Disposition) -> MessageState:
    match disposition:
        case Disposition.DELIVER | Disposition.TAG:
            return MessageState.DELIVERING
        case Disposition.HOLD:
            return MessageState.HELD
        case Disposition.REJECT:
            return MessageState.REJECTED


def _news(judged: _Judged) -> list[tuple[str, str, dict[str, Any]]]:
    message, envelope, verdict = judged.message, judged.envelope, judged.verdict
    facts = {
        "message_id": message["id"],
        "sha256": message["sha256"],
        "size": message["size"],
        "received_at": message["received_at"].isoformat(),
        "envelope_from": envelope.mail_from,
        "recipients": list(envelope.recipients),
        "remote_address": envelope.remote_address,
        "helo": envelope.helo,
        "disposition": str(verdict.disposition),
        "score": verdict.score,
    }
    news = [(events.JUDGED, str(message["id"]), facts)]
    if not _passes(verdict):
        news.append((events.HELD, str(message["id"]), facts | {"reason": judged.sentence}))
    return news


def _entry(judged: _Judged) -> Entry:
    verdict = judged.verdict
    return Entry(
        actor=SYSTEM,
        action=JUDGED_ACTION,
        object=f"mail-message:{judged.message['id']}",
        outcome=Outcome.FAILED if judged.sentence == NOT_ANALYSED else Outcome.DONE,
        reason=judged.sentence,
        details={
            "disposition": str(verdict.disposition),
            "score": verdict.score,
            "policy": verdict.policy,
            "sha256": judged.message["sha256"],
            "reasons": [reason.id for reason in verdict.reasons],
            "mitigations": [one.id for one in verdict.mitigations],
        },
    )
