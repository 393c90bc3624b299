"""What health looks at: one check a part, each saying in a few words what it saw."""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from bartizan.archive.public import Archive
from bartizan.assembly.migrate import check_schema
from bartizan.audit.public import Ledger
from bartizan.base.errors import UnavailableError
from bartizan.jobs.public import Jobs
from bartizan.storage.database import Database

#: Looks at one part; returns what it saw, or raises when the part cannot be used.
Check = Callable[[], Awaitable[str]]

_LATE_SECONDS = 300.0
_LEAST_FREE = 0.02
_GIBIBYTE = 2**30


class LaggingError(UnavailableError):
    """A part works but does not keep up."""

    code = "lagging"
    title = "A part does not keep up"


def checks(
    database: Database, data: Path, jobs: Jobs, ledger: Ledger, archive: Archive
) -> Mapping[str, Check]:
    """Return the checks by the name of the part each looks at."""

    async def schema() -> str:
        return f"schema {await check_schema(database)} on {database.dialect}"

    async def disk() -> str:
        usage = shutil.disk_usage(data)
        free = f"{usage.free / _GIBIBYTE:.1f} GiB free"
        if usage.free < usage.total * _LEAST_FREE:
            raise LaggingError(f"Only {free} in {data}; make room before mail is refused.")
        return free

    async def queue() -> str:
        async with database.reading() as connection:
            figures = await jobs.figures(connection)
        seen = (
            f"{figures.outbox} to announce, {figures.waiting} waiting, "
            f"{figures.running} running, {figures.dead} given up"
        )
        if figures.oldest_waiting > _LATE_SECONDS:
            raise LaggingError(f"{seen}; the oldest waits for {figures.oldest_waiting:.0f} s.")
        return seen

    async def proofs() -> str:
        return f"{await ledger.staged()} entries wait to be sealed"

    async def search() -> str:
        return f"{await archive.index_lag()} messages not searchable yet"

    return {"database": schema, "disk": disk, "queue": queue, "ledger": proofs, "search": search}
