"""Writing to the ledger: group commit of entries, sealing of what is staged, shredding."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit import repository, sealing
from bartizan.audit.canonical import MalformedEntryError, Prepared, prepare, prepared_from, stamp
from bartizan.audit.entry import Entry, Outcome
from bartizan.audit.errors import EntryNotFoundError
from bartizan.audit.metrics import ENTRIES_TOTAL, SEAL_SECONDS
from bartizan.audit.notes import Signer
from bartizan.audit.sealing import Head
from bartizan.audit.settings import AuditSettings
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import Clock
from bartizan.base.group_commit import GroupCommit
from bartizan.base.ids import new_id
from bartizan.storage.database import Database

#: Above so many entries, serialising them leaves the event loop.
_INLINE = 64


class Writer:
    """The one way into the log for this process; it remembers the head it last committed."""

    def __init__(
        self, database: Database, signer: Signer, clock: Clock, settings: AuditSettings
    ) -> None:
        """Write to `database` and sign with `signer`."""
        self._database = database
        self._signer = signer
        self._clock = clock
        self._limit = settings.batch
        self._group: GroupCommit[Prepared, int] = GroupCommit(self._commit, limit=settings.batch)
        self._sealing = asyncio.Lock()
        self._head = Head()

    async def prepare(self, entries: Sequence[Entry]) -> list[Prepared]:
        """Give entries their id, their time and their bytes.

        Raises:
            EntryInvalidError: one holds too much private data.
        """
        now = stamp(self._clock.now())

        def work() -> list[Prepared]:
            return [prepare(entry, new_id(), now) for entry in entries]

        return await asyncio.to_thread(work) if len(entries) > _INLINE else work()

    async def append(self, prepared: Sequence[Prepared]) -> list[int]:
        """Seal entries together with those of concurrent callers; return their indices.

        Raises:
            LedgerBrokenError: the stored ledger contradicts itself.
        """
        parts = [prepared[at : at + self._limit] for at in range(0, len(prepared), self._limit)]
        return [index for part in parts for index in await self._group.submit_many(part)]

    async def seal_staged(self) -> int:
        """Seal one batch of what is staged, and return how many entries that were.

        Raises:
            LedgerBrokenError: the stored ledger contradicts itself; staged entries stay staged.
        """
        async with self._sealing:
            async with self._locked() as connection:
                taken = await repository.take_staged(connection, self._limit)
                batch = [self._unstaged(identifier, body) for identifier, body in taken]
                if not batch:
                    return 0
                head = await sealing.seal_batch(connection, self._signer, batch, self._head)
            return len(self._advance(head, len(batch)))

    async def shred(self, identifier: str, deed: Entry) -> int:
        """Destroy the private fields of a sealed entry and seal the `deed`, in one transaction.

        Raises:
            EntryNotFoundError: no sealed entry has this id.
            LedgerBrokenError: the stored ledger contradicts itself.
        """
        prepared = await self.prepare([deed])
        async with self._sealing:
            async with self._locked() as connection:
                if await repository.index_of(connection, identifier) is None:
                    raise EntryNotFoundError("No sealed entry has that id; list the entries.")
                count = await repository.destroy_private(connection, identifier)
                head = await sealing.seal_batch(connection, self._signer, prepared, self._head)
            self._advance(head, 1)
        return count

    async def _commit(self, batch: Sequence[Prepared]) -> range:
        async with self._sealing:
            async with self._locked() as connection:
                await repository.keep_private(connection, batch)
                head = await sealing.seal_batch(connection, self._signer, batch, self._head)
            return self._advance(head, len(batch))

    @asynccontextmanager
    async def _locked(self) -> AsyncIterator[AsyncConnection]:
        with SEAL_SECONDS.time():
            async with self._database.transaction() as connection:
                await sealing.hold(connection)
                yield connection

    def _advance(self, head: Head, count: int) -> range:
        self._head = head
        ENTRIES_TOTAL.inc(count)
        return range(head.edge.size - count, head.edge.size)

    def _unstaged(self, identifier: str, body: bytes) -> Prepared:
        """Read a staged body; one that was tampered with is recorded as such, not passed over."""
        try:
            found = prepared_from(body)
        except MalformedEntryError:
            found = None
        if found is not None and found.columns.id == identifier:
            return found
        spoiled = Entry(
            SYSTEM,
            "audit:entry:unreadable",
            identifier,
            Outcome.FAILED,
            "The staged entry was altered before it was sealed.",
            details={"sha256": sha256(body).hexdigest()},
        )
        return prepare(spoiled, new_id(), stamp(self._clock.now()))
