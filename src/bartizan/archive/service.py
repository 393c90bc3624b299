"""The archive as other packages, routes and commands use it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bartizan.archive import repository
from bartizan.archive.comparing import compare
from bartizan.archive.errors import MessageMissingError, ProofPendingError
from bartizan.archive.finding import Finder, Order
from bartizan.archive.indexer import Indexer
from bartizan.archive.ingest import Intake
from bartizan.archive.permissions import ArchivePermission
from bartizan.archive.readers import Readers
from bartizan.archive.records import (
    ArchivedMessage,
    Arrival,
    Completeness,
    Detail,
    Found,
    Observation,
    VerdictFacts,
)
from bartizan.archive.settings import ArchiveSettings
from bartizan.audit.public import Entry, EntryNotFoundError, InclusionProof, Ledger, Outcome
from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.paging import PageRequest
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.search.port import SearchReader

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks for a message's bytes, in which request, and why if they said so."""

    actor: Actor
    request_id: str | None = None
    reason: str | None = None


class Archive:
    """Keeps messages, finds them, hands out their exact bytes, and proves all of it."""

    def __init__(  # noqa: PLR0913 - the stores it joins
        self,
        database: Database,
        blobs: BlobStore,
        reader: SearchReader,
        ledger: Ledger,
        *,
        indexer: Indexer,
        clock: Clock,
        settings: ArchiveSettings | None = None,
    ) -> None:
        """Join the stores; `indexer` is only used for a rebuild that nobody else carries out."""
        self._database = database
        self._blobs = blobs
        self._reader = reader
        self._ledger = ledger
        self._indexer = indexer
        self._clock = clock
        chosen = settings or ArchiveSettings()
        retention = timedelta(days=chosen.retention_days)
        self._readers = Readers(chosen.readers)
        self._intake = Intake(database, blobs, ledger, self._readers, retention)
        self._finder = Finder(database, reader, clock)

    async def ingest(
        self, sha256: str, observation: Observation, verdict: VerdictFacts | None = None
    ) -> str:
        """Archive the message whose bytes have this hash, and return its archive id.

        Telling the same observation again changes nothing.

        Raises:
            BlobMissingError: the blob store does not have the bytes.
            BlobCorruptError: what it has does not have this hash any more.
        """
        return (await self.ingest_many([Arrival(sha256, observation, verdict or VerdictFacts())]))[
            0
        ]

    async def ingest_many(self, arrivals: Sequence[Arrival]) -> list[str]:
        """Archive messages in one transaction, and return their archive ids in order.

        Raises:
            BlobMissingError: the bytes of one are not there; none was archived.
            BlobCorruptError: the bytes of one do not have their hash; none was archived.
        """
        return await self._intake.take(arrivals)

    async def search(
        self, query: str, wanted: PageRequest | None = None, order: Order = Order.NEWEST
    ) -> Found:
        """Return one page of the messages that `query` asks for (`docs/archive/query.md`).

        Raises:
            QueryError: the query is malformed; the sentence says where.
            InvalidError: the cursor is not of this search.
        """
        return await self._finder.search(query, wanted or PageRequest(), order)

    async def message(self, identifier: str) -> Detail:
        """Return all that is known of the message with this archive id or SHA-256.

        Raises:
            MessageMissingError: there is none.
        """
        message = await self._known(identifier)
        async with self._database.reading() as connection:
            observed = await repository.observations_of(connection, [message.id])
            texts = await repository.texts_of(connection, [message.id])
        return Detail(
            message,
            tuple(observed.get(message.id, ())),
            texts.get(message.id, ""),
            await self._sealed_at(message),
        )

    async def export(self, identifier: str, requester: Requester) -> tuple[ArchivedMessage, bytes]:
        """Return a message with its exact bytes; the ledger records who took them.

        Raises:
            MessageMissingError: there is no message with this archive id or SHA-256.
            BlobMissingError: its bytes are gone.
            BlobCorruptError: its bytes do not have their hash any more.
        """
        message = await self._known(identifier)
        raw = await self._blobs.get(message.sha256)
        async with self._database.transaction() as connection:
            await self._ledger.record(connection, _export_entry(message, requester))
        return message, raw

    async def proof(self, identifier: str) -> InclusionProof:
        """Prove by the ledger that, and when, the message was archived.

        Raises:
            MessageMissingError: there is no message with this archive id or SHA-256.
            ProofPendingError: its entry is not sealed yet.
        """
        message = await self._known(identifier)
        index = await self._sealed_at(message)
        if index is None:
            raise ProofPendingError("The entry waits to be sealed; try again in a second.")
        return await self._ledger.prove(index)

    async def completeness(self) -> Completeness:
        """Compare the archive with its index, and name what is missing or left over."""
        return await compare(self._database, self._reader)

    async def index_lag(self) -> int:
        """Return how many archived messages search cannot find yet."""
        async with self._database.reading() as connection:
            return await repository.count_pending(connection)

    async def order_rebuild(self) -> None:
        """Have the index made anew from the blobs, by whichever process runs the indexer."""
        async with self._database.transaction() as connection:
            await repository.order_rebuild(connection, self._clock.now())

    async def rebuild(self) -> int:
        """Make the index anew from the blobs, wait until it is done, and return its size.

        If another process indexes, it does the work; else this one does.
        """
        await self.order_rebuild()
        async with asyncio.TaskGroup() as group:
            working = group.create_task(self._indexer.run(asyncio.Event()))
            while await self._behind():  # noqa: ASYNC110 - another process may do the work
                await asyncio.sleep(_LOOK_SECONDS)
            working.cancel()
        await asyncio.to_thread(self._reader.refresh)
        return await asyncio.to_thread(self._reader.count)

    async def close(self) -> None:
        """Let the processes that read messages end; the stores are their owner's to close."""
        await self._readers.close()

    async def _behind(self) -> bool:
        async with self._database.reading() as connection:
            if await repository.rebuild_ordered(connection):
                return True
            return await repository.count_pending(connection) > 0

    async def _known(self, identifier: str) -> ArchivedMessage:
        async with self._database.reading() as connection:
            found = await repository.message(connection, identifier)
        if found is None:
            raise MessageMissingError(
                "The archive has no message with that id or SHA-256; search for it."
            )
        return found

    async def _sealed_at(self, message: ArchivedMessage) -> int | None:
        """Return the index of the ledger entry that tells of the message, once it is sealed."""
        if message.ledger_entry is None:
            return None
        try:
            return await self._ledger.locate(message.ledger_entry)
        except EntryNotFoundError:
            return None


def _export_entry(message: ArchivedMessage, requester: Requester) -> Entry:
    return Entry(
        actor=requester.actor,
        action=ArchivePermission.MESSAGE_EXPORT,
        object=f"archive-message:{message.id}",
        outcome=Outcome.DONE,
        reason=requester.reason,
        request_id=requester.request_id,
        details={"sha256": message.sha256, "size": message.size},
    )
