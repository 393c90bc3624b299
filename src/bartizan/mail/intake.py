"""The spool: makes a message durable before it is acknowledged.

When `accept` returns, the bytes and the row both survive a crash of the machine, and the job that
will judge the message is queued. When it raises, the client is told to try again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.base.ids import new_id
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import events, repository
from bartizan.mail.dsn import DsnRequest
from bartizan.mail.metrics import ACCEPTED, COMMIT_SIZE
from bartizan.mail.models import MessageState, RecipientState
from bartizan.mail.settings import MailSettings
from bartizan.mail.verdict import Envelope
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.outbox import announce_many

JUDGE: Final = "mail.judge"


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A message whose bytes are stored already."""

    id: str
    sha256: str
    size: int
    received_at: datetime
    envelope: Envelope
    dsn: DsnRequest


class Intake:
    """Accepts messages; concurrent ones share a commit."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        jobs: Jobs,
        clock: Clock,
        settings: MailSettings,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._clock = clock
        self._retention = timedelta(days=settings.quarantine.retention_days)
        self._commits: GroupCommit[_Accepted, None] = GroupCommit(self._commit)

    async def accept(self, raw: bytes, envelope: Envelope, dsn: DsnRequest | None = None) -> str:
        """Store one submission and return its id; nothing of it is lost from then on.

        Raises:
            StoreFullError: there is no room for the bytes.
            DatabaseAwayError: the row could not be written.
        """
        now = self._clock.now()
        info = await self._blobs.put(raw, retain_until=now + self._retention)
        accepted = _Accepted(new_id(), info.sha256, len(raw), now, envelope, dsn or DsnRequest())
        await self._commits.submit(accepted)
        ACCEPTED.inc()
        return accepted.id

    async def _commit(self, batch: Sequence[_Accepted]) -> Sequence[None]:
        async with self._database.transaction() as connection:
            await repository.insert(
                connection,
                [_message_row(one) for one in batch],
                [row for one in batch for row in _recipient_rows(one)],
            )
            await self._jobs.enqueue_many(connection, [judge_job(one.id) for one in batch])
            await announce_many(
                connection, [(events.ACCEPTED, one.id, _announcement(one)) for one in batch]
            )
        COMMIT_SIZE.observe(len(batch))
        return [None] * len(batch)


def judge_job(identifier: str, *, again: str = "") -> NewJob:
    """Return the job that judges a message; `again` tells a repeated request from the first."""
    return NewJob(JUDGE, {"message": identifier}, key=f"{identifier}{again}")


def _message_row(accepted: _Accepted) -> dict[str, Any]:
    envelope, options = accepted.envelope, accepted.dsn.options
    return {
        "id": accepted.id,
        "sha256": accepted.sha256,
        "size": accepted.size,
        "received_at": accepted.received_at,
        "envelope_from": envelope.mail_from,
        "remote_address": envelope.remote_address,
        "helo": envelope.helo,
        "tls": envelope.tls,
        "options": {
            "ret": options.ret,
            "envid": options.envid,
            "eight_bit": options.eight_bit,
            "utf8": options.utf8,
        },
        "state": MessageState.RECEIVED,
    }


def _recipient_rows(accepted: _Accepted) -> list[dict[str, Any]]:
    asked = {one.address: one for one in accepted.dsn.addressees}
    rows = []
    for position, address in enumerate(accepted.envelope.recipients):
        addressee = asked.get(address)
        rows.append(
            {
                "message_id": accepted.id,
                "position": position,
                "address": address,
                "notify": ",".join(sorted(addressee.notify)) if addressee else "",
                "orcpt": addressee.orcpt if addressee else None,
                "state": RecipientState.HELD,
                "attempts": 0,
            }
        )
    return rows


def _announcement(accepted: _Accepted) -> dict[str, Any]:
    return {
        "sha256": accepted.sha256,
        "size": accepted.size,
        "envelope_from": accepted.envelope.mail_from,
        "recipients": len(accepted.envelope.recipients),
        "received_at": accepted.received_at.isoformat(),
    }
