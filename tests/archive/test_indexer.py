import asyncio
import hashlib
import time

import pytest

from bartizan.archive.public import ArchiveSettings, Indexer
from bartizan.base.clock import SystemClock


def digest_of(raw):
    return hashlib.sha256(raw).hexdigest()


async def _ids(installation, query):
    found = await installation.archive.search(query)
    return [hit.message.id for hit in found.hits]


def _indexer(installation, open_writer):
    return Indexer(
        installation.database,
        installation.blobs,
        open_writer,
        lock=installation.index.with_suffix(".lock"),
        clock=SystemClock(),
        settings=ArchiveSettings(index_idle_seconds=0.02),
    )


async def test_a_message_is_found_within_a_second(installation):
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(installation.indexer.run(stop))
        await asyncio.sleep(0.5)
        identifier = await installation.keep(installation.letter("Quarterly figures"))
        started = time.monotonic()
        while await _ids(installation, "quarterly") != [identifier]:
            await asyncio.sleep(0.02)
        assert time.monotonic() - started < 1.5
        stop.set()
    assert await installation.archive.index_lag() == 0


async def test_indexing_again_after_a_crash_adds_nothing(installation):
    await installation.keep(installation.letter("Once"))

    class CrashError(Exception): ...

    class Crashing:
        """A real writer whose process ends right after its commit."""

        def __init__(self, writer):
            self._writer = writer
            self.put = writer.put

        def commit(self):
            self._writer.commit()
            raise CrashError

    writer = await asyncio.to_thread(installation.open_writer)
    with pytest.raises(CrashError):
        await installation.indexer.step(Crashing(writer))
    await asyncio.to_thread(writer.close)
    assert await installation.archive.index_lag() == 1
    await installation.index_all()
    found = await installation.archive.completeness()
    assert (found.indexed, found.complete) == (1, True)


async def test_a_new_recipient_finds_the_message_too(installation):
    identifier = await installation.keep(installation.letter(), "m1")
    await installation.index_all()
    assert await _ids(installation, "to:hidden@example.org") == []
    digest = digest_of(installation.letter())

    await installation.archive.ingest(digest, installation.seen("m2", "hidden@example.org"))
    await installation.index_all()
    assert await _ids(installation, "to:hidden@example.org") == [identifier]
    assert (await installation.archive.completeness()).indexed == 1


async def test_a_rebuild_reads_everything_again_from_the_bytes(installation):
    kept = [
        await installation.keep(installation.letter(f"Number {n}", f"body {n}")) for n in range(4)
    ]
    await installation.index_all()
    await installation.archive.order_rebuild()
    await installation.index_all()
    assert sorted(await _ids(installation, "body")) == kept
    assert (await installation.archive.message(kept[1])).text == "body 1"
    assert (await installation.archive.completeness()).complete


async def test_a_message_whose_bytes_are_gone_is_still_indexed_by_its_row(installation):
    identifier = await installation.keep(installation.letter("Orphan"))
    await installation.archive.order_rebuild()
    gone = _indexer(installation, installation.open_writer)
    gone._blobs = await _empty_store(installation)
    writer = await asyncio.to_thread(installation.open_writer)
    while await gone.step(writer):
        continue
    await asyncio.to_thread(writer.close)
    assert await _ids(installation, "subject:orphan") == [identifier]


async def _empty_store(installation):
    from bartizan.storage.blobs.pack_store import PackStore

    return await PackStore.open(installation.index.with_name("empty"), SystemClock())


async def test_one_document_that_the_index_refuses_does_not_stop_the_others(installation):
    ids = [await installation.keep(installation.letter(f"Number {n}")) for n in range(6)]

    class Refusing:
        """A real writer whose engine cannot take one document."""

        def __init__(self, writer):
            self._writer = writer
            self.commit, self.close = writer.commit, writer.close

        def put(self, documents):
            if any(document.id == ids[2] for document in documents):
                raise ValueError("io::Error")
            self._writer.put(documents)

    indexer = _indexer(installation, lambda: Refusing(installation.open_writer()))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group, asyncio.timeout(30):
        group.create_task(indexer.run(stop))
        while await installation.archive.index_lag() > 1:
            await asyncio.sleep(0.05)
        stop.set()
    found = await installation.archive.completeness()
    assert found.missing == (ids[2],)
