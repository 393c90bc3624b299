import asyncio
import signal
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.clock import SystemClock
from bartizan.worker.supervisor import Role, Supervisor, backoff


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_pauses_grow_but_never_beyond_half_a_minute(failures, chance):
    assert 0.1 <= backoff(failures, lambda: chance) <= 30
    assert backoff(5, lambda: chance) > backoff(0, lambda: chance)


@pytest.fixture
def program(tmp_path):
    """A role that notes each start, and stops when told by signal or by a closed lifeline."""
    script = tmp_path / "role.py"
    script.write_text(
        textwrap.dedent("""
            import os, pathlib, signal, sys
            log = pathlib.Path(sys.argv[0]).parent / "log"
            def note(what):
                with log.open("a") as file: file.write(f"{what} {os.getpid()}\\n")
            def end(*_):
                note("stopped"); sys.exit(0)
            signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in sys.argv else end)
            note("started")
            if "fail" in sys.argv: sys.exit(3)
            if "deaf" in sys.argv:
                while True: signal.pause()
            sys.stdin.read()
            note("orphaned")
        """)
    )
    return (sys.executable, str(script))


def notes(program) -> list[str]:
    log = Path(program[1]).with_name("log")
    return log.read_text().splitlines() if log.exists() else []


async def until(condition, seconds=20):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def test_a_killed_role_is_started_again_and_all_stop_cleanly(program):
    supervisor = Supervisor([Role("a", ()), Role("b", ())], SystemClock(), program=program)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(supervisor.run())
        await until(lambda: len(notes(program)) == 2)
        supervisor.processes["a"].send_signal(signal.SIGKILL)
        await until(lambda: sum("started" in line for line in notes(program)) == 3)
        supervisor.stop()
    assert sum("stopped" in line for line in notes(program)) == 2


async def test_a_role_that_keeps_failing_is_tried_with_pauses(program):
    supervisor = Supervisor([Role("a", ("fail",))], SystemClock(), program=program)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(supervisor.run())
        await until(lambda: len(notes(program)) >= 3)
        supervisor.stop()
    assert len(notes(program)) < 10


async def test_a_role_that_will_not_stop_is_killed(program):
    supervisor = Supervisor(
        [Role("a", ("deaf",))], SystemClock(), program=program, grace_seconds=0.3
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(supervisor.run())
        await until(lambda: len(notes(program)) == 1)
        supervisor.stop()
    assert supervisor.processes["a"].returncode == -signal.SIGKILL


async def test_a_role_ends_with_its_supervisor(program):
    supervisor = Supervisor([Role("a", ())], SystemClock(), program=program)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(supervisor.run())
        await until(lambda: len(notes(program)) == 1 and "a" in supervisor.processes)
        lifeline = supervisor.processes["a"].stdin
        assert lifeline is not None
        lifeline.close()
        await until(lambda: any("orphaned" in line for line in notes(program)))
        supervisor.stop()
