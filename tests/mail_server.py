"""A mail server to deliver to: aiosmtpd on loopback, answering as it is told."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiosmtpd.smtp import SMTP

from bartizan.base.clock import SystemClock
from bartizan.mail.ingress.certificates import tls_context
from bartizan.mail.settings import GatewaySettings


class Sink:
    """Keeps what it is given; `answers` maps an address or `DATA` to a reply."""

    def __init__(self):
        self.mails = []
        self.answers: dict[str, str] = {}
        self.sessions = 0
        self.hang_after_data = False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.answers.get(address, "250 2.1.5 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.answers.get("DATA", "250 2.0.0 taken")
        if answer.startswith("250"):
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if self.hang_after_data:
            server.transport.abort()
        return answer


@asynccontextmanager
async def listening(sink, port=0, **options):
    loop = asyncio.get_running_loop()
    servers = []

    def protocol():
        made = SMTP(sink, hostname="next.example", loop=loop, enable_SMTPUTF8=True, **options)
        servers.append(made)
        return made

    server = await loop.create_server(protocol, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for one in servers:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0.05)


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def listen(sink, tmp_path):
    """Return a function that opens the sink's port: `async with listen() as port`."""

    def opened(port=0, *, tls=False, **options):
        if tls:
            context = tls_context(GatewaySettings(), tmp_path / "sink", SystemClock())
            options |= {"tls_context": context, "require_starttls": True}
        return listening(sink, port, **options)

    return opened
