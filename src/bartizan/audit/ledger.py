"""The ledger as other packages use it: record, append, find, prove, verify, shred."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit import proving, repository
from bartizan.audit.canonical import PrivateField
from bartizan.audit.entry import Entry, Outcome, SealedEntry
from bartizan.audit.errors import EntryNotFoundError, VerificationRunningError
from bartizan.audit.merkle import HASH_SIZE
from bartizan.audit.notes import Signer, Verifier
from bartizan.audit.permissions import AuditPermission
from bartizan.audit.proving import ConsistencyProof, InclusionProof
from bartizan.audit.search import EntryFilter, search
from bartizan.audit.settings import AuditSettings
from bartizan.audit.tiles import WIDTH, TileId, bundle
from bartizan.audit.verification import Progress, Verification, verify_ledger
from bartizan.audit.writer import Writer
from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.ids import is_id
from bartizan.base.paging import PageRequest
from bartizan.storage.database import Database

_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, newest first, and how many match in all."""

    entries: list[SealedEntry]
    total: int


class Ledger:
    """A signed, append-only log of decisions. Several processes may write to the same one."""

    def __init__(
        self,
        database: Database,
        signer: Signer,
        clock: Clock,
        settings: AuditSettings | None = None,
    ) -> None:
        """Log into `database` and sign with `signer`."""
        self._database = database
        self._signer = signer
        self._clock = clock
        self._settings = settings or AuditSettings()
        self._writer = Writer(database, signer, clock, self._settings)
        self._verifying = asyncio.Lock()

    @property
    def key(self) -> Verifier:
        """The public key that every checkpoint is signed with."""
        return self._signer.verifier

    async def record(self, connection: AsyncConnection, entry: Entry) -> str:
        """Stage an entry in the caller's transaction, and return its id.

        It is kept if and only if that transaction commits, and sealed shortly after by whichever
        process looks first.

        Raises:
            EntryInvalidError: it holds too much private data.
        """
        return (await self.record_many(connection, [entry]))[0]

    async def record_many(self, connection: AsyncConnection, entries: Sequence[Entry]) -> list[str]:
        """Stage entries in the caller's transaction, and return their ids, in order.

        Raises:
            EntryInvalidError: one holds too much private data.
        """
        prepared = await self._writer.prepare(entries)
        await repository.stage(connection, prepared)
        return [entry.columns.id for entry in prepared]

    async def append(self, entries: Sequence[Entry]) -> list[int]:
        """Seal entries at once, together with those of concurrent callers; return their indices.

        When it returns they are durable and signed. When it raises they are not, unless the
        database went away during the commit itself. More than `audit.batch` entries are sealed in
        several batches. Never call it inside a transaction of your own, which would wait for
        itself on SQLite: `record` is made for that.

        Raises:
            EntryInvalidError: one holds too much private data; none was sealed.
            LedgerBrokenError: the stored ledger contradicts itself.
        """
        return await self._writer.append(await self._writer.prepare(entries))

    async def seal(self) -> int:
        """Seal all that is staged now, batch by batch, and return how many entries that were.

        Raises:
            LedgerBrokenError: the stored ledger contradicts itself; staged entries stay staged.
        """
        total = 0
        while await self.staged() and (sealed := await self._writer.seal_staged()):
            total += sealed
        return total

    async def staged(self) -> int:
        """Count the entries that wait to be sealed."""
        async with self._database.reading() as connection:
            return await repository.count_staged(connection)

    async def find(self, wanted: EntryFilter, page: PageRequest | None = None) -> Found:
        """Return a page of the entries that match, newest first.

        Raises:
            InvalidError: the cursor is not one of ours.
            LedgerBrokenError: a stored entry cannot be read any more.
        """
        async with self._database.reading() as connection:
            rows, total = await search(connection, wanted, page or PageRequest())
        return Found([proving.entry_of(None, row) for row in rows], total)

    async def entry(self, index: int) -> SealedEntry:
        """Return the entry at `index`.

        Raises:
            EntryNotFoundError: there is none.
            LedgerBrokenError: its bytes are not an entry any more.
        """
        async with self._database.reading() as connection:
            return await proving.sealed_entry(connection, index)

    async def locate(self, name: str) -> int:
        """Return the index of the sealed entry called `name`: its id, or the index itself.

        Raises:
            EntryNotFoundError: no sealed entry is called that.
        """
        if name.isascii() and name.isdigit() and len(name) <= _MAX_DIGITS:
            return int(name)
        async with self._database.reading() as connection:
            found = await repository.index_of(connection, name) if is_id(name) else None
        if found is None:
            raise EntryNotFoundError("No sealed entry has that id or index; list the entries.")
        return found

    async def private(self, entry: SealedEntry) -> list[PrivateField]:
        """Return the private fields of an entry with their salts, as far as they still exist."""
        async with self._database.reading() as connection:
            rows = await repository.private_of(connection, [entry.id])
        return [PrivateField(row.name, row.salt, row.value) for row in rows]

    async def shred(self, entry_id: str, actor: Actor, reason: str) -> int:
        """Destroy the private fields of an entry, record that, and return how many there were.

        The entry, its hash and every proof stay valid. A staged entry is sealed first.

        Raises:
            EntryNotFoundError: the ledger has no entry with this id.
            LedgerBrokenError: the stored ledger contradicts itself.
        """
        await self.seal()
        deed = Entry(actor, AuditPermission.ENTRY_SHRED, entry_id, Outcome.DONE, reason)
        return await self._writer.shred(entry_id, deed)

    async def prove(self, index: int) -> InclusionProof:
        """Prove that the entry at `index` is in the ledger as it stands.

        Raises:
            EntryNotFoundError: there is no such entry.
            LedgerBrokenError: the stored tree does not prove it.
        """
        async with self._database.reading() as connection:
            return await proving.prove_inclusion(connection, self._signer, index)

    async def consistency(self, old_size: int, new_size: int) -> ConsistencyProof:
        """Prove that the first `old_size` entries did not change until the ledger had `new_size`.

        Raises:
            SizeUnknownError: not `0 < old_size <= new_size <= size of the ledger`.
            LedgerBrokenError: the stored tree does not prove it.
        """
        async with self._database.reading() as connection:
            return await proving.prove_consistency(connection, self._signer, old_size, new_size)

    async def checkpoint(self) -> str:
        """Return the newest checkpoint: a signed note (C2SP tlog-checkpoint).

        Raises:
            LedgerBrokenError: our key did not sign it.
        """
        async with self._database.reading() as connection:
            return (await proving.signed_head(connection, self._signer))[1]

    async def tile(self, tile: TileId, width: int = WIDTH) -> bytes:
        """Return the first `width` hashes of a tile.

        Raises:
            EntryNotFoundError: the tree has no such tile, or it is not so wide yet.
        """
        async with self._database.reading() as connection:
            found = (await repository.read_tiles(connection, [tile])).get(tile, b"")
        if len(found) < width * HASH_SIZE:
            raise EntryNotFoundError("The tree has no such tile yet.")
        return found[: width * HASH_SIZE]

    async def entry_bundle(self, number: int, width: int = WIDTH) -> bytes:
        """Return `width` entries from the 256 of bundle `number`, as C2SP tlog-tiles encodes them.

        Raises:
            EntryNotFoundError: not so many exist yet.
        """
        first = number * WIDTH
        async with self._database.reading() as connection:
            rows = await repository.canonical_from(connection, first, first + width)
        if len(rows) < width:
            raise EntryNotFoundError("The ledger has no such bundle of entries yet.")
        return bundle(canonical for _, canonical in rows)

    async def verify(
        self, *, since: str | None = None, progress: Progress | None = None
    ) -> Verification:
        """Check every entry, tile and checkpoint from the first on.

        `since` is a checkpoint kept elsewhere: without one, nobody can notice that the whole
        ledger was set back to an earlier state. `progress` is called with entries done and to do.

        Raises:
            NoteError: `since` is not a checkpoint that our key signed.
            VerificationRunningError: one is under way in this process.
        """
        if self._verifying.locked():
            raise VerificationRunningError("Wait for the verification that is running to end.")
        async with self._verifying:
            began = self._clock.monotonic()
            return await verify_ledger(
                self._database,
                self.key,
                page=self._settings.verify_page,
                since=since,
                progress=progress,
                elapsed=lambda: self._clock.monotonic() - began,
            )
