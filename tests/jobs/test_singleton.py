import asyncio
import subprocess
import sys

import pytest

from bartizan.jobs.singleton import only_one

HOLDER = """
import asyncio, pathlib, sys
from bartizan.jobs.singleton import only_one

async def hold():
    async with only_one(pathlib.Path(sys.argv[1])):
        print("held", flush=True)
        await asyncio.sleep(600)

asyncio.run(hold())
"""


async def test_the_second_waits_until_the_first_is_through(tmp_path):
    order = []

    async def work(name):
        async with only_one(tmp_path / "locks" / "loop", retry_seconds=0.01):
            order.append(f"{name} in")
            await asyncio.sleep(0.05)
            order.append(f"{name} out")

    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(work(name))
    assert [entry.split()[1] for entry in order] == ["in", "out"] * 3


async def test_an_error_gives_the_lock_back(tmp_path):
    with pytest.raises(RuntimeError):
        async with only_one(tmp_path / "loop"):
            raise RuntimeError
    async with asyncio.timeout(1), only_one(tmp_path / "loop"):
        assert (tmp_path / "loop").exists()


async def test_a_killed_holder_lets_the_next_in(tmp_path):
    path = tmp_path / "loop"
    command = [sys.executable, "-c", HOLDER, path]
    holder = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3), only_one(path, retry_seconds=0.02):
            pytest.fail("two hold one lock")
    holder.kill()
    assert await holder.wait() == -9
    async with asyncio.timeout(2), only_one(path, retry_seconds=0.02):
        assert path.exists()
