"""Ledger: entries a second, durable, appended by many callers at once."""

import asyncio
import tempfile
import time
from pathlib import Path

from figures import Figure, repeat

from bartizan.assembly.migrate import migrate
from bartizan.audit.public import AuditSettings, Entry, Ledger, Outcome
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import SystemClock
from bartizan.storage.database import Database

ENTRIES = 50_000
FLOOR = 50_000


def measure(_data: Path, runs: int) -> list[Figure]:
    grouped = repeat(runs, lambda: asyncio.run(_appended(5000)))
    single = repeat(runs, lambda: asyncio.run(_appended(1, callers=500)))
    return [
        Figure("ledger, durable, batches of 5,000", grouped, "entries/s", floor=FLOOR),
        Figure("ledger, durable, 500 callers of 1", single, "entries/s"),
    ]


async def _appended(batch: int, callers: int = 2) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.sqlite")
        await migrate(database)
        ledger = Ledger.open(database, SystemClock(), AuditSettings(), Path(folder))
        entry = Entry(SYSTEM, "bench:entry:append", "bench:1", Outcome.DONE, details={"n": 1})
        count = ENTRIES if batch > 1 else ENTRIES // 5

        async def call() -> None:
            for _ in range(count // callers // batch):
                await ledger.append([entry] * batch)

        started = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(callers)))
        rate = count / (time.perf_counter() - started)
        await database.close()
        return rate
