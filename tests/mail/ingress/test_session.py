import asyncio

import pytest

from bartizan.base.clock import ManualClock
from bartizan.mail.ingress.admission import Admission
from bartizan.mail.ingress.session import House, Session, hops
from bartizan.mail.settings import GatewaySettings
from bartizan.mail.throttle import Occupancy, TokenBuckets

START = b"EHLO c.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"


class Wire(asyncio.Transport):
    """A transport that keeps what is written and tells what was done to it."""

    def __init__(self, peer="192.0.2.1"):
        super().__init__({"peername": (peer, 4000)})
        self.written = b""
        self.reading = True
        self.closed = False

    def write(self, data):
        self.written += data

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True

    def close(self):
        self.closed = True

    abort = close

    def codes(self):
        return [int(line[:3]) for line in self.written.split(b"\r\n") if line[3:4] == b" "]


class Hall:
    """One gateway's sessions, with the accepting done by hand."""

    def __init__(self, **settings):
        self.clock = ManualClock()
        self.tasks = []
        self.taken = []
        chosen = GatewaySettings(**({"domains": ("example.org",)} | settings))
        self.house = House(
            settings=chosen,
            clock=self.clock,
            accept=self.accept,
            admission=Admission(chosen),
            tls=None,
            spawn=self.tasks.append,
            occupancy=Occupancy(chosen.connections_per_address, chosen.connection_limit),
            messages=TokenBuckets(100, 100),
        )

    async def accept(self, raw, envelope, dsn):
        self.taken.append(envelope)
        return "id"

    def connect(self, peer="192.0.2.1"):
        session, wire = Session(self.house), Wire(peer)
        session.connection_made(wire)
        return session, wire

    async def work(self):
        while self.tasks:
            await self.tasks.pop(0)


async def test_nothing_is_read_while_a_message_is_being_stored():
    hall = Hall()
    session, wire = hall.connect()
    session.data_received(START + b"x\r\n.\r\nNOOP\r\n")
    assert not wire.reading
    assert wire.codes() == [220, 250, 250, 250, 354]
    await hall.work()
    assert wire.reading
    assert wire.codes()[5:] == [250, 250]


async def test_memory_is_accounted_for_and_given_back():
    hall = Hall()
    session, _ = hall.connect()
    session.data_received(START + b"y" * 5000)
    assert 5000 <= hall.house.held <= 5100
    session.connection_lost(None)
    assert hall.house.held == 0
    assert hall.house.sessions == set()


async def test_when_memory_runs_low_new_messages_wait_and_then_old_ones_end():
    hall = Hall(memory_limit=1_000_000)
    first, wire = hall.connect()
    first.data_received(START + b"y" * 600_000)
    second, other = hall.connect()
    second.data_received(b"EHLO c\r\nMAIL FROM:<a@example.com>\r\n")
    assert other.codes()[-1] == 452
    first.data_received(b"y" * 600_000)
    assert wire.codes()[-1] == 421
    assert wire.closed


async def test_a_client_that_does_not_read_is_not_read_from():
    session, wire = Hall().connect()
    session.pause_writing()
    assert not wire.reading
    session.resume_writing()
    assert wire.reading


@pytest.mark.parametrize(("seconds", "codes"), [(299, [220]), (301, [220, 421])])
async def test_patience_for_a_command(seconds, codes):
    hall = Hall()
    session, wire = hall.connect()
    hall.clock.advance(seconds)
    session.data_received(b"NO")
    session.check(hall.clock.monotonic())
    assert wire.codes() == codes


async def test_a_message_must_come_at_a_rate_after_its_grace():
    hall = Hall(data_grace_seconds=30, data_bytes_per_second=500)
    session, wire = hall.connect()
    session.data_received(START + b"z" * 20_000)
    hall.clock.advance(39)
    session.check(hall.clock.monotonic())
    assert not wire.closed
    hall.clock.advance(2)
    session.check(hall.clock.monotonic())
    assert (wire.codes()[-1], wire.closed) == (421, True)


async def test_a_message_may_not_stall_however_fast_it_began():
    hall = Hall()
    session, wire = hall.connect()
    session.data_received(START + b"z" * 1_000_000)
    hall.clock.advance(301)
    session.check(hall.clock.monotonic())
    assert wire.closed


async def test_the_house_has_only_so_many_places():
    hall = Hall(connection_limit=1)
    hall.connect("192.0.2.1")
    _, wire = hall.connect("192.0.2.2")
    assert (wire.codes(), wire.closed) == ([421], True)


async def test_a_proxy_must_introduce_its_client_in_time():
    hall = Hall(proxy_networks=("10.0.0.0/8",))
    session, wire = hall.connect("10.0.0.1")
    hall.clock.advance(11)
    session.check(hall.clock.monotonic())
    assert wire.closed


async def test_recipients_named_twice_are_one():
    hall = Hall()
    session, _ = hall.connect()
    twice = b"RCPT TO:<b@example.org>\r\nDATA\r\nx\r\n.\r\n"
    session.data_received(START[: -len(b"DATA\r\n")] + twice)
    await hall.work()
    assert hall.taken[0].recipients == ("b@example.org",)


def test_hops_are_counted_in_the_header_only():
    raw = b"Received: 1\r\nRECEIVED: 2\r\nX: Received: no\r\n\r\nReceived: body\r\n"
    assert hops(raw) == 2
    assert hops(b"no header") == 0
