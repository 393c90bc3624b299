"""Opens every part that the settings describe, in order, and closes them in reverse."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bartizan.archive.public import FIELDS, Archive, Indexer
from bartizan.assembly.checks import Check, checks
from bartizan.assembly.judge import MODELS, build_judge, build_resolver
from bartizan.assembly.settings import Settings, load_settings
from bartizan.audit.public import Ledger, load_or_create
from bartizan.base.clock import Clock, SystemClock
from bartizan.identity.public import Identity
from bartizan.jobs.public import Jobs
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.public import KeptBook, Mail
from bartizan.storage.blobs.pack_store import PackStore
from bartizan.storage.database import Database
from bartizan.storage.search.port import SearchReader
from bartizan.storage.search.tantivy_index import open_index


@dataclass(frozen=True)
class Bartizan:
    """Everything assembled. `services` holds what the doors hand out, by type."""

    settings: Settings
    clock: Clock
    database: Database
    blobs: PackStore
    reader: SearchReader
    jobs: Jobs
    ledger: Ledger
    identity: Identity
    indexer: Indexer
    archive: Archive
    mail: Mail
    judge: Pipeline
    services: Mapping[type, Any]
    checks: Mapping[str, Check]


def open_from_settings() -> AbstractAsyncContextManager[Bartizan]:
    """Open what the environment and the settings file describe (for the command line)."""
    return open_bartizan(load_settings())


@asynccontextmanager
async def open_bartizan(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Bartizan]:
    """Open everything; the schema must be up to date already (`bartizan migrate`).

    Raises:
        BartizanError: a part cannot be opened; the sentence says which and what to do.
    """
    async with AsyncExitStack() as stack:
        yield await _assemble(settings, clock or SystemClock(), stack)


async def _assemble(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Bartizan:
    data = settings.storage.data
    database = Database(settings.storage.url(), pool_size=settings.storage.pool_size)
    stack.push_async_callback(database.close)
    blobs = await PackStore.open(data / "blobs", clock)
    stack.push_async_callback(blobs.close)
    jobs = Jobs(clock, settings.jobs)
    ledger = _ledger(settings, database, clock)
    identity = Identity(database, ledger, clock, settings.identity, data / "keys")
    stack.callback(identity.close)
    judge = _judge(settings, database, clock)
    stack.callback(judge.close)
    resolver = build_resolver(settings.mail.judgement.dns, clock)
    mail = Mail(database, blobs, jobs, ledger, clock, settings.mail, judge=judge, resolver=resolver)
    stack.push_async_callback(mail.close)
    index = open_index(settings.archive.index or data / "search" / "archive", FIELDS)
    indexer = Indexer(
        database,
        blobs,
        index.writer,
        lock=data / "locks" / "indexer",
        clock=clock,
        settings=settings.archive,
    )
    reader = index.reader()
    archive = Archive(
        database, blobs, reader, ledger, indexer=indexer, clock=clock, settings=settings.archive
    )
    stack.push_async_callback(archive.close)
    return Bartizan(
        settings=settings,
        clock=clock,
        database=database,
        blobs=blobs,
        reader=reader,
        jobs=jobs,
        ledger=ledger,
        identity=identity,
        indexer=indexer,
        archive=archive,
        mail=mail,
        judge=judge,
        services=_by_type(ledger, identity, archive, mail, judge),
        checks=checks(database, data, jobs, ledger, archive),
    )


def _by_type(*services: Any) -> Mapping[type, Any]:
    return {type(service): service for service in services}


def _judge(settings: Settings, database: Database, clock: Clock) -> Pipeline:
    book, models = KeptBook(database, clock), settings.storage.data / MODELS
    judgement, domains = settings.mail.judgement, settings.mail.gateway.domains
    return build_judge(judgement, domains, clock, book, models)


def _ledger(settings: Settings, database: Database, clock: Clock) -> Ledger:
    path = settings.audit.key_file or settings.storage.data / "keys" / "audit.key"
    return Ledger(database, load_or_create(path, settings.audit.origin), clock, settings.audit)
