import asyncio

import pytest

from bartizan.mail.group_commit import CommitInterruptedError, GroupCommit


class Store:
    """Commits slowly and remembers each batch."""

    def __init__(self):
        self.batches = []
        self.fault = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def commit(self, batch):
        self.batches.append(list(batch))
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return [item * 10 for item in batch]


async def test_alone_it_commits_at_once():
    store = Store()
    assert await GroupCommit(store.commit).submit(1) == 10
    assert store.batches == [[1]]


async def test_a_batch_forms_while_the_one_before_commits():
    store = Store()
    store.gate.clear()
    group = GroupCommit(store.commit)
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(group.submit(number)) for number in range(10)]
        await asyncio.sleep(0.01)
        store.gate.set()
    assert [one.result() for one in asked] == [number * 10 for number in range(10)]
    assert store.batches == [[0], list(range(1, 10))]


async def test_no_batch_is_larger_than_the_limit_and_order_is_kept():
    store = Store()
    store.gate.clear()
    group = GroupCommit(store.commit, limit=3)
    async with asyncio.TaskGroup() as tasks:
        for number in range(10):
            tasks.create_task(group.submit(number))
        await asyncio.sleep(0.01)
        store.gate.set()
    assert max(map(len, store.batches)) == 3
    assert [item for batch in store.batches for item in batch] == list(range(10))


async def test_a_failure_is_told_to_everybody_in_the_batch_and_to_nobody_else():
    store = Store()
    store.fault = OSError("disk")
    group = GroupCommit(store.commit)
    failed = await asyncio.gather(*(group.submit(n) for n in range(3)), return_exceptions=True)
    assert all(isinstance(one, OSError) for one in failed)
    store.fault = None
    assert await group.submit(7) == 70


async def test_who_gives_up_waiting_does_not_hold_up_the_others():
    store = Store()
    store.gate.clear()
    group = GroupCommit(store.commit)
    asked = [asyncio.ensure_future(group.submit(number)) for number in range(3)]
    await asyncio.sleep(0.01)
    asked[1].cancel()
    store.gate.set()
    outcome = await asyncio.gather(*asked, return_exceptions=True)
    assert outcome[0] == 0
    assert isinstance(outcome[1], asyncio.CancelledError)
    assert outcome[2] == 20


async def test_those_of_a_commit_cut_short_learn_that_its_outcome_is_unknown():
    gates = [asyncio.Event(), asyncio.Event()]
    reached = asyncio.Event()

    async def commit(batch):
        gate = gates.pop(0)
        if not gates:
            reached.set()
        await gate.wait()
        return batch

    first = gates[0]
    group = GroupCommit(commit)
    asked = [asyncio.ensure_future(group.submit(number)) for number in range(3)]
    await asyncio.sleep(0.01)
    first.set()
    await reached.wait()
    asked[1].cancel()
    outcome = await asyncio.gather(*asked, return_exceptions=True)
    assert outcome[0] == 0
    assert isinstance(outcome[1], asyncio.CancelledError)
    assert isinstance(outcome[2], CommitInterruptedError)


async def test_a_commit_cut_short_is_told_as_unknown():
    store = Store()
    store.gate.clear()
    group = GroupCommit(store.commit)
    leader = asyncio.ensure_future(group.submit(1))
    await asyncio.sleep(0)
    follower = asyncio.ensure_future(group.submit(2))
    await asyncio.sleep(0.01)
    leader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leader
    store.gate.set()
    assert await asyncio.gather(follower, return_exceptions=True) == [20]
