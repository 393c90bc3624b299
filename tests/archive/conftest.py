"""A whole archive on real stores: rows, blobs, index, ledger."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bartizan.archive.public import FIELDS, Archive, ArchiveSettings, Indexer, Observation
from bartizan.audit.public import Ledger, load_or_create
from bartizan.base.clock import Clock, SystemClock
from bartizan.storage.blobs.pack_store import PackStore
from bartizan.storage.database import Database
from bartizan.storage.search.port import SearchReader, SearchWriter
from bartizan.storage.search.tantivy_index import open_index

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Installation:
    """The archive with the stores behind it."""

    archive: Archive
    database: Database
    blobs: PackStore
    reader: SearchReader
    ledger: Ledger
    indexer: Indexer
    index: Path
    clock: Clock

    @staticmethod
    def seen(source: str, *recipients: str, at: datetime = START) -> Observation:
        wanted = recipients or ("bob@example.org",)
        return Observation(source, at, "alice@example.com", wanted, "192.0.2.1", "mx.example.com")

    @staticmethod
    def letter(subject: str = "Hello", body: str = "Some words", **headers: str) -> bytes:
        fields = {"From": "Alice <alice@example.com>", "To": "bob@example.org"} | headers
        fields["Subject"] = subject
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
        return f"{head}\r\n{body}\r\n".encode()

    def open_writer(self) -> SearchWriter:
        return open_index(self.index, FIELDS).writer()

    async def store(self, raw: bytes, *, days: int = 30) -> str:
        until = SystemClock().now() + timedelta(days=days)
        return (await self.blobs.put(raw, retain_until=until)).sha256

    async def keep(self, raw: bytes, source: str | None = None, **facts) -> str:
        """Store and archive a message."""
        sha256 = await self.store(raw)
        return await self.archive.ingest(sha256, self.seen(source or sha256, **facts))

    async def index_all(self) -> None:
        """Index everything that waits."""
        writer = await asyncio.to_thread(self.open_writer)
        try:
            while await self.indexer.step(writer):
                continue
        finally:
            await asyncio.to_thread(writer.close)


@pytest.fixture
async def installation(database: Database, tmp_path: Path) -> AsyncIterator[Installation]:
    clock, settings = SystemClock(), ArchiveSettings(retention_days=100, index_idle_seconds=0.05)
    blobs = await PackStore.open(tmp_path / "blobs", clock)
    index = tmp_path / "index"
    reader = open_index(index, FIELDS).reader()
    ledger = Ledger(database, load_or_create(tmp_path / "audit.key", "test/ledger"), clock)
    indexer = Indexer(
        database,
        blobs,
        open_index(index, FIELDS).writer,
        lock=tmp_path / "indexer.lock",
        clock=clock,
        settings=settings,
    )
    archive = Archive(
        database, blobs, reader, ledger, indexer=indexer, clock=clock, settings=settings
    )
    yield Installation(archive, database, blobs, reader, ledger, indexer, index, clock)
    await archive.close()
    await blobs.close()
