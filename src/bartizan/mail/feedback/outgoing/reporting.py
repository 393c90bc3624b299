"""Reports of our own: counted with the verdicts, sent to who asks for them once the day is over.

What is sent is written down in the same transaction that hands the message to delivery, and only
by who closes the day's report first. So a report goes out once, whichever worker is killed when.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import Clock
from bartizan.base.errors import NotFoundError
from bartizan.base.ids import new_id
from bartizan.base.log import get_logger
from bartizan.base.paging import PageRequest
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import repository as mail_repository
from bartizan.mail.authentication.dmarc.walk import UnknownRecordError
from bartizan.mail.authentication.dns.resolver import (
    BoundedResolver,
    OfflineResolver,
    Resolver,
    settle,
)
from bartizan.mail.authentication.domains import normalised
from bartizan.mail.authentication.results import PublishedPolicy
from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.dsn import Notify
from bartizan.mail.feedback.aggregate import AggregateReport
from bartizan.mail.feedback.errors import DestinationsUnknownError
from bartizan.mail.feedback.models import OutgoingState
from bartizan.mail.feedback.outgoing import repository
from bartizan.mail.feedback.outgoing.assembling import DAY, Reporter, assemble
from bartizan.mail.feedback.outgoing.composing import compose
from bartizan.mail.feedback.outgoing.destinations import Destination, Ruling, rule
from bartizan.mail.feedback.outgoing.repository import Row
from bartizan.mail.models import MessageState, RecipientState
from bartizan.mail.permissions import REPORTED
from bartizan.mail.settings import MailSettings
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database

REPORT: Final = "mail.report"
#: Tries after which a destination that DNS says nothing about counts as unwilling.
PATIENCE: Final = 5
#: Records of one report, those of most messages first: a flood of forged mail must not become a
#: report that fills our memory, or its reader's.
_MOST_RECORDS: Final = 10_000
_AT_ONCE: Final = 500
#: How long records outlive their day: long enough for days on which nothing could be sent.
_RECORDS_KEPT: Final = timedelta(days=14)
_DNS_SECONDS: Final = 30.0
_DNS_QUERIES: Final = 100
_log = get_logger("mail.feedback.outgoing")


class Reporting:
    """What we report to others about mail in their name."""

    def __init__(  # noqa: PLR0913 - these are the services that sending stands on
        self,
        database: Database,
        blobs: BlobStore,
        jobs: Jobs,
        ledger: Ledger,
        clock: Clock,
        settings: MailSettings,
        *,
        resolver: Resolver | None,
    ) -> None:
        """Without a `resolver`, only destinations in the reported domain itself can be verified."""
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._ledger = ledger
        self._clock = clock
        self._settings = settings.feedback
        self._reporter = _reporter(settings)
        self._retention = timedelta(days=settings.quarantine.retention_days)
        self._resolver = resolver or OfflineResolver()

    async def plan(self) -> int:
        """Queue every report of a day that is over; return how many. Forget what is old."""
        today = repository.day_of(self._clock.now())
        async with self._database.transaction() as connection:
            await repository.forget(
                connection,
                today - _RECORDS_KEPT,
                today - self._retention,
                sentence="it could not be sent in time",
            )
            if not self._settings.sends:
                return 0
            due = await repository.due(connection, today)
            stamp = today.strftime("%Y%m%d")
            jobs = [NewJob(REPORT, {"report": one}, key=f"{one}/{stamp}") for one in due]
            parts = [jobs[at : at + _AT_ONCE] for at in range(0, len(jobs), _AT_ONCE)]
            return sum([await self._jobs.enqueue_many(connection, part) for part in parts])

    async def send(self, identifier: str, *, attempt: int = 1) -> None:
        """Hand one report to delivery, unless that was done.

        Raises:
            DestinationsUnknownError: DNS did not answer; to be tried again, `PATIENCE` times.
        """
        found = await self._waiting(identifier)
        if found is None:
            return
        row, report = found
        ruling = await self._ruling(row, attempt)
        now = self._clock.now()
        content, willing = await asyncio.to_thread(
            compose, report, self._reporter.submitter, ruling.allowed, now
        )
        large = [one.host for one in ruling.allowed if one not in willing]
        refused = [*ruling.refused, *(f"{host} takes no report this large" for host in large)]
        if willing:
            info = await self._blobs.put(content, retain_until=now + self._retention)
            message = self._message_row(row, info.sha256, len(content))
            await self._store(row, report, message, willing, refused)
        else:
            await self._give_up(row, report, refused)

    async def preview(self, domain: str, day: datetime | None = None) -> AggregateReport:
        """Return the report about a domain as it stands, of a day or of the latest there is.

        Raises:
            NotFoundError: no message of that day calls for a report.
        """
        async with self._database.reading() as connection:
            row = await repository.report_about(connection, normalised(domain), day)
            report = None if row is None else await self._report(connection, row)
        if report is None or not report.records:
            raise NotFoundError(
                f"There is nothing to report to {domain}: with mail.feedback.send on, mail in its "
                "name is counted where its DMARC record names an address for reports."
            )
        return report

    async def find(self, domain: str | None, page: PageRequest) -> tuple[Sequence[Row], int]:
        """Return a page of what was and will be sent, the newest first, and how many there are."""
        async with self._database.reading() as connection:
            return await repository.find(connection, domain, page)

    async def _waiting(self, identifier: str) -> tuple[Row, AggregateReport] | None:
        """Return a report that is to be sent now."""
        async with self._database.reading() as connection:
            row = await repository.report(connection, identifier)
            if row is None or row["state"] != OutgoingState.GATHERING or not self._settings.sends:
                return None
            if row["begins_at"] + DAY > self._clock.now():
                return None
            report = await self._report(connection, row)
        return (row, report) if report.records else None

    async def _report(self, connection: AsyncConnection, row: Row) -> AggregateReport:
        rows, total = await repository.records_of(connection, row, _MOST_RECORDS)
        return await asyncio.to_thread(assemble, self._reporter, row, rows, total - len(rows))

    async def _ruling(self, row: Row, attempt: int) -> Ruling:
        published = PublishedPolicy.model_validate(row["published"])
        resolver = BoundedResolver(self._resolver, _DNS_SECONDS, _DNS_QUERIES)
        ruling = rule(row["domain"], published.rua, last=attempt >= PATIENCE)
        try:
            return await settle(ruling, resolver)
        except UnknownRecordError as error:
            raise DestinationsUnknownError(
                f"Who may be sent the report about {row['domain']} is not known: {error}."
            ) from error

    async def _store(
        self,
        row: Row,
        report: AggregateReport,
        message: dict[str, Any],
        willing: Sequence[Destination],
        refused: Sequence[str],
    ) -> None:
        """Close the report and hand its message to delivery, both or neither."""
        values = self._values(report, OutgoingState.SENT, willing, refused)
        values["message_id"] = message["id"]
        async with self._database.transaction() as connection:
            if not await repository.settle(connection, row["id"], **values):
                return
            recipients = [
                _recipient_row(message["id"], position, one) for position, one in enumerate(willing)
            ]
            await mail_repository.insert(connection, [message], recipients)
            await self._jobs.enqueue_many(connection, [delivery_job(message["id"], "first")])
            sent = {"sha256": message["sha256"], "message": message["id"]}
            await self._ledger.record(connection, _entry(row, report, values, sent))

    async def _give_up(self, row: Row, report: AggregateReport, refused: Sequence[str]) -> None:
        values = self._values(report, OutgoingState.UNSENT, (), refused)
        async with self._database.transaction() as connection:
            if await repository.settle(connection, row["id"], **values):
                await self._ledger.record(connection, _entry(row, report, values, {}))
        _log.info("a report is wanted by nobody", domain=row["domain"], reason=values["sentence"])

    def _values(
        self,
        report: AggregateReport,
        state: OutgoingState,
        willing: Sequence[Destination],
        refused: Sequence[str],
    ) -> dict[str, Any]:
        return {
            "state": state,
            "recipients": [one.address for one in willing],
            "sentence": "; ".join(refused) or None,
            "report_id": report.report_id,
            "settled_at": self._clock.now(),
        }

    def _message_row(self, row: Row, digest: str, size: int) -> dict[str, Any]:
        now = self._clock.now()
        return {
            "id": new_id(),
            "sha256": digest,
            "size": size,
            "received_at": now,
            "delivering_since": now,
            "envelope_from": self._reporter.contact,
            "remote_address": "127.0.0.1",
            "helo": self._reporter.host,
            "tls": False,
            "options": {"ret": None, "envid": None, "eight_bit": False, "utf8": False},
            "notice_of": row["id"],
            "outbound": True,
            "subject": f"Report Domain: {row['domain']}",
            "from_address": self._reporter.contact,
            "state": MessageState.DELIVERING,
        }


def _reporter(settings: MailSettings) -> Reporter:
    feedback = settings.feedback
    return Reporter(
        organisation=feedback.organisation or feedback.submitter,
        contact=feedback.contact,
        submitter=feedback.submitter,
        host=settings.gateway.host_name,
    )


def _recipient_row(message: str, position: int, destination: Destination) -> dict[str, Any]:
    return {
        "message_id": message,
        "position": position,
        "address": destination.address,
        "notify": Notify.NEVER,
        "orcpt": None,
        "state": RecipientState.PENDING,
        "attempts": 0,
    }


def _entry(
    row: Row, report: AggregateReport, values: dict[str, Any], sent: dict[str, str]
) -> Entry:
    return Entry(
        actor=SYSTEM,
        action=REPORTED,
        object=f"mail-outgoing-report:{row['id']}",
        outcome=Outcome.DONE if sent else Outcome.FAILED,
        reason=values["sentence"],
        details={
            "domain": row["domain"],
            "day": row["begins_at"].strftime("%Y-%m-%d"),
            "report_id": report.report_id,
            "messages": sum(record.count for record in report.records),
            "records": len(report.records),
            **sent,
        },
        private={"addresses": ", ".join(values["recipients"])} if sent else {},
    )
