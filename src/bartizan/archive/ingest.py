"""Takes messages into the archive: reads them from the blob store, writes what is known of them.

Rows, ledger record and announcement are one transaction; told again, the same delivery adds
nothing. Bytes are read and parsed before it opens, so that it stays short.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.archive import repository
from bartizan.archive.events import ARCHIVED
from bartizan.archive.facts import clean
from bartizan.archive.metrics import MESSAGES_TOTAL
from bartizan.archive.readers import Readers
from bartizan.archive.records import Arrival, MessageFacts
from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM
from bartizan.base.ids import new_id
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.outbox import announce_many

ACTION = "archive:message:archive"
_READERS = 16  # blobs read at a time


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An arrival with all that its rows need; `id` is taken if the message is new."""

    id: str
    arrival: Arrival
    size: int
    facts: MessageFacts
    retain_until: datetime


class Intake:
    """The way into the archive."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        ledger: Ledger,
        readers: Readers,
        retention: timedelta,
    ) -> None:
        """Keep every message for `retention` after it was received."""
        self._readers = readers
        self._database = database
        self._blobs = blobs
        self._ledger = ledger
        self._retention = retention

    async def take(self, arrivals: Sequence[Arrival]) -> list[str]:
        """Archive messages and return their ids, in order.

        Raises:
            BlobMissingError: the bytes of one are not in the blob store; none was archived.
            BlobCorruptError: the bytes of one do not have their hash; none was archived.
        """
        if not arrivals:
            return []
        prepared = await self._prepare(arrivals)
        async with self._database.transaction() as connection:
            return await self._write(connection, prepared)

    async def _prepare(self, arrivals: Sequence[Arrival]) -> list[_Prepared]:
        hashes = list(dict.fromkeys(arrival.sha256 for arrival in arrivals))
        bytes_of = dict(zip(hashes, await self._read_all(hashes), strict=True))
        retained = await asyncio.gather(*[self._retain(arrival) for arrival in arrivals])
        facts = dict(zip(hashes, await self._readers.read(list(bytes_of.values())), strict=True))
        return [
            _Prepared(
                new_id(),
                arrival,
                len(bytes_of[arrival.sha256]),
                facts[arrival.sha256],
                until,
            )
            for arrival, until in zip(arrivals, retained, strict=True)
        ]

    async def _read_all(self, hashes: Sequence[str]) -> list[bytes]:
        gate = asyncio.Semaphore(_READERS)

        async def read(sha256: str) -> bytes:
            async with gate:
                return await self._blobs.get(sha256)

        return await asyncio.gather(*[read(sha256) for sha256 in hashes])

    async def _retain(self, arrival: Arrival) -> datetime:
        """Lock the bytes for the retention; they may be locked for longer already."""
        until = arrival.observation.received_at + self._retention
        known = await self._blobs.stat(arrival.sha256)
        if known.retain_until < until:
            known = await self._blobs.extend(arrival.sha256, until)
        return known.retain_until

    async def _write(self, connection: AsyncConnection, prepared: Sequence[_Prepared]) -> list[str]:
        added = await repository.add_messages(connection, [_message_row(item) for item in prepared])
        ids = await repository.ids_of(connection, {item.arrival.sha256 for item in prepared})
        await repository.put_texts(
            connection, {item.id: item.facts.text for item in prepared if item.id in added}
        )
        await self._observe(connection, prepared, ids, added)
        await self._report(connection, [item for item in prepared if item.id in added])
        MESSAGES_TOTAL.labels("new").inc(len(added))
        MESSAGES_TOTAL.labels("known").inc(len(prepared) - len(added))
        return [ids[item.arrival.sha256] for item in prepared]

    async def _report(self, connection: AsyncConnection, added: Sequence[_Prepared]) -> None:
        """Record and announce what is new."""
        entries = await self._ledger.record_many(connection, [_entry(item) for item in added])
        ids = [item.id for item in added]
        await repository.note_entries(connection, dict(zip(ids, entries, strict=True)))
        await announce_many(connection, [(ARCHIVED, item.id, _news(item)) for item in added])

    async def _observe(
        self,
        connection: AsyncConnection,
        prepared: Sequence[_Prepared],
        ids: dict[str, str],
        added: set[str],
    ) -> None:
        rows = {new_id(): item for item in prepared}
        seen = await repository.add_observations(
            connection,
            [_observation_row(key, item, ids[item.arrival.sha256]) for key, item in rows.items()],
        )
        again = [item for key, item in rows.items() if key in seen and item.id not in added]
        await repository.observed_again(connection, list(_updates(again, ids)))


def _message_row(item: _Prepared) -> dict[str, Any]:
    return repository.columns_of(item.facts) | {
        "id": item.id,
        "sha256": item.arrival.sha256,
        "size": item.size,
        "first_received_at": item.arrival.observation.received_at,
        "disposition": item.arrival.verdict.disposition,
        "score": item.arrival.verdict.score,
        "retain_until": item.retain_until,
        "revision": 1,
        "indexed_at": None,
    }


def _observation_row(key: str, item: _Prepared, archive_id: str) -> dict[str, Any]:
    seen = item.arrival.observation
    return {
        "id": key,
        "archive_id": archive_id,
        "source_id": seen.source_id,
        "received_at": seen.received_at,
        "envelope_from": clean(seen.envelope_from),
        "recipients": [clean(address) for address in seen.recipients],
        "remote_address": seen.remote_address,
        "helo": clean(seen.helo) if seen.helo is not None else None,
    }


def _updates(again: Iterable[_Prepared], ids: dict[str, str]) -> Iterable[dict[str, Any]]:
    for item in again:
        yield {
            "known": ids[item.arrival.sha256],
            "judged": item.arrival.verdict.disposition,
            "points": item.arrival.verdict.score,
            "retain": item.retain_until,
        }


def _entry(item: _Prepared) -> Entry:
    return Entry(
        actor=SYSTEM,
        action=ACTION,
        object=f"archive-message:{item.id}",
        outcome=Outcome.DONE,
        details={
            "sha256": item.arrival.sha256,
            "size": item.size,
            "source": item.arrival.observation.source_id,
            "retain_until": item.retain_until.isoformat(),
        },
    )


def _news(item: _Prepared) -> dict[str, Any]:
    return {
        "sha256": item.arrival.sha256,
        "size": item.size,
        "source": item.arrival.observation.source_id,
        "subject": item.facts.subject,
        "from_address": item.facts.from_address,
        "disposition": item.arrival.verdict.disposition,
    }
