"""The SMTP server: listens, keeps an eye on its sessions, and stops without losing a message."""

import asyncio
from pathlib import Path
from typing import Final

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger
from bartizan.mail.ingress.admission import Admission
from bartizan.mail.ingress.certificates import tls_context
from bartizan.mail.ingress.session import Accept, House, Session
from bartizan.mail.metrics import SESSIONS
from bartizan.mail.settings import GatewaySettings
from bartizan.mail.throttle import Occupancy, TokenBuckets

_LOOK_SECONDS: Final = 1.0
_DRAIN_SECONDS: Final = 20.0
_BACKLOG: Final = 1024

_log = get_logger("mail.gateway")


class Gateway:
    """Takes mail from the network and hands each message to `accept`.

    `accept` returns only when the message is durable; its return is what lets us say 250.
    """

    def __init__(self, accept: Accept, settings: GatewaySettings, clock: Clock, data: Path) -> None:
        """Prepare; `data` is where a self-signed certificate is kept if none is configured."""
        self._accept = accept
        self._settings = settings
        self._clock = clock
        self._data = data
        self._listening = asyncio.Event()
        self._port = settings.port

    async def port(self) -> int:
        """Return the port once it is open (settings may ask for any free one with 0)."""
        await self._listening.wait()
        return self._port

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop`, then let messages under way finish.

        Raises:
            CertificateError: the configured certificate cannot be used.
            OSError: the port cannot be opened.
        """
        async with asyncio.TaskGroup() as tasks:
            house = self._house(tasks)
            server = await asyncio.get_running_loop().create_server(
                lambda: Session(house),
                self._settings.listen,
                self._settings.port,
                backlog=_BACKLOG,
                reuse_port=self._settings.share_port or None,
            )
            self._port = server.sockets[0].getsockname()[1]
            self._listening.set()
            _log.info("taking mail", address=self._settings.listen, port=self._port)
            try:
                await self._watch(house, stop)
            finally:
                server.close()
                await self._drain(house)

    def _house(self, tasks: asyncio.TaskGroup) -> House:
        settings = self._settings
        return House(
            settings=settings,
            clock=self._clock,
            accept=self._accept,
            admission=Admission(settings),
            tls=tls_context(settings, self._data, self._clock),
            spawn=tasks.create_task,
            occupancy=Occupancy(settings.connections_per_address, settings.connection_limit),
            messages=TokenBuckets(settings.messages_per_minute / 60, settings.message_burst),
        )

    async def _watch(self, house: House, stop: asyncio.Event) -> None:
        """Look for slow clients every second until told to stop."""
        while not stop.is_set():
            SESSIONS.set(len(house.sessions))
            now = self._clock.monotonic()
            for session in list(house.sessions):
                session.check(now)
            await _wait(stop, _LOOK_SECONDS)

    async def _drain(self, house: House) -> None:
        house.emptied.clear()
        for session in list(house.sessions):
            session.retire()
        if house.sessions:
            await _wait(house.emptied, _DRAIN_SECONDS)
        for session in list(house.sessions):
            session.abort()
        SESSIONS.set(0)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
