"""Rows: one SQLAlchemy Core schema on SQLite or PostgreSQL, and the unit of work around it.

A use case opens one `transaction()` for all it changes, or `reading()` when it changes nothing;
repositories take the connection and never commit. On SQLite a writing transaction takes the
write lock at its start (`BEGIN IMMEDIATE`), so it can never fail half-way with "database is
locked", and every commit is synced to disk before it returns.
"""

import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bartizan.storage.errors import DatabaseAwayError, DatabaseUrlError

_BUSY_TIMEOUT_MS = 30_000
#: PostgreSQL's SQLSTATEs (Appendix A): connection lost, out of resources, operator intervened.
_AWAY_STATES = ("08", "53", "57P")
#: SQLite's messages for SQLITE_CANTOPEN, SQLITE_FULL and SQLITE_IOERR.
_AWAY_WORDS = ("unable to open database", "database or disk is full", "disk I/O error")
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class Database:
    """A pool of connections to one database."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        """Prepare the pool; nothing is opened until first use.

        Raises:
            DatabaseUrlError: the URL is neither SQLite's nor PostgreSQL's.
        """
        parsed = sa.make_url(url)
        self.dialect = parsed.drivername.split("+")[0].replace("postgres", "postgresql", 1)
        self.dialect = "postgresql" if self.dialect.startswith("postgresql") else self.dialect
        if self.dialect not in _DRIVERS:
            raise DatabaseUrlError(
                f"Databases of the kind {self.dialect} are not supported; "
                "use sqlite:///… or postgresql://…"
            )
        self.engine: AsyncEngine = create_async_engine(
            parsed.set(drivername=_DRIVERS[self.dialect]),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=self.dialect == "postgresql",
        )
        self._writing = self.engine.execution_options(bartizan_writes=True)
        if self.dialect == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose work is committed, durably, when the block ends well.

        Raises:
            DatabaseAwayError: the database cannot be reached; nothing was done.
        """
        async with _unreachable_named(), self._writing.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection with a steady view of the data; what it changes is rolled back.

        Raises:
            DatabaseAwayError: the database cannot be reached.
        """
        async with _unreachable_named(), self.engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


async def lock(connection: AsyncConnection, name: str) -> None:
    """Hold the lock called `name` until the transaction ends; others wait for it.

    SQLite's writers already exclude each other; PostgreSQL takes an advisory lock.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(name.encode())}
        )


async def insert_new(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]
) -> int:
    """Insert those `rows` whose unique keys are not taken yet, and return how many were."""
    if not rows:
        return 0
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    before = await connection.execute(build.insert(table).on_conflict_do_nothing(), rows)
    return int(before.rowcount)


@asynccontextmanager
async def _unreachable_named() -> AsyncIterator[None]:
    try:
        yield
    except (OSError, InterfaceError) as error:
        raise DatabaseAwayError("The database does not answer; try again shortly.") from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_away(error.orig):
            raise DatabaseAwayError("The database does not answer; try again shortly.") from error
        raise


def _is_away(error: BaseException | None) -> bool:
    """Tell whether an error is about the server or the disk, not about what was asked of it."""
    state = str(getattr(error, "sqlstate", None) or "")
    return state.startswith(_AWAY_STATES) or any(words in str(error) for words in _AWAY_WORDS)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set up a fresh SQLite connection; the driver must not open transactions by itself."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("bartizan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
