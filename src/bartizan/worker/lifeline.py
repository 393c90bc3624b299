"""How a role learns that it should stop: a signal, or the end of its supervisor."""

import asyncio
import os
import signal

from bartizan.worker.supervisor import SUPERVISED

_STDIN = 0


def watch_for_stop() -> asyncio.Event:
    """Return an event that is set on SIGTERM, SIGINT or when the supervisor is gone."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if os.environ.get(SUPERVISED) == "1":
        os.set_blocking(_STDIN, False)
        loop.add_reader(_STDIN, _read, loop, stop)
    return stop


def _read(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    if not os.read(_STDIN, 1):
        loop.remove_reader(_STDIN)
        stop.set()
