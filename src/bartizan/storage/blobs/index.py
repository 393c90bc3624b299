"""The index of a pack store: where each blob is, in an SQLite file shared by all processes.

It may lag behind the packs and may be lost; it is never the last word on whether something may
be deleted. WAL with `synchronous=NORMAL`: a crash of the machine can take its last
transactions, which are then read from the packs again (`bartizan.storage.blobs.recovery`).
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Self

from bartizan.storage.blobs.record import Kind, Place
from bartizan.storage.blobs.scan import Found
from bartizan.storage.errors import BlobIndexBrokenError, BlobStoreAwayError, StoreFullError

_VERSION = 1
_SCHEMA = f"""
CREATE TABLE packs (
    id BLOB PRIMARY KEY,
    indexed_to INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE copies (
    sha256 BLOB, pack BLOB, offset INTEGER,
    size INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    retain_until INTEGER NOT NULL,
    doomed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sha256, pack, offset)
) WITHOUT ROWID;
CREATE TABLE dates (
    sha256 BLOB PRIMARY KEY,
    retain_until INTEGER NOT NULL,
    pack BLOB NOT NULL, offset INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE tombstones (pack BLOB, offset INTEGER, PRIMARY KEY (pack, offset)) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""
_TABLES = ("packs", "copies", "dates", "tombstones")
_BUSY_TIMEOUT_SECONDS = 30.0

_ADD_COPY = """
INSERT OR IGNORE INTO copies (sha256, pack, offset, size, stored_at, retain_until)
SELECT :sha256, :pack, :offset, :size, :stored_at, :retain_until
WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE pack = :pack AND offset = :offset)
"""
_ADD_DATE = """
INSERT INTO dates (sha256, retain_until, pack, offset)
VALUES (:sha256, :retain_until, :pack, :offset)
ON CONFLICT (sha256) DO UPDATE
SET retain_until = excluded.retain_until, pack = excluded.pack, offset = excluded.offset
WHERE excluded.retain_until > retain_until
"""
_ADD_PACK = """
INSERT INTO packs (id, indexed_to) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET indexed_to = max(indexed_to, excluded.indexed_to)
"""
_INFO = """
SELECT c.sha256, max(c.size), min(c.stored_at),
       max(max(c.retain_until, coalesce(d.retain_until, c.retain_until)))
FROM copies c LEFT JOIN dates d ON d.sha256 = c.sha256
WHERE c.doomed = 0 AND
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was found in a pack from where the index ended up to `end`."""

    pack: bytes
    end: int
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says of a blob; moments are microseconds since 1970."""

    sha256: bytes
    size: int
    stored_at: int
    retain_until: int


class Index:
    """One connection; may be used from any thread, by one at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection; see `open` and `private`."""
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the index, creating an empty one where there is none.

        Raises:
            BlobIndexBrokenError: the file is not a sound index of this version.
        """
        _create_private(path)
        with _named_errors(path):
            return cls(_connect(str(path)))

    @classmethod
    def private(cls) -> Self:
        """Make an empty index that only this process sees and that goes away with it."""
        return cls(_connect(""))

    def indexed_to(self, pack: bytes) -> int:
        """Return the offset up to which the index knows a pack; 0 if it does not know it."""
        rows = self._all("SELECT indexed_to FROM packs WHERE id = ?", pack)
        return int(rows[0][0]) if rows else 0

    def entry(self, sha256: bytes) -> Entry | None:
        """Return what is known of a blob."""
        rows = self._all(f"{_INFO} c.sha256 = ? GROUP BY c.sha256", sha256)
        return Entry(*rows[0]) if rows else None

    def entries(self, after: bytes, limit: int) -> list[Entry]:
        """Return up to `limit` blobs in the order of their hashes, from the first past `after`."""
        rows = self._all(
            f"{_INFO} c.sha256 > ? GROUP BY c.sha256 ORDER BY c.sha256 LIMIT ?", after, limit
        )
        return [Entry(*row) for row in rows]

    def copies(self, sha256: bytes) -> list[Place]:
        """Return where a blob's content is; nowhere while it is being deleted."""
        rows = self._all("SELECT pack, offset FROM copies WHERE sha256 = ? AND doomed = 0", sha256)
        return [Place(*row) for row in rows]

    def knows(self, sha256: bytes, place: Place) -> bool:
        """Tell whether a copy is at `place`, be it one that is being deleted."""
        found = "SELECT 1 FROM copies WHERE sha256 = ? AND pack = ? AND offset = ?"
        return bool(self._all(found, sha256, *place))

    def date(self, sha256: bytes) -> tuple[int, Place] | None:
        """Return the latest extension known, and where it is recorded."""
        rows = self._all("SELECT retain_until, pack, offset FROM dates WHERE sha256 = ?", sha256)
        return (rows[0][0], Place(*rows[0][1:])) if rows else None

    def is_tombstoned(self, place: Place) -> bool:
        """Tell whether the content at `place` was deleted."""
        return bool(self._all("SELECT 1 FROM tombstones WHERE pack = ? AND offset = ?", *place))

    def absorb(self, stretches: Iterable[Stretch]) -> None:
        """Take in what was found in packs, all of it or none; what is known already stays.

        Raises:
            StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        with self._changing() as cursor:
            for stretch in stretches:
                _absorb(cursor, stretch)

    def doom(self, places: Sequence[tuple[bytes, Place]], *, doomed: bool = True) -> None:
        """Hide the copies (hash and place) from everybody while they are being deleted."""
        rows = [(doomed, sha256, *place) for sha256, place in places]
        with self._changing() as cursor:
            cursor.executemany(
                "UPDATE copies SET doomed = ? WHERE sha256 = ? AND pack = ? AND offset = ?", rows
            )

    def spare_the_doomed(self) -> None:
        """Show copies again whose deletion never came to its tombstone."""
        with self._changing() as cursor:
            cursor.execute("UPDATE copies SET doomed = 0 WHERE doomed = 1")

    def rebuilt(self, stretches: Iterable[Stretch]) -> None:
        """Forget everything and absorb `stretches`, in one step that others see whole.

        `stretches` may ask this very index, as filled so far, while it is being walked.
        """
        with self._changing() as cursor:
            for table in _TABLES:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
            for stretch in stretches:
                _absorb(cursor, stretch)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def _all(self, statement: str, *values: Any) -> list[Any]:
        with self._lock, _named_errors():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Cursor]:
        with self._lock, _named_errors():
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise


def _absorb(cursor: sqlite3.Cursor, stretch: Stretch) -> None:
    by_kind: dict[Kind, list[Found]] = {kind: [] for kind in Kind}
    for found in stretch.found:
        by_kind[found.record.kind].append(found)
    cursor.executemany(_ADD_COPY, [_row(stretch.pack, found) for found in by_kind[Kind.DATA]])
    cursor.executemany(_ADD_DATE, [_row(stretch.pack, found) for found in by_kind[Kind.RETAIN]])
    for found in by_kind[Kind.DELETE]:
        rows = [(found.record.sha256, *place) for place in found.erased]
        cursor.executemany("DELETE FROM copies WHERE sha256 = ? AND pack = ? AND offset = ?", rows)
        cursor.executemany("INSERT OR IGNORE INTO tombstones VALUES (?, ?)", found.erased)
    cursor.execute(_ADD_PACK, (stretch.pack, stretch.end))


def _row(pack: bytes, found: Found) -> dict[str, Any]:
    record = found.record
    return {
        "sha256": record.sha256,
        "pack": pack,
        "offset": found.offset,
        "size": record.length,
        "stored_at": record.stored_at,
        "retain_until": record.retain_until,
    }


def _create_private(path: Path) -> None:
    """Make the file, for its owner alone, if it is absent; SQLite's log files take after it.

    A file that is there must not be touched: closing any descriptor of it would drop the locks
    that this process's other connections hold (sqlite.org/howtocorrupt.html, section 2.2).
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
    elif version != _VERSION:
        raise sqlite3.DatabaseError(f"it is of version {version}")


@contextmanager
def _named_errors(path: Path | None = None) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StoreFullError(
                "The disk of the blob store is full; make room and try again."
            ) from error
        raise BlobStoreAwayError(
            f"The index of the blob store does not answer ({error}); check its disk and try again."
        ) from error
    except sqlite3.DatabaseError as error:
        name = path.name if path else "its file"
        raise BlobIndexBrokenError(
            f"The index of the blob store cannot be read ({error}). Stop every process, delete "
            f"{name} (and its -wal and -shm) and start again: it is rebuilt from the packs."
        ) from error
