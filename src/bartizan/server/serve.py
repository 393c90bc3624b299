"""Runs the HTTP door in this process until told to stop."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from typing_extensions import override

from bartizan.assembly.bartizan import Bartizan
from bartizan.server.app import create_app


async def run_api(bartizan: Bartizan, stop: asyncio.Event) -> None:
    """Serve until `stop`, then let running requests finish."""
    settings = bartizan.settings
    config = uvicorn.Config(
        create_app(bartizan),
        host=settings.server.host,
        port=settings.server.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        lifespan="on",
        http="httptools",
        ws="websockets-sansio",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=int(settings.worker.grace_seconds),
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve())
        await stop.wait()
        server.should_exit = True


class _Server(uvicorn.Server):
    """Leaves signals to the role, which stops everything in its own order."""

    @override
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
