"""Keeps the reports that come in, and answers what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import singledispatch
from hashlib import sha256
from typing import Any, Final

import orjson

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM, Actor
from bartizan.base.clock import Clock
from bartizan.base.errors import NotFoundError
from bartizan.base.ids import new_id
from bartizan.base.log import get_logger
from bartizan.base.paging import PageRequest
from bartizan.jobs.public import NewJob
from bartizan.mail.feedback import repository
from bartizan.mail.feedback.aggregate import AggregateReport
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.failure import FailureReport
from bartizan.mail.feedback.opening import Report, read_reports
from bartizan.mail.feedback.repository import ReportFilter, Row
from bartizan.mail.feedback.tls import TlsReport
from bartizan.mail.permissions import MailPermission
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database

_SHORT: Final = 255
_RECORDS_SHOWN: Final = 1000
_log = get_logger("mail.feedback")


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was read; `is_new` is false where it had come before."""

    id: str
    kind: str
    organisation: str
    domain: str
    total: int
    passed: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Digest:
    """What a report's row says of it."""

    kind: str
    organisation: str
    domain: str
    report_id: str
    begins_at: datetime | None
    ends_at: datetime | None
    total: int
    passed: int


class Feedback:
    """Reports about mail in our name."""

    def __init__(self, database: Database, blobs: BlobStore, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._ledger = ledger
        self._clock = clock

    async def keep(
        self,
        content: bytes,
        actor: Actor,
        *,
        message_id: str | None = None,
        request_id: str | None = None,
    ) -> list[Kept]:
        """Read and keep every report in a file or a message.

        Raises:
            ReportUnreadableError: there is none that can be read.
        """
        found = read_reports(content)
        async with self._database.transaction() as connection:
            kept = []
            for one in found:
                row, records = self._rows(one, message_id)
                is_new = await repository.keep(connection, row, records)
                kept.append(_kept(row, is_new=is_new))
            await self._ledger.record_many(
                connection, [_entry(one, actor, request_id) for one in kept if one.is_new]
            )
        return kept

    async def read_message(self, identifier: str, digest: str) -> None:
        """Read the reports of a message that came for the reporting address."""
        try:
            await self.keep(await self._blobs.get(digest), SYSTEM, message_id=identifier)
        except ReportUnreadableError as error:
            _log.warning("no report in a message", message_id=identifier, reason=error.detail)

    async def find(self, wanted: ReportFilter, page: PageRequest) -> tuple[Sequence[Row], int]:
        """Return a page of reports, the newest first, and how many there are."""
        async with self._database.reading() as connection:
            return await repository.find(connection, wanted, page)

    async def report(self, identifier: str) -> tuple[Row, Sequence[Row]]:
        """Return a report and the largest of its records.

        Raises:
            NotFoundError: there is none with this id.
        """
        async with self._database.reading() as connection:
            found = await repository.report(connection, identifier)
            if found is None:
                raise NotFoundError("There is no such report.")
            return found, await repository.records_of(connection, identifier, _RECORDS_SHOWN)

    async def sources(self, domain: str | None, days: int, limit: int) -> Sequence[Row]:
        """Return who wrote in our name lately, by address, the ones that failed most first."""
        since = self._clock.now() - timedelta(days=days)
        async with self._database.reading() as connection:
            return await repository.sources(connection, domain, since, limit)

    def _rows(
        self, report: Report, message_id: str | None
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        told, identifier = _digest(report), new_id()
        told_once = orjson.dumps((told.kind, told.organisation, told.domain, told.report_id))
        row = {
            "id": identifier,
            "identity": sha256(told_once).hexdigest(),
            "kind": told.kind,
            "organisation": told.organisation[:_SHORT],
            "domain": told.domain[:_SHORT],
            "begins_at": told.begins_at,
            "ends_at": told.ends_at,
            "received_at": self._clock.now(),
            "message_id": message_id,
            "total": told.total,
            "passed": told.passed,
            "report": report.model_dump(mode="json", exclude={"records"}),
        }
        records = report.records if isinstance(report, AggregateReport) else ()
        return row, [
            {
                "report_id": identifier,
                "position": position,
                "source_ip": record.source_ip,
                "count": record.count,
                "passed": record.passed,
                "disposition": record.disposition[:20],
                "header_from": record.header_from,
                "record": record.model_dump(mode="json"),
            }
            for position, record in enumerate(records)
        ]


def reading_job(identifier: str, digest: str) -> NewJob:
    """Return the job that reads the reports of a message."""
    return NewJob("mail.feedback", {"message": identifier, "sha256": digest}, key=identifier)


@singledispatch
def _digest(report: object) -> _Digest:
    raise TypeError(f"no report: {type(report).__name__}")


@_digest.register
def _(report: AggregateReport) -> _Digest:
    return _Digest(
        kind="aggregate",
        organisation=report.organisation or report.email.rpartition("@")[2],
        domain=report.policy.domain,
        report_id=report.report_id,
        begins_at=report.begin,
        ends_at=report.end,
        total=sum(record.count for record in report.records),
        passed=sum(record.count for record in report.records if record.passed),
    )


@_digest.register
def _(report: TlsReport) -> _Digest:
    succeeded = sum(policy.succeeded for policy in report.policies)
    failed = sum(policy.failed for policy in report.policies)
    return _Digest(
        kind="tls",
        organisation=report.organisation,
        domain=report.policies[0].domain if report.policies else "",
        report_id=report.report_id,
        begins_at=report.begin,
        ends_at=report.end,
        total=succeeded + failed,
        passed=succeeded,
    )


@_digest.register
def _(report: FailureReport) -> _Digest:
    moment = report.arrived.isoformat() if report.arrived else ""
    return _Digest(
        kind="failure",
        organisation=report.agent,
        domain=report.reported_domain,
        report_id=f"{report.message_id} {report.source_ip} {moment}",
        begins_at=report.arrived,
        ends_at=report.arrived,
        total=1,
        passed=0,
    )


def _kept(row: dict[str, Any], *, is_new: bool) -> Kept:
    names = ("id", "kind", "organisation", "domain", "total", "passed")
    return Kept(**{name: row[name] for name in names}, is_new=is_new)


def _entry(kept: Kept, actor: Actor, request_id: str | None) -> Entry:
    return Entry(
        actor=actor,
        action=MailPermission.FEEDBACK_IMPORT,
        object=f"mail-report:{kept.id}",
        outcome=Outcome.DONE,
        request_id=request_id,
        details={"kind": kept.kind, "organisation": kept.organisation, "domain": kept.domain},
    )
