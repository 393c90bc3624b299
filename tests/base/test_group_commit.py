import asyncio

from bartizan.base.group_commit import GroupCommit


class Disk:
    """Commits batches when told to, numbering items from 0."""

    def __init__(self):
        self.batches = []
        self.gate = asyncio.Event()
        self.count = 0

    async def commit(self, items):
        await self.gate.wait()
        if "bad" in items:
            raise ValueError("bad")
        self.batches.append(list(items))
        first, self.count = self.count, self.count + len(items)
        return range(first, self.count)


async def settled():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_an_idle_group_commits_at_once():
    disk = Disk()
    disk.gate.set()
    assert await GroupCommit(disk.commit, limit=10).submit_many(["a", "b"]) == [0, 1]
    assert disk.batches == [["a", "b"]]


async def test_a_single_item_has_a_single_result():
    disk = Disk()
    disk.gate.set()
    assert await GroupCommit(disk.commit).submit("a") == 0


async def test_what_arrives_during_a_commit_goes_together():
    disk = Disk()
    group = GroupCommit(disk.commit, limit=3)
    async with asyncio.TaskGroup() as tasks:
        found = [tasks.create_task(group.submit_many([name])) for name in "abcdef"]
        await settled()
        disk.gate.set()
    assert [task.result() for task in found] == [[0], [1], [2], [3], [4], [5]]
    assert disk.batches[0] == ["a", "b", "c"]
    assert len(disk.batches) == 2


async def test_items_of_one_caller_stay_together():
    disk = Disk()
    group = GroupCommit(disk.commit, limit=3)
    disk.gate.set()
    found = await asyncio.gather(
        group.submit_many(["a", "b"]), group.submit_many(["c", "d"]), group.submit_many(["e"] * 9)
    )
    assert found == [[0, 1], [2, 3], list(range(4, 13))]
    assert [len(batch) for batch in disk.batches] == [2, 2, 9]


async def test_a_failure_reaches_every_caller_of_the_batch_and_no_other():
    disk = Disk()
    group = GroupCommit(disk.commit, limit=2)
    disk.gate.set()
    found = await asyncio.gather(
        *(group.submit_many([name]) for name in ("bad", "b", "c")), return_exceptions=True
    )
    assert [type(answer) for answer in found] == [ValueError, ValueError, list]
    assert await group.submit_many(["d"]) == [1]


async def test_a_caller_that_gives_up_harms_nobody():
    disk = Disk()
    group = GroupCommit(disk.commit, limit=10)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(group.submit_many(["a"]))
        second = tasks.create_task(group.submit_many(["b"]))
        await settled()
        first.cancel()
        await settled()
        disk.gate.set()
    assert first.cancelled()
    assert second.result() == [1]


async def test_a_stopped_leader_leaves_nobody_waiting():
    disk = Disk()
    group = GroupCommit(disk.commit, limit=1)
    waiting = [asyncio.ensure_future(group.submit_many([name])) for name in "ab"]
    await settled()
    group._leader.cancel()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in found] == [asyncio.CancelledError] * 2


async def test_nothing_is_committed_for_nothing():
    disk = Disk()
    assert await GroupCommit(disk.commit, limit=1).submit_many([]) == []
    assert disk.batches == []
