import asyncio
import threading

import pytest

from bartizan.storage.blobs.group import GroupCommit


class Disk:
    """Doubles numbers, batch by batch; waits while `open` is not set."""

    def __init__(self):
        self.batches = []
        self.open = threading.Event()
        self.open.set()

    def commit(self, numbers):
        self.batches.append(list(numbers))
        self.open.wait(10)
        return [KeyError(number) if number < 0 else number * 2 for number in numbers]


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
async def group(disk):
    group = GroupCommit(disk.commit, name="test", weigh=int, most_operations=10, most_weight=100)
    yield group
    await group.close()


async def test_each_gets_its_own_result(group):
    assert await asyncio.gather(*(group.submit(number) for number in range(50))) == [
        number * 2 for number in range(50)
    ]


async def test_what_comes_during_a_commit_shares_the_next(group, disk):
    disk.open.clear()
    first = asyncio.ensure_future(group.submit(1))
    while not disk.batches:
        await asyncio.sleep(0.001)
    rest = [asyncio.ensure_future(group.submit(number)) for number in range(2, 8)]
    await asyncio.sleep(0)
    disk.open.set()
    await asyncio.gather(first, *rest)
    assert disk.batches == [[1], [2, 3, 4, 5, 6, 7]]


async def test_batches_are_bounded_by_count_and_weight(group, disk):
    disk.open.clear()
    waiting = [asyncio.ensure_future(group.submit(1)) for _ in range(25)]
    waiting += [asyncio.ensure_future(group.submit(60)) for _ in range(3)]
    await asyncio.sleep(0)
    disk.open.set()
    await asyncio.gather(*waiting)
    assert max(len(batch) for batch in disk.batches) == 10
    assert disk.batches[-1] == [60]


async def test_an_error_is_raised_where_it_belongs(group):
    results = await asyncio.gather(
        group.submit(1), group.submit(-1), group.submit(2), return_exceptions=True
    )
    assert results[::2] == [2, 4]
    assert isinstance(results[1], KeyError)


async def test_a_commit_that_fails_fails_all_of_its_batch_and_no_other():
    def commit(numbers):
        if 13 in numbers:
            raise OSError("disk")
        return numbers

    group = GroupCommit(commit, name="test", weigh=int)
    with pytest.raises(OSError, match="disk"):
        await group.submit(13)
    assert await group.submit(1) == 1
    await group.close()


async def test_who_is_cancelled_does_not_disturb_the_others(group, disk):
    disk.open.clear()
    waiting = [asyncio.ensure_future(group.submit(number)) for number in (1, 2)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    disk.open.set()
    assert await waiting[1] == 4
    assert waiting[0].cancelled() or await asyncio.wait(waiting)
    assert sorted(number for batch in disk.batches for number in batch) == [1, 2]


async def test_closing_finishes_what_waits(group):
    waiting = [asyncio.ensure_future(group.submit(number)) for number in range(30)]
    await asyncio.sleep(0)
    await group.close()
    await group.close()
    assert await asyncio.gather(*waiting) == [number * 2 for number in range(30)]
    with pytest.raises(RuntimeError, match="closed"):
        await group.submit(1)


async def test_several_event_loops_are_served(group):
    def elsewhere(number):
        return asyncio.run(group.submit(number))

    assert await asyncio.gather(
        asyncio.to_thread(elsewhere, 3), group.submit(4), asyncio.to_thread(elsewhere, 5)
    ) == [6, 8, 10]
