"""The embedded store of immutable bytes: pack files that any number of processes share."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Self

from bartizan.base.clock import Clock
from bartizan.storage.blobs.committer import Committer, PackLimits
from bartizan.storage.blobs.disk import named_disk_errors
from bartizan.storage.blobs.group import GroupCommit
from bartizan.storage.blobs.index import Entry, Index
from bartizan.storage.blobs.layout import Layout
from bartizan.storage.blobs.lock import StoreLock
from bartizan.storage.blobs.operations import Delete, Extend, Operation, Put, size_of
from bartizan.storage.blobs.port import BlobInfo
from bartizan.storage.blobs.record import MAX_BLOB, microseconds, moment
from bartizan.storage.blobs.recovery import rebuild, recover
from bartizan.storage.blobs.testimony import content
from bartizan.storage.blobs.verification import Flaw, every_pack, flaws_in_index, flaws_in_pack
from bartizan.storage.errors import BlobCorruptError, BlobMissingError, BlobTooLargeError

_PAGE = 1000
_HASH_SIZE = 32

#: Up to this many bytes are hashed at once; more would keep the event loop waiting.
_SMALL = 64 << 10


class PackStore:
    """A `BlobStore` in a folder of local disk."""

    def __init__(self, layout: Layout, clock: Clock, limits: PackLimits) -> None:
        """Take over a prepared folder; see `open`."""
        self._layout = layout
        self._index = Index.open(layout.index)
        self._committer = Committer(layout, clock, limits)
        self._group: GroupCommit[Operation, Entry] = GroupCommit(
            self._committer.commit, name="blobs", weigh=size_of
        )
        self._closed = False

    @classmethod
    async def open(cls, folder: Path, clock: Clock, limits: PackLimits | None = None) -> Self:
        """Open the store in `folder`, made where absent, after setting right what a crash left.

        Raises:
            BlobIndexBrokenError: the index is unreadable; the sentence says how to rebuild it.
            StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        layout = Layout(folder)
        await asyncio.to_thread(_prepare, layout)
        return cls(layout, clock, limits or PackLimits())

    async def put(self, data: bytes, *, retain_until: datetime) -> BlobInfo:
        """Store `data`; when this returns, they survive a crash of the machine.

        Raises:
            BlobTooLargeError: they are more than `MAX_BLOB` bytes.
            StoreFullError, BlobStoreAwayError: the disk refuses; nothing is promised.
        """
        if len(data) > MAX_BLOB:
            raise BlobTooLargeError(f"A blob may have {MAX_BLOB} bytes; store it in pieces.")
        until = microseconds(retain_until)
        sha256 = _hash(data) if len(data) <= _SMALL else await asyncio.to_thread(_hash, data)
        return _info(await self._group.submit(Put(sha256, data, until)))

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, after checking that they still have this hash.

        Raises:
            BlobMissingError: no such blob, or it was deleted after its date.
            BlobCorruptError: no copy has this hash any more.
        """
        return await asyncio.to_thread(self._get, _key(sha256))

    async def stat(self, sha256: str) -> BlobInfo:
        """Return what is known of a blob.

        Raises:
            BlobMissingError: no such blob.
        """
        return _info(await asyncio.to_thread(self._entry, _key(sha256)))

    async def extend(self, sha256: str, retain_until: datetime) -> BlobInfo:
        """Keep a blob until a later date.

        Raises:
            BlobMissingError: no such blob.
            RetentionError: `retain_until` is earlier than the date in force.
            StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        extend = Extend(_key(sha256), microseconds(retain_until))
        return _info(await self._group.submit(extend))

    async def delete(self, sha256: str) -> None:
        """Erase a blob whose date has passed.

        Raises:
            BlobMissingError: no such blob.
            RetentionError: its date has not passed, by the packs or by the index.
            BlobCorruptError: its date cannot be read, so it stays.
            StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        await self._group.submit(Delete(_key(sha256)))

    async def walk(self) -> AsyncIterator[BlobInfo]:
        """Yield every blob, in the order of their hashes."""
        after = b""
        while page := await asyncio.to_thread(self._index.entries, after, _PAGE):
            for entry in page:
                yield _info(entry)
            after = page[-1].sha256

    async def verify(self) -> AsyncIterator[Flaw]:
        """Read everything, pack by pack, and yield what is not as it was written.

        Raises:
            StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        for path in every_pack(self._layout):
            for flaw in await asyncio.to_thread(self._flaws_in, path):
                yield flaw
        for flaw in await asyncio.to_thread(self._index_flaws):
            yield flaw

    async def rebuild_index(self) -> None:
        """Make the index anew from the packs alone; writers of all processes wait meanwhile.

        Raises:
            StoreFullError, BlobStoreAwayError: the disk refuses; the index is as before.
        """
        await asyncio.to_thread(_rebuild, self._layout)

    async def close(self) -> None:
        """Finish pending writes and let go of files; once more does nothing."""
        await self._group.close()
        if not self._closed:
            self._closed = True
            self._committer.close()
            self._index.close()

    def _entry(self, sha256: bytes) -> Entry:
        entry = self._index.entry(sha256)
        if entry is None:
            raise _missing(sha256)
        return entry

    def _get(self, sha256: bytes) -> bytes:
        for place in self._index.copies(sha256):
            data = content(self._layout, sha256, place)
            if data is not None and _hash(data) == sha256:
                return data
        # It may have been deleted while it was being read.
        if not self._index.copies(sha256):
            raise _missing(sha256)
        raise BlobCorruptError(
            f"The blob {sha256.hex()} is damaged on disk; restore its pack from a backup.",
            sha256=sha256.hex(),
        )

    def _flaws_in(self, path: Path) -> list[Flaw]:
        with named_disk_errors():
            return list(flaws_in_pack(path, self._index))

    def _index_flaws(self) -> list[Flaw]:
        return list(flaws_in_index(self._layout, self._index))


def _prepare(layout: Layout) -> None:
    with named_disk_errors():
        layout.prepare()
        with (
            StoreLock(layout.root) as lock,
            lock.alone(),
            closing(Index.open(layout.index)) as index,
        ):
            recover(layout, index)


def _rebuild(layout: Layout) -> None:
    with (
        named_disk_errors(),
        StoreLock(layout.root) as lock,
        lock.alone(),
        closing(Index.open(layout.index)) as index,
    ):
        rebuild(layout, index)


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _key(sha256: str) -> bytes:
    """Return the binary form of a hash; what is none cannot be stored under."""
    try:
        key = bytes.fromhex(sha256)
    except ValueError:
        key = b""
    if len(key) != _HASH_SIZE or key.hex() != sha256:
        raise BlobMissingError(
            "There is no such blob: a blob is named by 64 lower-case hex digits."
        )
    return key


def _missing(sha256: bytes) -> BlobMissingError:
    return BlobMissingError(f"There is no blob {sha256.hex()}.")


def _info(entry: Entry) -> BlobInfo:
    return BlobInfo(
        entry.sha256.hex(), entry.size, moment(entry.stored_at), moment(entry.retain_until)
    )
