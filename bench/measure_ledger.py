"""Ledger: entries a second, durable and signed, appended by many callers at once."""

import asyncio
import tempfile
import time
from pathlib import Path

from bartizan.assembly.migrate import migrate
from bartizan.audit.public import AuditSettings, Entry, Ledger, Outcome, load_or_create
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import SystemClock
from bartizan.base.collector import tune_collector
from bartizan.storage.database import Database
from figures import Figure, repeat

ENTRIES = 50_000
FLOOR = 50_000


def measure(_data: Path, runs: int) -> list[Figure]:
    tune_collector()  # as every role does
    grouped = repeat(runs, lambda: asyncio.run(_appended(ENTRIES, callers=10, batch=1000)))
    single = repeat(runs, lambda: asyncio.run(_appended(ENTRIES // 5, callers=500, batch=1)))
    return [
        Figure("ledger, durable, 10 callers, 1,000 each", grouped, "entries/s", floor=FLOOR),
        Figure("ledger, durable, 500 callers, one each", single, "entries/s"),
    ]


async def _appended(count: int, callers: int, batch: int) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        database = Database(f"sqlite:///{folder / 'ledger.sqlite'}")
        await migrate(database)
        settings = AuditSettings()
        key = load_or_create(folder / "audit.key", settings.origin)
        ledger = Ledger(database, key, SystemClock(), settings)
        entry = Entry(SYSTEM, "bench:entry:append", "bench:1", Outcome.DONE, details={"n": 1})

        async def call() -> None:
            for _ in range(count // callers // batch):
                await ledger.append([entry] * batch)

        started = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(callers)))
        rate = count / (time.perf_counter() - started)
        await database.close()
        return rate
