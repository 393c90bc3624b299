"""Held mail: released by people, deleted by people or when its time is up."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM, Actor
from bartizan.base.clock import Clock
from bartizan.jobs.public import Jobs
from bartizan.mail import decisions, events, repository
from bartizan.mail.decisions import Decision, Kind
from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.models import Label, MessageState, QuarantineState, RecipientState
from bartizan.mail.permissions import EXPIRED, MailPermission
from bartizan.storage.database import Database
from bartizan.storage.outbox import announce_many

_EXPIRED_AT_ONCE: Final = 500
_HELD_STATES: Final = (MessageState.HELD, MessageState.REJECTED)


class Ending(StrEnum):
    """What came of asking to release or delete one message."""

    RELEASED = "released"
    ALREADY_RELEASED = "already_released"
    DELETED = "deleted"
    ALREADY_DELETED = "already_deleted"
    NOT_FOUND = "not_found"
    NOT_HELD = "not_held"


_SENTENCES: Final = {
    Ending.RELEASED: "Released; delivery is under way.",
    Ending.ALREADY_RELEASED: "It was released before; nothing was sent again.",
    Ending.DELETED: "Deleted; it will not be delivered.",
    Ending.ALREADY_DELETED: "It was deleted before.",
    Ending.NOT_FOUND: "There is no such message.",
    Ending.NOT_HELD: "It is not in quarantine.",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one message."""

    id: str
    ending: Ending

    @property
    def sentence(self) -> str:
        """The ending in words."""
        return _SENTENCES[self.ending]


class Quarantine:
    """Resolves held messages; each of them once, however often and by whomever it is asked."""

    def __init__(self, database: Database, jobs: Jobs, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._ledger = ledger
        self._clock = clock

    async def release(
        self, ids: Sequence[str], actor: Actor, reason: str, *, request_id: str | None = None
    ) -> list[Result]:
        """Let messages go to their recipients without judging them again."""
        async with self._database.transaction() as connection:
            results = [
                await self._release(connection, identifier, actor, reason, request_id)
                for identifier in dict.fromkeys(ids)
            ]
            released = [one.id for one in results if one.ending is Ending.RELEASED]
            decision = Decision(Kind.RELEASE, Label.RELEASED, actor, reason, self._clock.now())
            await decisions.record(connection, released, decision)
            return results

    async def delete(
        self, ids: Sequence[str], actor: Actor, reason: str, *, request_id: str | None = None
    ) -> list[Result]:
        """Give up messages: they will never be delivered. Their record stays."""
        async with self._database.transaction() as connection:
            results = [
                await self._delete(connection, identifier, actor, reason, request_id)
                for identifier in dict.fromkeys(ids)
            ]
            deleted = [one.id for one in results if one.ending is Ending.DELETED]
            decision = Decision(Kind.DELETE, None, actor, reason, self._clock.now())
            await decisions.record(connection, deleted, decision)
            return results

    async def expire(self) -> int:
        """Delete what was held past its date; return how many."""
        async with self._database.transaction() as connection:
            ids = await repository.expired(connection, self._clock.now(), _EXPIRED_AT_ONCE)
            for identifier in ids:
                if await self._close(connection, identifier, QuarantineState.EXPIRED, SYSTEM, ""):
                    await self._drop(connection, identifier)
                    entry = _entry(SYSTEM, EXPIRED, identifier, "held past its date", None)
                    await self._ledger.record(connection, entry)
        return len(ids)

    async def _release(
        self,
        connection: AsyncConnection,
        identifier: str,
        actor: Actor,
        reason: str,
        request_id: str | None,
    ) -> Result:
        if not await self._close(connection, identifier, QuarantineState.RELEASED, actor, reason):
            return await _why_not(connection, identifier)
        await repository.move(
            connection,
            identifier,
            since=_HELD_STATES,
            to=MessageState.RELEASED,
            delivering_since=self._clock.now(),
        )
        await repository.set_recipients(
            connection, identifier, RecipientState.HELD, state=RecipientState.PENDING
        )
        await self._jobs.enqueue_many(connection, [delivery_job(identifier, "released")])
        await self._ledger.record(
            connection,
            _entry(actor, MailPermission.QUARANTINE_RELEASE, identifier, reason, request_id),
        )
        await _announce(connection, events.RELEASED, identifier, actor)
        return Result(identifier, Ending.RELEASED)

    async def _delete(
        self,
        connection: AsyncConnection,
        identifier: str,
        actor: Actor,
        reason: str,
        request_id: str | None,
    ) -> Result:
        if not await self._close(connection, identifier, QuarantineState.DELETED, actor, reason):
            return await _why_not(connection, identifier)
        await self._drop(connection, identifier)
        await self._ledger.record(
            connection,
            _entry(actor, MailPermission.QUARANTINE_DELETE, identifier, reason, request_id),
        )
        return Result(identifier, Ending.DELETED)

    async def _close(
        self,
        connection: AsyncConnection,
        identifier: str,
        state: QuarantineState,
        actor: Actor,
        reason: str,
    ) -> bool:
        return await repository.resolve(
            connection,
            identifier,
            state=state,
            resolved_at=self._clock.now(),
            resolved_by=actor.name[:200],
            resolution=reason,
        )

    async def _drop(self, connection: AsyncConnection, identifier: str) -> None:
        await repository.move(connection, identifier, since=_HELD_STATES, to=MessageState.DELETED)
        await repository.set_recipients(
            connection,
            identifier,
            RecipientState.HELD,
            state=RecipientState.DROPPED,
            settled_at=self._clock.now(),
        )
        await _announce(connection, events.DELETED, identifier, SYSTEM)


async def _announce(connection: AsyncConnection, topic: str, identifier: str, actor: Actor) -> None:
    await announce_many(connection, [(topic, identifier, {"by": actor.name})])


async def _why_not(connection: AsyncConnection, identifier: str) -> Result:
    held = await repository.held_row(connection, identifier)
    if held is None:
        known = await repository.message(connection, identifier) is not None
        return Result(identifier, Ending.NOT_HELD if known else Ending.NOT_FOUND)
    released = held["state"] == QuarantineState.RELEASED
    return Result(identifier, Ending.ALREADY_RELEASED if released else Ending.ALREADY_DELETED)


def _entry(
    actor: Actor, action: str, identifier: str, reason: str, request_id: str | None
) -> Entry:
    return Entry(
        actor=actor,
        action=str(action),
        object=f"mail-message:{identifier}",
        outcome=Outcome.DONE,
        reason=reason,
        request_id=request_id,
    )
