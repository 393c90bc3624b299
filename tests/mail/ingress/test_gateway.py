import asyncio
import smtplib
import socket
import ssl
import subprocess
from contextlib import asynccontextmanager

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.dsn import Notify
from bartizan.mail.ingress.gateway import Gateway
from bartizan.mail.settings import GatewaySettings
from bartizan.storage.errors import DatabaseAwayError, StoreFullError


class Taken:
    """Takes messages the way the spool does; `fault` makes it fail."""

    def __init__(self):
        self.messages = []
        self.fault = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def accept(self, raw, envelope, dsn):
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        self.messages.append((raw, envelope, dsn))
        return f"id-{len(self.messages)}"


@asynccontextmanager
async def serving(tmp_path, taken, **settings):
    defaults = {"port": 0, "domains": ("example.org",), "host_name": "mx.example"}
    gateway = Gateway(
        taken.accept, GatewaySettings(**(defaults | settings)), SystemClock(), tmp_path
    )
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(gateway.run(stop))
        port = await gateway.port()
        try:
            yield port, stop
        finally:
            stop.set()
            async with asyncio.timeout(30):
                await running


class Client:
    """A client that sends what it is told, lines and rubbish alike."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port):
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def codes(self, data: bytes = b"", count: int = 1) -> list[int]:
        self.writer.write(data)
        found = []
        async with asyncio.timeout(10):
            while len(found) < count:
                line = await self.reader.readline()
                if not line:
                    break
                if line[3:4] == b" ":
                    found.append(int(line[:3]))
        return found

    async def rest(self) -> bytes:
        async with asyncio.timeout(10):
            rest = await self.reader.read()
        self.close()
        return rest

    def close(self):
        self.writer.close()


START = b"EHLO c.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"


async def test_a_message_is_taken_and_its_id_told(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, _):
        client = await Client.connect(port)
        assert await client.codes(START, 5) == [220, 250, 250, 250, 354]
        client.writer.write(b"Subject: x\r\n\r\nhello\r\n.\r\n")
        assert b"id-1" in await client.reader.readline()
        assert await client.codes(b"QUIT\r\n") == [221]
        assert await client.rest() == b""
    raw, envelope, _dsn = taken.messages[0]
    assert raw == b"Subject: x\r\n\r\nhello\r\n"
    assert (envelope.mail_from, envelope.recipients) == ("a@example.com", ("b@example.org",))
    assert (envelope.remote_address, envelope.helo, envelope.tls) == (
        "127.0.0.1", "c.example", False,
    )  # fmt: skip


async def test_python_s_own_client_over_tls_with_dsn(tmp_path):
    taken = Taken()

    def send(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with smtplib.SMTP("127.0.0.1", port, local_hostname="c.example") as client:
            client.starttls(context=context)
            client.ehlo()
            client.sendmail(
                "a@example.com", ["b@example.org", "b@example.org"], b"Subject: x\r\n\r\n.dot\r\n",
                mail_options=["RET=HDRS", "ENVID=e1"], rcpt_options=["NOTIFY=NEVER"],
            )  # fmt: skip

    async with serving(tmp_path, taken, require_tls=True) as (port, _):
        await asyncio.to_thread(send, port)
    raw, envelope, dsn = taken.messages[0]
    assert raw == b"Subject: x\r\n\r\n.dot\r\n"
    assert envelope.tls
    assert envelope.recipients == ("b@example.org",)
    assert (dsn.options.ret, dsn.options.envid) == ("HDRS", "e1")
    assert dsn.addressee("b@example.org").notify == {Notify.NEVER}


@pytest.mark.peer("swaks")
async def test_swaks_over_tls(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, _):
        done = await asyncio.to_thread(
            subprocess.run,
            ["swaks", "--server", f"127.0.0.1:{port}", "--tls", "--from", "a@example.com",
             "--to", "b@example.org", "--helo", "c.example", "--silent", "1"],
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert taken.messages[0][1].tls


async def test_commands_injected_before_tls_are_not_obeyed(tmp_path):
    def inject(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
            plain.sendall(b"EHLO c\r\nSTARTTLS\r\nMAIL FROM:<evil@example.com>\r\n")
            said = b""
            while b"220 2.0.0" not in said:
                said += plain.recv(4096)
            with context.wrap_socket(plain) as secure:
                secure.sendall(b"RCPT TO:<b@example.org>\r\n")
                return secure.recv(4096)

    async with serving(tmp_path, Taken()) as (port, _):
        assert (await asyncio.to_thread(inject, port)).startswith(b"503")


async def test_a_failed_handshake_ends_only_that_session(tmp_path):
    async with serving(tmp_path, Taken()) as (port, _):
        client = await Client.connect(port)
        await client.codes(b"EHLO c\r\nSTARTTLS\r\n", 3)
        client.writer.write(b"this is no client hello\r\n" * 10)
        await client.rest()
        client.close()
        again = await Client.connect(port)
        assert await again.codes() == [220]
        again.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (StoreFullError("full"), 452),
        (DatabaseAwayError("away"), 451),
        (RuntimeError("a fault of ours"), 451),
    ],
)
async def test_what_cannot_be_stored_is_put_off_and_the_rest_goes_on(tmp_path, fault, code):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, _):
        client = await Client.connect(port)
        taken.fault = fault
        assert (await client.codes(START + b"x\r\n.\r\n", 6))[-1] == code
        taken.fault = None
        assert (await client.codes(START[len(b"EHLO c.example\r\n") :] + b"x\r\n.\r\n", 4))[
            -1
        ] == 250
        client.close()
    assert len(taken.messages) == 1


async def test_relaying_is_denied_and_the_denied_are_refused(tmp_path):
    async with serving(tmp_path, Taken(), reject_senders=("bad.example",)) as (port, _):
        client = await Client.connect(port)
        assert (await client.codes(b"EHLO c\r\nMAIL FROM:<x@bad.example>\r\n", 3))[-1] == 550
        wanted = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<x@elsewhere.example>\r\n"
        assert await client.codes(wanted, 2) == [250, 550]
        assert await client.codes(b"RCPT TO:<postmaster>\r\n") == [250]
        client.close()


async def test_smuggling_is_refused_and_the_connection_closed(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, _):
        client = await Client.connect(port)
        smuggled = b"hi\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
        codes = await client.codes(START + smuggled + b"x\r\n.\r\n", 99)
        assert codes == [220, 250, 250, 250, 354, 550]
        client.close()
    assert taken.messages == []


async def test_an_oversized_message_is_refused(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken, message_limit=1000) as (port, _):
        client = await Client.connect(port)
        assert (await client.codes(START + b"y" * 300_000 + b"\r\n.\r\n", 6))[-1] == 552
        assert await client.codes(b"NOOP\r\n") == [250]
        client.close()
    assert taken.messages == []


async def test_a_loop_is_broken(tmp_path):
    async with serving(tmp_path, Taken()) as (port, _):
        client = await Client.connect(port)
        trace = b"Received: by x\r\n" * 51
        assert (await client.codes(START + trace + b"\r\nx\r\n.\r\n", 6))[-1] == 554
        client.close()


async def test_a_client_that_says_nothing_is_sent_away(tmp_path):
    async with serving(tmp_path, Taken(), command_seconds=0.2) as (port, _):
        client = await Client.connect(port)
        assert await client.codes(count=2) == [220, 421]
        client.close()


async def test_dribbling_a_command_does_not_buy_time(tmp_path):
    async with serving(tmp_path, Taken(), command_seconds=0.5) as (port, _):
        client = await Client.connect(port)
        assert await client.codes() == [220]
        with pytest.raises((ConnectionError, TimeoutError)):
            for _ in range(40):
                client.writer.write(b"x")
                await client.writer.drain()
                await asyncio.sleep(0.1)
                if client.reader.at_eof():
                    raise ConnectionResetError
                client.reader._buffer.clear()
        client.close()


async def test_a_message_that_trickles_in_is_cut(tmp_path):
    taken = Taken()
    slow = {"data_grace_seconds": 0.3, "data_bytes_per_second": 1000}
    async with serving(tmp_path, taken, **slow) as (port, _):
        client = await Client.connect(port)
        await client.codes(START, 5)
        client.writer.write(b"slow\r\n")
        assert await client.codes() == [421]
        client.close()
    assert taken.messages == []


async def test_one_address_has_only_so_many_sessions(tmp_path):
    async with serving(tmp_path, Taken(), connections_per_address=2) as (port, _):
        first, second = await Client.connect(port), await Client.connect(port)
        assert [await first.codes(), await second.codes()] == [[220], [220]]
        third = await Client.connect(port)
        assert (await third.rest()).splitlines()[-1].startswith(b"421 4.7.0")
        assert await first.codes(b"QUIT\r\n") == [221]
        await first.rest()
        again = await Client.connect(port)
        assert await again.codes(b"NOOP\r\n", 2) == [220, 250]
        second.close()
        again.close()


async def test_one_address_may_send_only_so_many_messages(tmp_path):
    limits = {"message_burst": 2, "messages_per_minute": 0.01}
    async with serving(tmp_path, Taken(), **limits) as (port, _):
        client = await Client.connect(port)
        once = b"MAIL FROM:<a@example.com>\r\nRSET\r\n"
        assert (await client.codes(b"EHLO c\r\n" + once * 3, 8))[2:] == [
            250, 250, 250, 250, 450, 250,
        ]  # fmt: skip
        client.close()


async def test_the_client_behind_a_trusted_proxy_is_known(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken, proxy_networks=("127.0.0.0/8",)) as (port, _):
        client = await Client.connect(port)
        header = b"PROXY TCP4 192.0.2.77 192.0.2.1 4000 25\r\n"
        assert (await client.codes(header + START + b"x\r\n.\r\n", 6))[-1] == 250
        client.close()
        liar = await Client.connect(port)
        liar.writer.write(b"EHLO c\r\n")
        assert await liar.rest() == b""
        liar.close()
    assert taken.messages[0][1].remote_address == "192.0.2.77"


async def test_stopping_lets_a_message_under_way_finish(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, stop):
        idle, busy = await Client.connect(port), await Client.connect(port)
        assert await idle.codes() == [220]
        await busy.codes(START, 5)
        taken.gate.clear()
        busy.writer.write(b"x\r\n.\r\n")
        await asyncio.sleep(0.05)
        stop.set()
        assert await idle.codes() == [421]
        taken.gate.set()
        assert await busy.codes(count=2) == [250, 421]
        idle.close()
        busy.close()
    assert len(taken.messages) == 1


async def test_two_gateways_can_share_a_port(tmp_path, free_port):
    shared = {"share_port": True, "port": free_port}
    async with (
        serving(tmp_path, Taken(), **shared) as (one, _),
        serving(tmp_path, Taken(), **shared) as (other, _),
    ):
        assert one == other == free_port


async def test_a_client_that_vanishes_leaves_nothing_behind(tmp_path):
    taken = Taken()
    async with serving(tmp_path, taken) as (port, _):
        taken.gate.clear()
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(START + b"x\r\n.\r\n")
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.1)
        taken.gate.set()
        again = await Client.connect(port)
        assert (await again.codes(START + b"y\r\n.\r\n", 6))[-1] == 250
        again.close()
    assert [raw for raw, _, _ in taken.messages] == [b"x\r\n", b"y\r\n"]
