"""Makes archived messages searchable within a second, one process at a time.

A message is indexed, the index committed, and only then the row marked: a crash in between
indexes it again, and a document replaces the one of its id. A message observed again while it is
being indexed has a newer revision and stays pending.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bartizan.archive import repository
from bartizan.archive.documents import document
from bartizan.archive.facts import read_facts
from bartizan.archive.metrics import INDEX_LAG, INDEXED_TOTAL
from bartizan.archive.records import ArchivedMessage, MessageFacts
from bartizan.archive.settings import ArchiveSettings
from bartizan.base.clock import Clock
from bartizan.base.errors import BartizanError
from bartizan.base.log import get_logger
from bartizan.jobs.public import only_one
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database
from bartizan.storage.search.port import Document, SearchWriter

_TROUBLE_SECONDS = 1.0
_MOST_SET_ASIDE = 100
_log = get_logger("archive.indexer")


@dataclass(frozen=True, slots=True)
class _Batch:
    """Messages to index, their documents in the same order, and what was read anew of them."""

    messages: Sequence[ArchivedMessage]
    documents: Sequence[Document]
    reread: dict[str, MessageFacts]


class Indexer:
    """Keeps the search index after the archive. `open_writer` opens the index for writing."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        open_writer: Callable[[], SearchWriter],
        *,
        lock: Path,
        clock: Clock,
        settings: ArchiveSettings | None = None,
    ) -> None:
        """Share `lock`, a file on a local disk, among all processes that might index."""
        self._database = database
        self._blobs = blobs
        self._open_writer = open_writer
        self._lock = lock
        self._clock = clock
        self._settings = settings or ArchiveSettings()
        self._batch = self._settings.index_batch
        self._set_aside: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Index until `stop`; waits for as long as another process does."""
        async with only_one(self._lock):
            while not stop.is_set():
                try:
                    await self._keep_up(stop)
                except Exception as error:  # noqa: BLE001 - the writer is opened anew
                    _log.error("indexing stopped, starting again", error=_told(error))
                    await self._be_careful()
                    await _rest(stop, _TROUBLE_SECONDS)

    async def _be_careful(self) -> None:
        """Try smaller batches, and in the end without the one message that is in the way.

        It stays pending, so that completeness names it; if many are in the way, the trouble is
        not theirs and all are tried again.
        """
        if self._batch > 1:
            self._batch = max(1, self._batch // 16)
            return
        async with self._database.reading() as connection:
            waiting = await repository.pending(connection, 1, self._set_aside)
        self._set_aside |= {message.id for message in waiting}
        if len(self._set_aside) > _MOST_SET_ASIDE:
            self._set_aside.clear()

    async def _keep_up(self, stop: asyncio.Event) -> None:
        writer = await asyncio.to_thread(self._open_writer)
        try:
            while not stop.is_set():
                if not await self.step(writer):
                    await _rest(stop, self._settings.index_idle_seconds)
        finally:
            await asyncio.to_thread(writer.close)

    async def step(self, writer: SearchWriter) -> int:
        """Carry out a rebuild that was ordered, index one batch, and return its size."""
        async with self._database.reading() as connection:
            ordered = await repository.rebuild_ordered(connection)
            waiting = await repository.pending(connection, self._batch, self._set_aside)
        if ordered:
            await self._begin_rebuild(writer)
            return 1
        if waiting:
            await self._index(writer, await self._prepare(waiting))
            self._batch = min(self._settings.index_batch, self._batch * 2)
        await self._report(len(waiting))
        return len(waiting)

    async def _report(self, indexed: int) -> None:
        INDEXED_TOTAL.inc(indexed)
        lag = 0
        if indexed:
            async with self._database.reading() as connection:
                lag = await repository.count_pending(connection)
        INDEX_LAG.set(lag)

    async def _begin_rebuild(self, writer: SearchWriter) -> None:
        await asyncio.to_thread(writer.clear)
        async with self._database.transaction() as connection:
            await repository.begin_rebuild(connection)
        _log.info("index cleared, reading everything again")

    async def _prepare(self, waiting: Sequence[ArchivedMessage]) -> _Batch:
        ids = [message.id for message in waiting]
        async with self._database.reading() as connection:
            observed = await repository.observations_of(connection, ids)
            texts = await repository.texts_of(connection, ids)
        unread = [message for message in waiting if message.id not in texts]
        reread = {message.id: await self._reread(message) for message in unread}
        texts |= {key: facts.text for key, facts in reread.items()}
        messages = [_with_facts(message, reread) for message in waiting]
        documents = [
            document(message, observed.get(message.id, []), texts[message.id])
            for message in messages
        ]
        return _Batch(messages, documents, reread)

    async def _reread(self, message: ArchivedMessage) -> MessageFacts:
        try:
            raw = await self._blobs.get(message.sha256)
        except BartizanError as error:
            _log.error("bytes of an archived message", message=message.id, error=error.code)
            return _facts_of(message)
        return await asyncio.to_thread(read_facts, raw)

    async def _index(self, writer: SearchWriter, batch: _Batch) -> None:
        await asyncio.to_thread(_commit, writer, batch.documents)
        async with self._database.transaction() as connection:
            await repository.put_facts(connection, batch.reread)
            await repository.put_texts(
                connection, {key: facts.text for key, facts in batch.reread.items()}
            )
            await repository.mark_indexed(connection, batch.messages, self._clock.now())


def _commit(writer: SearchWriter, documents: Sequence[Document]) -> None:
    writer.put(documents)
    writer.commit()


def _with_facts(message: ArchivedMessage, reread: dict[str, MessageFacts]) -> ArchivedMessage:
    facts = reread.get(message.id)
    return message if facts is None else replace(message, **repository.columns_of(facts))


def _facts_of(message: ArchivedMessage) -> MessageFacts:
    """Return what the row still tells of a message whose bytes cannot be read."""
    return MessageFacts(
        message_id=message.message_id,
        subject=message.subject,
        from_address=message.from_address,
        from_name=message.from_name,
        to=tuple(message.to),
        cc=tuple(message.cc),
        date=message.date,
        attachments=tuple(message.attachments),
    )


def _told(error: Exception) -> str:
    return error.code if isinstance(error, BartizanError) else type(error).__name__


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
