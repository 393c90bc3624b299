"""Archive: messages a second from bytes to durable, recorded and searchable; notmuch beside it.

Ours stores the bytes, writes rows and ledger entries, and indexes, in one process with its two
reading processes. notmuch only indexes files that are there already.
"""

import asyncio
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bartizan.archive.public import Arrival, Observation
from bartizan.assembly.bartizan import Bartizan, open_bartizan
from bartizan.assembly.migrate import migrate
from bartizan.assembly.settings import Settings
from bartizan.storage.database import Database
from bartizan.storage.settings import StorageSettings
from figures import Figure, absent, alternate, ratio, repeat, sample

MESSAGES = 4500  # enough that the last commit does not weigh much
RATIO = 2.0
_TOGETHER = 250
_AT_ONCE = 2  # batches under way: one is written while the next is read
_WARM_UP = 64
_RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    raws = [path.read_bytes() for path in files]
    name = "archive ingest with index"
    if not shutil.which("notmuch"):
        alone = repeat(runs, lambda: asyncio.run(_ours(raws)))
        return [Figure(name, alone, "messages/s"), absent("notmuch")]
    ours, theirs = alternate(runs, lambda: asyncio.run(_ours(raws)), lambda: _notmuch(files))
    return [
        Figure(name, ours, "messages/s"),
        Figure("  notmuch, same files", theirs, "messages/s"),
        Figure("  ratio to notmuch", ratio(ours, theirs), "x", floor=RATIO),
    ]


async def _ours(raws: Sequence[bytes]) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        async with opened(Path(scratch)) as bartizan:
            # A worker that has been running has its reading processes already.
            await archive(bartizan, [b"X-Warm-Up: 1\r\n" + raw for raw in raws[:_WARM_UP]])
            started = time.perf_counter()
            await archive(bartizan, raws)
            return len(raws) / (time.perf_counter() - started)


@asynccontextmanager
async def opened(data: Path) -> AsyncIterator[Bartizan]:
    """Open a new installation in `data`."""
    settings = Settings(storage=StorageSettings(data=data))
    database = Database(settings.storage.url())
    await migrate(database)
    await database.close()
    async with open_bartizan(settings) as bartizan:
        yield bartizan


async def archive(bartizan: Bartizan, raws: Sequence[bytes], first: int = 0) -> None:
    """Store, archive and index messages; return when search finds the last of them.

    `first` is the number of the first one: it says when they were received.
    """
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(bartizan.indexer.run(stop))
        await _take_all(bartizan, raws, first)
        while (await bartizan.archive.search("")).index_lag:  # noqa: ASYNC110 - it is in the database
            await asyncio.sleep(0.02)
        stop.set()


async def _take_all(bartizan: Bartizan, raws: Sequence[bytes], first: int) -> None:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def take(at: int) -> None:
        async with gate:
            await _take(bartizan, raws[at : at + _TOGETHER], first + at)

    await asyncio.gather(*[take(at) for at in range(0, len(raws), _TOGETHER)])


async def _take(bartizan: Bartizan, raws: Sequence[bytes], at: int) -> None:
    keep = _RECEIVED + timedelta(days=3650)
    stored = await asyncio.gather(*[bartizan.blobs.put(raw, retain_until=keep) for raw in raws])
    await bartizan.archive.ingest_many(
        [
            Arrival(blob.sha256, _observed(at + number, blob.sha256))
            for number, blob in enumerate(stored)
        ]
    )


def _observed(number: int, sha256: str) -> Observation:
    """Spread the messages over a year, so that ranges of dates differ."""
    received = _RECEIVED + timedelta(minutes=number * 525_600 // 20_000 % 525_600)
    source = hashlib.sha256(f"{number} {sha256}".encode()).hexdigest()[:32]
    return Observation(source, received, "a@sender.example", ("b@ours.example",))


def _notmuch(files: Sequence[Path]) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        mail = Path(scratch) / "mail"
        mail.mkdir()
        for number, path in enumerate(files):
            shutil.copy(path, mail / f"{number:05}.eml")
        config = Path(scratch) / "config"
        config.write_text(
            f"[database]\npath={mail}\n[user]\nname=bench\nprimary_email=b@ours.example\n"
            "[new]\ntags=new\n"
        )
        started = time.perf_counter()
        subprocess.run(
            ["notmuch", "new", "--quiet"],
            env=os.environ | {"NOTMUCH_CONFIG": str(config)},
            stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        return len(files) / (time.perf_counter() - started)
