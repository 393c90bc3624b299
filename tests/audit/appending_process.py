"""A process of its own that appends to a ledger and prints each index once it is acknowledged.

Arguments: database URL, key file, tag, how many appends (0: until killed), entries an append.
"""

import asyncio
import itertools
import sys
from pathlib import Path

from bartizan.audit.entry import Entry, Outcome
from bartizan.audit.keys import load_or_create
from bartizan.audit.ledger import Ledger
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import SystemClock
from bartizan.storage.database import Database


async def main(url: str, key: str, tag: str, appends: int, size: int) -> None:
    database = Database(url)
    ledger = Ledger(database, load_or_create(Path(key), "bartizan/test"), SystemClock())
    for number in itertools.count() if appends == 0 else range(appends):
        batch = [
            Entry(SYSTEM, "test:entry:append", f"{tag}-{number}-{part}", Outcome.DONE)
            for part in range(size)
        ]
        for made, index in zip(batch, await ledger.append(batch), strict=True):
            sys.stdout.write(f"{index} {made.object}\n")
        sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])))
