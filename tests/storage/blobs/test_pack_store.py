"""What the embedded store promises beyond the port: it survives crashes, damage and full disks."""

import asyncio
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bartizan.base.clock import SystemClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.pack_store import PackStore
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.errors import (
    BlobCorruptError,
    BlobIndexBrokenError,
    BlobMissingError,
    BlobStoreAwayError,
    BlobTooLargeError,
)

#: Puts blobs of many sizes, eight at a time, and prints each hash once it is acknowledged.
WRITER = """
import asyncio, os, random, sys
from datetime import UTC, datetime
from pathlib import Path
from bartizan.base.clock import SystemClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.pack_store import PackStore

async def main(folder, count):
    store = await PackStore.open(folder, SystemClock(), PackLimits(300_000, 0))
    left = iter(range(count))
    async def work():
        for _ in left:
            data = os.urandom(random.choice([0, 10, 1_000, 10_000, 70_000]))
            info = await store.put(data, retain_until=datetime(2040, 1, 1, tzinfo=UTC))
            print(info.sha256, flush=True)
    await asyncio.gather(*(work() for _ in range(8)))
    await store.close()

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""

#: Puts, extends at will and deletes in a loop; prints what it is about to delete, then that it did.
DELETER = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from bartizan.base.clock import SystemClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.pack_store import PackStore

async def main(folder):
    store = await PackStore.open(folder, SystemClock(), PackLimits(300_000, 0))
    while True:
        kept = await store.put(os.urandom(500), retain_until=datetime(2040, 1, 1, tzinfo=UTC))
        print("kept", kept.sha256, flush=True)
        gone = await store.put(os.urandom(500), retain_until=datetime(2020, 1, 1, tzinfo=UTC))
        await store.delete(gone.sha256)
        print("gone", gone.sha256, flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""

#: Goes over the same forty blobs again and again, putting them with a past date and deleting
#: them, until each of them was kept by somebody else.
RIVAL = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bartizan.base.clock import SystemClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.pack_store import PackStore
from bartizan.storage.errors import BlobMissingError, RetentionError

async def fight(store, number):
    while True:
        data = f"disputed {number}".encode()
        info = await store.put(data, retain_until=datetime(2020, 1, 1, tzinfo=UTC))
        try:
            await store.delete(info.sha256)
        except RetentionError:
            return

async def main(folder):
    store = await PackStore.open(folder, SystemClock(), PackLimits(1 << 20, 0))
    print("ready", flush=True)
    await asyncio.gather(*(fight(store, number) for number in range(40)))
    await store.close()

asyncio.run(main(Path(sys.argv[1])))
"""

#: Lowers its own limit on file sizes to meet a full disk, raises it again, and goes on.
FILLER = """
import asyncio, os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from bartizan.base.clock import SystemClock
from bartizan.storage.blobs.committer import PackLimits
from bartizan.storage.blobs.pack_store import PackStore
from bartizan.storage.errors import StoreFullError, UnavailableError

UNTIL = datetime(2040, 1, 1, tzinfo=UTC)

async def main(folder, size, limit):
    store = await PackStore.open(folder, SystemClock(), PackLimits(1 << 30, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    refused = None
    while refused is None:
        results = await asyncio.gather(
            *(store.put(os.urandom(size), retain_until=UNTIL) for _ in range(4)),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, UnavailableError):
                refused = result
            else:
                print(result.sha256, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for _ in range(5):
        print((await store.put(os.urandom(size), retain_until=UNTIL)).sha256, flush=True)
    await store.close()
    print("refused", refused.code, flush=True)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
"""


def child(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def lines_of(process: subprocess.Popen[str], *, kill_after: int | None = None) -> list[str]:
    """Return the whole lines a child printed until it ended, or was killed after so many."""
    lines = []
    with process:
        for line in process.stdout:
            if line.endswith("\n"):
                lines.append(line.strip())
            if len(lines) == kill_after:
                process.send_signal(signal.SIGKILL)
    return lines


async def everything(store: PackStore) -> set[str]:
    return {info.sha256 async for info in store.walk()}


async def assert_sound(store: PackStore, names) -> None:
    for name in names:
        assert hashlib.sha256(await store.get(name)).hexdigest() == name
    assert [flaw async for flaw in store.verify()] == []


def test_it_is_a_blob_store(store):
    port: BlobStore = store
    assert port is store


@pytest.mark.parametrize("after", [1, 40, 300])
async def test_nothing_acknowledged_is_lost_by_a_kill(layout, reopen, after):
    process = child(WRITER, layout.root, 1_000_000)
    acknowledged = await asyncio.to_thread(lines_of, process, kill_after=after)
    assert len(acknowledged) >= after
    store = await reopen()
    await assert_sound(store, acknowledged)
    await store.rebuild_index()
    await assert_sound(store, acknowledged)
    await store.close()


async def test_nothing_is_lost_over_kill_after_kill(layout, reopen):
    acknowledged = []
    for after in (5, 25, 60):
        process = child(WRITER, layout.root, 1_000_000)
        acknowledged += await asyncio.to_thread(lines_of, process, kill_after=after)
    store = await reopen()
    await assert_sound(store, acknowledged)
    await store.close()


async def test_nothing_is_lost_when_the_index_is(layout, reopen):
    process = child(WRITER, layout.root, 1_000_000)
    acknowledged = await asyncio.to_thread(lines_of, process, kill_after=80)
    for path in layout.root.glob("index.sqlite*"):
        path.unlink()
    store = await reopen()
    await assert_sound(store, acknowledged)
    await store.close()


async def test_processes_write_side_by_side(layout, store, until):
    writers = [child(WRITER, layout.root, 120) for _ in range(2)]
    reading = [asyncio.to_thread(lines_of, writer) for writer in writers]
    own = [store.put(f"own {number}".encode(), retain_until=until) for number in range(50)]
    *others, mine = await asyncio.gather(*reading, asyncio.gather(*own))
    assert [len(names) for names in others] == [120, 120]
    names = {*others[0], *others[1], *(info.sha256 for info in mine)}
    assert await everything(store) == names
    await assert_sound(store, names)


async def test_a_kill_leaves_deletions_whole_or_undone(layout, reopen):
    process = child(DELETER, layout.root)
    lines = await asyncio.to_thread(lines_of, process, kill_after=61)
    store = await reopen()
    kept = [line.split()[1] for line in lines if line.startswith("kept")]
    await assert_sound(store, kept)
    for line in lines:
        if line.startswith("gone"):
            with pytest.raises(BlobMissingError):
                await store.get(line.split()[1])
    await store.close()


async def test_who_keeps_wins_over_who_deletes(layout, store, until):
    with child(RIVAL, layout.root) as rival:
        assert await asyncio.to_thread(rival.stdout.readline) == "ready\n"
        names = []
        for number in range(40):
            kept = datetime(2040, 1, 1, tzinfo=UTC)
            info = await store.put(f"disputed {number}".encode(), retain_until=kept)
            assert info.retain_until == kept
            names.append(info.sha256)
        assert await asyncio.to_thread(rival.wait, 60) == 0
    await assert_sound(store, names)
    assert await everything(store) == set(names)


@pytest.mark.parametrize(("size", "limit"), [(100_000, 650_000), (10, 200_000)])
async def test_a_full_disk_is_refused_and_recovered_from(layout, reopen, size, limit):
    *acknowledged, refusal = await asyncio.to_thread(
        lines_of, child(FILLER, layout.root, size, limit)
    )
    # Large blobs hit the limit in the pack, small ones in the index's log.
    assert refusal in ("refused store-full", "refused blob-store-away")
    assert size < 100 or refusal == "refused store-full"
    assert len(acknowledged) > 5
    store = await reopen()
    await assert_sound(store, acknowledged)
    await store.close()


async def test_a_racing_duplicate_is_harmless(layout, clock, until, reopen):
    stores = [await reopen() for _ in range(3)]
    letters = [str(number).encode() * 100 for number in range(30)]
    await asyncio.gather(
        *(store.put(data, retain_until=until) for data in letters for store in stores)
    )
    for store in stores:
        assert len(await everything(store)) == 30
    clock.advance((until - clock.now()).total_seconds())
    names = sorted(await everything(stores[0]))
    for name in names:
        await stores[1].delete(name)
    assert await everything(stores[2]) == set()
    assert not any(
        data in path.read_bytes() for path in packs_in(layout.content) for data in letters
    )
    for store in stores:
        await store.close()


async def test_a_flipped_bit_is_found_when_read(layout, store, until, flip):
    info = await store.put(b"an important letter", retain_until=until)
    flip(packs_in(layout.content)[0], b"important")
    with pytest.raises(BlobCorruptError) as found:
        await store.get(info.sha256)
    assert found.value.facts["sha256"] == info.sha256
    assert [flaw.sha256 async for flaw in store.verify()] == [info.sha256]


async def test_putting_a_damaged_blob_again_heals_it(layout, store, until, flip):
    info = await store.put(b"an important letter", retain_until=until)
    flip(packs_in(layout.content)[0], b"important")
    await store.put(b"an important letter", retain_until=until)
    assert await store.get(info.sha256) == b"an important letter"


async def test_a_lost_pack_is_damage_and_not_absence(layout, store, until):
    info = await store.put(b"an important letter", retain_until=until)
    packs_in(layout.content)[0].unlink()
    with pytest.raises(BlobCorruptError):
        await store.get(info.sha256)


async def test_reopening_goes_on_in_the_same_pack(layout, reopen, until):
    for number in range(5):
        store = await reopen()
        await store.put(str(number).encode(), retain_until=until)
        await store.close()
    assert len(packs_in(layout.content)) == 1


async def test_rebuilding_keeps_what_others_are_writing(layout, store, reopen, until):
    other = await reopen()

    async def write(target: PackStore, word: str) -> set[str]:
        infos = [await target.put(f"{word} {n}".encode(), retain_until=until) for n in range(100)]
        return {info.sha256 for info in infos}

    names, _, others = await asyncio.gather(
        write(store, "one"), store.rebuild_index(), write(other, "two")
    )
    assert await everything(store) == names | others
    await other.close()


async def test_rebuilding_undoes_whatever_was_done_to_the_index(layout, store, until):
    info = await store.put(b"a", retain_until=until)
    with closing(sqlite3.connect(layout.index, isolation_level=None)) as vandal:
        vandal.execute("UPDATE copies SET retain_until = 0, size = 77, offset = offset + 1")
    await store.rebuild_index()
    assert await store.stat(info.sha256) == info
    assert await store.get(info.sha256) == b"a"


async def test_an_unreadable_index_is_named_and_can_be_thrown_away(layout, reopen, until):
    store = await reopen()
    info = await store.put(b"a", retain_until=until)
    await store.close()
    layout.index.write_bytes(b"garbage" * 1000)
    with pytest.raises(BlobIndexBrokenError, match=r"delete index\.sqlite"):
        await reopen()
    layout.index.unlink()
    store = await reopen()
    assert await store.get(info.sha256) == b"a"
    await store.close()


async def test_files_are_for_their_owner_alone(layout, store, until):
    await store.put(b"a", retain_until=until)
    await store.extend((await store.put(b"b", retain_until=until)).sha256, until.replace(year=2050))
    for path in layout.root.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


async def test_too_large_is_refused_before_anything_is_read(store, until):
    class Huge(bytes):
        def __len__(self) -> int:
            return (1 << 30) + 1

    with pytest.raises(BlobTooLargeError, match="pieces"):
        await store.put(Huge(), retain_until=until)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path, clock):
    (tmp_path / "file").touch()
    with pytest.raises(BlobStoreAwayError):
        await PackStore.open(tmp_path / "file" / "blobs", clock)


async def test_closing_finishes_what_was_asked(reopen, until):
    store = await reopen()
    waiting = [
        asyncio.ensure_future(store.put(str(n).encode(), retain_until=until)) for n in range(50)
    ]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    assert len({info.sha256 for info in await asyncio.gather(*waiting)}) == 50
    store = await reopen()
    assert len(await everything(store)) == 50
    await store.close()


async def test_one_sync_serves_many(layout, until, monkeypatch):
    syncs, sync = [], os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda file: (syncs.append(file), sync(file)))
    store = await PackStore.open(layout.root, SystemClock(), PackLimits(min_free=0))
    for number in range(60):
        await store.put(f"alone {number}".encode(), retain_until=until)
    alone = len(syncs)
    await asyncio.gather(
        *(store.put(f"together {number}".encode(), retain_until=until) for number in range(60))
    )
    await store.close()
    assert alone >= 60
    assert len(syncs) - alone < 30
