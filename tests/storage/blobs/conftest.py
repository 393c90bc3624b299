"""A pack store in a fresh folder, and ways to damage it."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bartizan.base.clock import ManualClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import Layout
from bartizan.storage.blobs.pack_store import PackStore

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
LIMITS = PackLimits(pack_bytes=1 << 20, min_free=0)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def until() -> datetime:
    """A date one year after the clock's start."""
    return START + YEAR


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """The prepared folder of a store."""
    layout = Layout(tmp_path / "blobs")
    layout.prepare()
    return layout


@pytest.fixture
def index(layout: Layout) -> Iterator[Index]:
    with closing(Index.open(layout.index)) as index:
        yield index


@pytest.fixture
def reopen(layout: Layout, clock: ManualClock):
    """Open the store in `layout`; the caller closes it."""

    async def opened(limits: PackLimits = LIMITS) -> PackStore:
        return await PackStore.open(layout.root, clock, limits)

    return opened


@pytest.fixture
async def store(reopen) -> AsyncIterator[PackStore]:
    store = await reopen()
    yield store
    await store.close()


@pytest.fixture
def flip():
    """Flip one bit of a file where `needle` begins in it."""

    def flipped(path: Path, needle: bytes) -> None:
        data = bytearray(path.read_bytes())
        at = data.index(needle)
        data[at] ^= 1
        path.write_bytes(data)

    return flipped


@pytest.fixture
def name_of():
    """The name a blob gets."""
    return lambda data: hashlib.sha256(data).hexdigest()
