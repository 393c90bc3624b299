"""Keeps every role running in its own process, and stops them all cleanly.

A role that ends is started again after a growing pause; one that stayed up a while starts with a
fresh pause. A role also stops by itself when its supervisor is gone: it watches the pipe that is
its standard input.
"""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger

_log = get_logger("supervisor")

#: Tells a role that its standard input is the supervisor's lifeline.
SUPERVISED = "BARTIZAN_SUPERVISED"
_FIRST_PAUSE, _LONGEST_PAUSE, _STEADY_SECONDS = 0.2, 30.0, 20.0


@dataclass(frozen=True, slots=True)
class Role:
    """A process to keep up: its name in the logs, and the arguments after `bartizan`."""

    name: str
    arguments: tuple[str, ...]


def backoff(failures: int, jitter: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait before the next start after `failures` quick ends in a row."""
    ceiling = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(failures, 10))
    return float(ceiling * (0.5 + jitter() / 2))


class Supervisor:
    """Starts roles, restarts them, stops them."""

    def __init__(
        self,
        roles: Sequence[Role],
        clock: Clock,
        *,
        grace_seconds: float = 20,
        program: Sequence[str] = (sys.executable, "-m", "bartizan.cli.main"),
    ) -> None:
        """Prepare to run `roles`; they get `grace_seconds` to finish their work when stopping."""
        self._roles = tuple(roles)
        self._clock = clock
        self._grace = grace_seconds
        self._program = tuple(program)
        self._stopping = asyncio.Event()
        self.processes: dict[str, Process] = {}

    def stop(self) -> None:
        """Begin to stop; `run` returns when every role has ended."""
        self._stopping.set()

    async def run(self) -> None:
        """Keep every role up until `stop`."""
        async with asyncio.TaskGroup() as tasks:
            for role in self._roles:
                tasks.create_task(self._keep_up(role), name=role.name)

    async def _keep_up(self, role: Role) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = self._clock.monotonic()
            code = await self._once(role)
            if self._stopping.is_set():
                return
            steady = self._clock.monotonic() - started > _STEADY_SECONDS
            failures = 0 if steady else failures + 1
            pause = backoff(failures)
            _log.warning("role ended", role=role.name, code=code, restart_in=round(pause, 2))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _once(self, role: Role) -> int:
        environment = os.environ | {SUPERVISED: "1"}
        process = await asyncio.create_subprocess_exec(
            *self._program, *role.arguments, stdin=PIPE, env=environment, start_new_session=True
        )
        self.processes[role.name] = process
        _log.info("role started", role=role.name, pid=process.pid)
        ended = asyncio.ensure_future(process.wait())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not ended.done():
            await self._end(role, process)
        return await ended

    async def _end(self, role: Role, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), self._grace)
        except TimeoutError:
            _log.warning("role did not stop in time", role=role.name, grace=self._grace)
            with suppress(ProcessLookupError):
                process.kill()
