"""What people decide about messages, kept so that the next judgement knows it.

A decision is stored with its author and its note, goes into the ledger, and is counted for the
sender and for the detectors that fired, all in one transaction. The last report on a message wins;
a release says little by itself, and never outweighs a report.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.ids import new_id
from bartizan.mail import repository, senders, tallies
from bartizan.mail.errors import MessageMissingError
from bartizan.mail.models import Label, MessageState, decisions, messages
from bartizan.mail.permissions import MailPermission
from bartizan.mail.repository import Row
from bartizan.mail.senders import Standing
from bartizan.mail.sightings import storable_address
from bartizan.mail.tallies import Redecided
from bartizan.mail.verdict import Verdict
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database

_EXPORTED_AT_ONCE: Final = 500


class Kind(StrEnum):
    """What was done."""

    REPORT = "report"
    RELEASE = "release"
    DELETE = "delete"


class Reported(StrEnum):
    """What a person says a message is."""

    PHISH = "phish"
    SPAM = "spam"
    HAM = "ham"


#: Where exported messages go: what was released is wanted mail, as far as anybody said.
FOLDERS: Final = {
    Label.PHISH: "phish",
    Label.SPAM: "spam",
    Label.HAM: "ham",
    Label.RELEASED: "ham",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided at one moment; `label` is `None` where it says nothing of a kind."""

    kind: Kind
    label: Label | None
    actor: Actor
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exported:
    """One message that people decided about, and the folder it belongs in."""

    id: str
    folder: str
    raw: bytes


class Decisions:
    """Takes reports on messages, and hands out what was decided."""

    def __init__(self, database: Database, blobs: BlobStore, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._ledger = ledger
        self._clock = clock

    async def report(
        self,
        ids: Sequence[str],
        reported: Reported,
        actor: Actor,
        note: str,
        *,
        request_id: str | None = None,
    ) -> dict[str, bool]:
        """Record what a person says messages are; return by id whether it could be.

        It cannot where there is no such message, or it is not judged yet.
        """
        decision = Decision(Kind.REPORT, Label(reported), actor, note, self._clock.now())
        async with self._database.transaction() as connection:
            known = await record(connection, ids, decision)
            await self._ledger.record_many(
                connection,
                [_entry(one, reported, decision, request_id) for one in sorted(known)],
            )
        return {identifier: identifier in known for identifier in ids}

    async def of(self, identifier: str) -> Sequence[Row]:
        """Return what people decided about a message, oldest first.

        Raises:
            MessageMissingError: there is no such message.
        """
        async with self._database.reading() as connection:
            if await repository.message(connection, identifier) is None:
                raise MessageMissingError("There is no message with this id.")
            return await about(connection, identifier)

    async def recent(self, limit: int) -> Sequence[Row]:
        """Return the last decisions about any message, with the message's outline, newest first."""
        column = messages.c
        about_message = column.subject, column.from_address, column.score, column.disposition
        wanted = sa.select(decisions, *about_message).join(
            messages, column.id == decisions.c.message_id
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.order_by(decisions.c.id.desc()).limit(limit))
            return rows.mappings().all()

    async def export(self, actor: Actor, request_id: str | None = None) -> AsyncIterator[Exported]:
        """Yield every message people decided about whose content is still kept, oldest first.

        The ledger records the export before the first message is handed out. Deleted messages are
        passed over: deletion means that nobody reads them again.
        """
        await self._record_export(actor, request_id)
        after = ""
        while rows := await self._labelled(after):
            for row in rows:
                raw = await self._blobs.get(row["sha256"])
                yield Exported(row["id"], FOLDERS[Label(row["label"])], raw)
            after = rows[-1]["id"]

    async def _labelled(self, after: str) -> Sequence[Row]:
        column = messages.c
        wanted = (
            sa.select(column.id, column.sha256, column.label)
            .where(
                column.id > after, column.label.is_not(None), column.state != MessageState.DELETED
            )
            .order_by(column.id)
            .limit(_EXPORTED_AT_ONCE)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).mappings().all()

    async def _record_export(self, actor: Actor, request_id: str | None) -> None:
        entry = Entry(
            actor=actor,
            action=MailPermission.DECISION_EXPORT,
            object="mail-decisions:all",
            outcome=Outcome.DONE,
            request_id=request_id,
        )
        async with self._database.transaction() as connection:
            await self._ledger.record(connection, entry)


async def record(
    connection: AsyncConnection, ids: Iterable[str], decision: Decision
) -> frozenset[str]:
    """Store a decision about messages and count it for their senders and detectors.

    Part of the caller's transaction; the ledger's entries are the caller's. Senders are written in
    the order of their addresses and the day's figures last, as judging does: neither can wait for
    the other for ever. Returns those of the ids that are judged messages; what is not judged yet
    has no detectors and no sender that a decision could count for.
    """
    found = await _locked(connection, sorted(set(ids)))
    if found:
        await connection.execute(decisions.insert(), [_row(one["id"], decision) for one in found])
    changed = [one for one in found if _counts(_label(one), decision.label)]
    if changed and decision.label is not None:
        await _relabel(connection, changed, decision.label)
    return frozenset(one["id"] for one in found)


async def _locked(connection: AsyncConnection, ids: Sequence[str]) -> Sequence[Row]:
    judged = messages.c.id.in_(ids), messages.c.judged_at.is_not(None)
    wanted = sa.select(messages).where(*judged).order_by(messages.c.id)
    return (await connection.execute(wanted.with_for_update())).mappings().all()


def _row(identifier: str, decision: Decision) -> dict[str, Any]:
    return {
        "id": new_id(),
        "message_id": identifier,
        "kind": decision.kind,
        "label": decision.label,
        "decided_at": decision.at,
        "actor_id": decision.actor.id[:200],
        "actor_name": decision.actor.name[:200],
        "note": decision.note,
    }


async def about(connection: AsyncConnection, identifier: str) -> Sequence[Row]:
    """Return what people decided about a message, oldest first."""
    wanted = sa.select(decisions).where(decisions.c.message_id == identifier)
    return (await connection.execute(wanted.order_by(decisions.c.id))).mappings().all()


def _label(message: Row) -> Label | None:
    return Label(message["label"]) if message["label"] else None


def _counts(before: Label | None, label: Label | None) -> bool:
    """Tell whether a decision changes what is said of a message; a release outweighs no report."""
    if label is None or label is before:
        return False
    return label is not Label.RELEASED or before is None


async def _relabel(connection: AsyncConnection, changed: Sequence[Row], label: Label) -> None:
    ids = [one["id"] for one in changed]
    await connection.execute(messages.update().where(messages.c.id.in_(ids)).values(label=label))
    await senders.count_decisions(connection, _by_sender(changed, label))
    stored = await repository.verdicts_of(connection, ids)
    await tallies.count_decisions(
        connection,
        [
            Redecided(
                one["received_at"], Verdict.model_validate(stored[one["id"]]), _label(one), label
            )
            for one in changed
            if one["id"] in stored
        ],
    )


def _by_sender(changed: Sequence[Row], label: Label) -> Mapping[Standing, Counter[Label]]:
    """Return what each sender loses and gains."""
    found: dict[Standing, Counter[Label]] = defaultdict(Counter)
    for one in changed:
        address, before = storable_address(one["from_address"]), _label(one)
        if address is None or one["proved"] is None:
            continue
        found[address, one["proved"]][label] += 1
        if before is not None:
            found[address, one["proved"]][before] -= 1
    return found


def _entry(
    identifier: str, reported: Reported, decision: Decision, request_id: str | None
) -> Entry:
    return Entry(
        actor=decision.actor,
        action=MailPermission.MESSAGE_REPORT,
        object=f"mail-message:{identifier}",
        outcome=Outcome.DONE,
        reason=decision.note or None,
        request_id=request_id,
        details={"reported": str(reported)},
    )
