import os
import signal
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio
from bartizan.worker.lifeline import watch_for_stop

async def main():
    stop = watch_for_stop()
    print("ready", flush=True)
    await stop.wait()
    print("stopping", flush=True)

asyncio.run(main())
"""


@pytest.fixture
def role():
    def start(supervised: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"BARTIZAN_SUPERVISED": supervised},
        )  # fmt: skip
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    started: list[subprocess.Popen[str]] = []
    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it(role, number):
    process = role("0")
    process.send_signal(number)
    assert process.stdout.readline() == "stopping\n"
    assert process.wait(10) == 0


def test_the_end_of_the_supervisor_stops_it(role):
    process = role("1")
    process.stdin.close()
    assert process.stdout.readline() == "stopping\n"


def test_without_a_supervisor_a_closed_input_means_nothing(role):
    process = role("0")
    process.stdin.close()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
