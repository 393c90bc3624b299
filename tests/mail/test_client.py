import asyncio

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.client import send_all
from bartizan.mail.errors import SendRefusedError
from bartizan.mail.ingress.gateway import Gateway
from bartizan.mail.settings import GatewaySettings


@pytest.fixture
async def server(tmp_path):
    """A gateway that keeps what it takes: yields its address and the list."""
    taken = []

    async def accept(raw, envelope, dsn):
        taken.append((raw, envelope))
        return "id"

    settings = GatewaySettings(port=0, domains=("example.org",))
    gateway = Gateway(accept, settings, SystemClock(), tmp_path)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(gateway.run(stop))
        yield f"127.0.0.1:{await gateway.port()}", taken
        stop.set()


def sent(*arguments):
    return asyncio.to_thread(lambda: list(send_all(*arguments)))


async def test_messages_go_over_tls_with_their_line_ends_put_right(server):
    address, taken = server
    answers = await sent(
        address, "a@example.com", ["b@example.org"], [b"A: 1\n\n.x\n", b"B: 2\r\n"]
    )
    assert len(answers) == 2
    assert answers[0].startswith("250 2.0.0 Ok, taken as id")
    assert [raw for raw, _ in taken] == [b"A: 1\r\n\r\n.x\r\n", b"B: 2\r\n"]
    assert taken[0][1].tls


async def test_addresses_beyond_ascii_are_declared(server):
    address, taken = server
    await sent(address, "jörg@example.com", ["b@example.org"], [b"A: 1\r\n"])
    assert taken[0][1].mail_from == "jörg@example.com"


async def test_a_refusal_is_told(server):
    with pytest.raises(SendRefusedError, match="550"):
        await sent(server[0], "a@example.com", ["b@elsewhere.example"], [b"A: 1\r\n"])


async def test_nobody_there_is_told(free_port):
    with pytest.raises(SendRefusedError, match="check that it is running"):
        await sent(f"127.0.0.1:{free_port}", "a@example.com", ["b@example.org"], [b"A: 1\r\n"])
