"""Notifications as messages of our own: whether one is due, its bytes, its way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger
from bartizan.audit.public import Outcome as Ending
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import Clock
from bartizan.base.ids import new_id
from bartizan.jobs.public import NewJob
from bartizan.mail import repository
from bartizan.mail.delivery.notification import Occasion, Report, compose, may_notify, wants
from bartizan.mail.delivery.outcome import Fate, Outcome
from bartizan.mail.dsn import Notify
from bartizan.mail.models import MessageState, RecipientState
from bartizan.mail.permissions import BOUNCED
from bartizan.mail.repository import Row
from bartizan.mail.settings import MailSettings
from bartizan.mail.verdict import Verdict
from bartizan.storage.blobs.port import BlobStore


@dataclass(frozen=True, slots=True)
class Notice:
    """What is due to the sender; without `sha256` it was decided not to send it."""

    id: str
    failed: Sequence[str]
    sha256: str | None = None
    size: int = 0
    utf8: bool = False


class Notices:
    """Prepares notifications and stores them as outgoing messages."""

    def __init__(
        self, blobs: BlobStore, ledger: Ledger, clock: Clock, settings: MailSettings
    ) -> None:
        self._blobs = blobs
        self._ledger = ledger
        self._clock = clock
        self._host = settings.gateway.host_name
        self._retention = timedelta(days=settings.quarantine.retention_days)

    async def prepare(
        self,
        message: Row,
        verdict: Verdict | None,
        results: Sequence[tuple[Row, Outcome]],
        original: bytes,
    ) -> Notice | None:
        """Return the notification that final results call for, its bytes stored already."""
        failed = [row["address"] for row, outcome in results if outcome.fate is Fate.BOUNCED]
        reports = [report for report in map(_report, results) if report is not None]
        if not reports and not failed:
            return None
        identifier = new_id()
        if not reports or not may_notify(message["envelope_from"], verdict):
            return Notice(identifier, failed)
        content = compose(self._occasion(message), identifier, reports, original)
        info = await self._blobs.put(content, retain_until=self._clock.now() + self._retention)
        return Notice(identifier, failed, info.sha256, len(content), not content.isascii())

    async def store(
        self,
        connection: AsyncConnection,
        message: Row,
        notice: Notice,
        delivery_job: Callable[..., NewJob],
    ) -> Sequence[NewJob]:
        """Record a bounce, and store its notification; return the jobs that deliver it."""
        if notice.failed:
            await self._record(connection, message, notice)
        if notice.sha256 is None:
            return []
        await repository.insert(
            connection, [self._message_row(message, notice)], [_recipient_row(message, notice)]
        )
        return [delivery_job(notice.id, "first")]

    async def _record(self, connection: AsyncConnection, message: Row, notice: Notice) -> None:
        sent = notice.sha256 is not None
        await self._ledger.record(
            connection,
            Entry(
                actor=SYSTEM,
                action=BOUNCED,
                object=f"mail-message:{message['id']}",
                outcome=Ending.DONE,
                reason=None if sent else "no notification: not wanted, or the sender is unproved",
                details={"recipients": len(notice.failed), "notified": sent},
                private={"addresses": ", ".join(notice.failed)[:2000]},
            ),
        )

    def _occasion(self, message: Row) -> Occasion:
        return Occasion(
            identifier=message["id"],
            host=self._host,
            mail_from=message["envelope_from"],
            envid=message["options"]["envid"],
            ret=message["options"]["ret"],
            received_at=message["received_at"],
            now=self._clock.now(),
        )

    def _message_row(self, message: Row, notice: Notice) -> dict[str, Any]:
        return {
            "id": notice.id,
            "sha256": notice.sha256,
            "size": notice.size,
            "received_at": self._clock.now(),
            "envelope_from": "",
            "remote_address": "127.0.0.1",
            "helo": self._host,
            "tls": False,
            "options": {
                "ret": None,
                "envid": None,
                "eight_bit": notice.utf8,
                "utf8": not message["envelope_from"].isascii(),
            },
            "notice_of": message["id"],
            "subject": "Delivery status notification",
            "from_address": f"postmaster@{self._host}",
            "state": MessageState.DELIVERING,
        }


def _report(result: tuple[Row, Outcome]) -> Report | None:
    """Return a recipient's block, or `None` where its sender asked for none."""
    row, outcome = result
    if outcome.fate is Fate.BOUNCED and wants(row["notify"], Notify.FAILURE):
        action = "failed"
    elif (
        outcome.fate is Fate.DELIVERED
        and not outcome.relayed_dsn
        and wants(row["notify"], Notify.SUCCESS)
    ):
        # The next hop cannot report: the trail ends with us (RFC 3461, section 5.2.2).
        action = "relayed"
    else:
        return None
    return Report(row["address"], action, outcome.response, outcome.reporting, row["orcpt"])


def _recipient_row(message: Row, notice: Notice) -> dict[str, Any]:
    return {
        "message_id": notice.id,
        "position": 0,
        "address": message["envelope_from"],
        "notify": Notify.NEVER,
        "orcpt": None,
        "state": RecipientState.PENDING,
        "attempts": 0,
    }
