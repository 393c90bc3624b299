"""Only one process runs this loop: a lock on a file that the operating system gives back.

`flock(2)` locks belong to the open file, so they end with the process, however it ends; nothing
has to be cleaned up after `kill -9`. The file must be on a local disk.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

_RETRY_SECONDS = 0.25


@asynccontextmanager
async def only_one(path: Path, *, retry_seconds: float = _RETRY_SECONDS) -> AsyncIterator[None]:
    """Run the block while holding the lock at `path`; wait for as long as another holds it."""
    with _opened(path) as descriptor:
        while not _locked(descriptor):  # noqa: ASYNC110 - the other holder is another process
            await asyncio.sleep(retry_seconds)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
