"""Claims messages for delivery: a try is written down before it is made.

Concurrent claims share one commit. A try left open by a worker that died is closed as `unknown`
when its own job comes back, for a job comes back only when its lease ran out; any other open try
is somebody else's until it is older than any job may run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.base.ids import new_id
from bartizan.jobs.public import Jobs, NewJob
from bartizan.mail import repository
from bartizan.mail.delivery.carriers import Destination
from bartizan.mail.delivery.destinations import destination_for, read_destination
from bartizan.mail.repository import Row
from bartizan.mail.settings import DeliverySettings
from bartizan.mail.verdict import Verdict
from bartizan.storage.database import Database, lock

#: A try that began longer ago than this has no worker any more; its end will never be known.
#: It is longer than the task may take (see `mail.tasks`).
ABANDONED_AFTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Try:
    """Recipients of one message that share a destination."""

    id: str
    hop: Destination
    recipients: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is ours to deliver now; without tries, there is nothing to do."""

    message: Row
    verdict: Verdict | None
    released: bool
    tries: Sequence[Try]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A message that a job wants to deliver."""

    message: Row
    job: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored about the messages of one batch, each by message id."""

    attempts: Mapping[str, Sequence[Row]]
    recipients: Mapping[str, Sequence[Row]]
    verdicts: Mapping[str, dict[str, Any]]
    held: frozenset[str]


class Claims:
    """Writes down the tries about to be made, unless somebody else is at them."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        clock: Clock,
        settings: DeliverySettings,
        delivery_job: Callable[..., NewJob],
        relay: str | None = None,
    ) -> None:
        """Without a `relay`, what goes out to strangers waits."""
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._settings = settings
        self._delivery_job = delivery_job
        self._relay = relay
        self._commits: GroupCommit[_Wanted, Claim] = GroupCommit(self._commit, limit=50)

    async def claim(self, message: Row, job: str | None = None) -> Claim:
        """Claim the recipients of a message that are due, for the job of this id.

        Where another worker is at it, a later look is queued and the claim holds no tries.
        """
        return await self._commits.submit(_Wanted(message, job))

    async def _commit(self, batch: Sequence[_Wanted]) -> Sequence[Claim]:
        ids = sorted({wanted.message["id"] for wanted in batch})
        now, mine = self._clock.now(), set[str]()
        async with self._database.transaction() as connection:
            for identifier in ids:  # in one order, so that two workers cannot wait for each other
                await lock(connection, f"mail.deliver:{identifier}")
            known = await _known(connection, ids)
            claims = []
            for wanted in batch:
                identifier = wanted.message["id"]
                free = identifier not in mine and await self._is_free(
                    connection, wanted, known.attempts.get(identifier, ()), now
                )
                mine.add(identifier)
                claims.append(self._claim(wanted, known, now, free=free))
            await repository.start_attempts(connection, _rows(batch, claims, now))
        return claims

    async def _is_free(
        self, connection: AsyncConnection, wanted: _Wanted, open_tries: Sequence[Row], now: datetime
    ) -> bool:
        """Tell whether nobody else is delivering; close tries whose worker is gone."""
        for attempt in open_tries:
            over_at = attempt["started_at"] + ABANDONED_AFTER
            ours = wanted.job is not None and attempt["job_id"] == wanted.job
            if now < over_at and not ours:
                key = f"after-{attempt['id']}"
                look = self._delivery_job(wanted.message["id"], key, run_at=over_at)
                await self._jobs.enqueue_many(connection, [look])
                return False
            await repository.finish_attempt(
                connection,
                attempt["id"],
                finished_at=now,
                outcome="unknown",
                sentence="The worker stopped during this try; its end is not known.",
            )
        return True

    def _claim(self, wanted: _Wanted, known: _Known, now: datetime, *, free: bool) -> Claim:
        identifier = wanted.message["id"]
        due = [row for row in known.recipients.get(identifier, ()) if _is_due(row, now)]
        found = known.verdicts.get(identifier)
        return Claim(
            wanted.message,
            Verdict.model_validate(found) if found else None,
            identifier in known.held,
            self._tries(wanted.message, due) if free else (),
        )

    def _tries(self, message: Row, due: Sequence[Row]) -> list[Try]:
        if not message["outbound"]:
            return _tries(due, self._settings)
        if self._relay is None or not due:
            return []
        return [Try(new_id(), read_destination(self._relay), due)]


async def _known(connection: AsyncConnection, ids: Sequence[str]) -> _Known:
    return _Known(
        attempts=await repository.open_attempts(connection, ids),
        recipients=await repository.recipients_of_many(connection, ids),
        verdicts=await repository.verdicts_of(connection, ids),
        held=await repository.ever_held(connection, ids),
    )


def _is_due(row: Row, now: datetime) -> bool:
    at: datetime | None = row["next_attempt_at"]
    return row["state"] in repository.OPEN and (at is None or at <= now)


def _tries(due: Sequence[Row], settings: DeliverySettings) -> list[Try]:
    by_hop: dict[Destination, list[Row]] = {}
    for row in due:
        by_hop.setdefault(destination_for(row["address"], settings), []).append(row)
    return [Try(new_id(), hop, rows) for hop, rows in by_hop.items()]


def _rows(
    batch: Sequence[_Wanted], claims: Sequence[Claim], now: datetime
) -> Sequence[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "message_id": wanted.message["id"],
            "job_id": wanted.job,
            "next_hop": str(one.hop),
            "positions": [row["position"] for row in one.recipients],
            "started_at": now,
        }
        for wanted, claim in zip(batch, claims, strict=True)
        for one in claim.tries
    ]
