import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bartizan.archive.readers import Readers
from bartizan.archive.records import MessageFacts

LETTERS = [b"Subject: number %d\r\n\r\ntext %d" % (n, n) for n in range(60)]


@pytest.fixture
async def readers():
    made = Readers(2)
    yield made
    await made.close()


async def test_facts_come_back_in_order_from_other_processes(readers):
    found = await readers.read(LETTERS)
    assert [facts.subject for facts in found] == [f"number {n}" for n in range(60)]
    assert readers._pool is not None


async def test_few_messages_start_no_process(readers):
    assert (await readers.read(LETTERS[:3]))[2].text == "text 2"
    assert readers._pool is None


async def test_none_read_in_the_process_itself():
    readers = Readers(0)
    assert len(await readers.read(LETTERS)) == 60
    assert readers._pool is None


async def test_a_process_that_dies_costs_no_message(readers):
    await readers.read(LETTERS)
    victims = list(readers._pool._processes)

    async def kill():
        os.kill(victims[0], signal.SIGKILL)

    many = LETTERS * 20
    found, _ = await asyncio.gather(readers.read(many), kill())
    assert [facts.subject for facts in found] == [f"number {n % 60}" for n in range(len(many))]
    assert MessageFacts() not in await readers.read(LETTERS)


def _lives(process):
    try:
        return Path(f"/proc/{process}/exe").readlink() != Path()
    except OSError:
        return False


async def test_a_message_that_kills_its_reader_is_kept_without_facts(readers):
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(readers._read_alone(LETTERS[0]))
        while readers._lone is None or not readers._lone._processes:
            await asyncio.sleep(0)
        os.kill(next(iter(readers._lone._processes)), signal.SIGKILL)
    assert reading.result() == MessageFacts()
    assert (await readers._read_alone(LETTERS[1])).subject == "number 1"


STARTER = """
import asyncio, os
from bartizan.archive.readers import Readers

async def main():
    readers = Readers(1)
    await readers.read([b"Subject: x" for _ in range(20)])
    print(*readers._pool._processes, flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_readers_end_with_a_killed_parent(tmp_path):
    script = tmp_path / "starter.py"
    script.write_text(STARTER)
    output = await asyncio.to_thread(
        subprocess.run, [sys.executable, script], stdout=subprocess.PIPE, check=False
    )
    (child,) = output.stdout.split()
    async with asyncio.timeout(10):
        while _lives(int(child)):
            await asyncio.sleep(0.05)
    assert output.returncode == -9
