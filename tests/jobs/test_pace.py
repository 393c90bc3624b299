import asyncio
import time

from bartizan.jobs.pace import Pace


async def _rest(pace, woken, *, busy):
    started = time.monotonic()
    await pace.rest(woken, busy=busy)
    return time.monotonic() - started


async def test_rests_grow_to_the_longest_and_work_resets_them():
    pace, woken = Pace(0.08), asyncio.Event()
    rests = [await _rest(pace, woken, busy=False) for _ in range(5)]
    assert rests[0] < 0.05 < rests[-1] < 0.5
    assert await _rest(pace, woken, busy=True) < 0.01
    assert await _rest(pace, woken, busy=False) < 0.05


async def test_waking_ends_a_rest():
    woken = asyncio.Event()
    woken.set()
    assert await _rest(Pace(60), woken, busy=False) < 0.5
