import asyncio
import struct

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from bartizan.base.clock import ManualClock
from bartizan.mail.authentication.dns.live import LiveResolver
from bartizan.mail.authentication.dns.questions import Outcome, Question, RecordType

RECORDS = {
    ("txt.example.", "TXT"): ['"one " "two" "\\255"'],
    ("a.example.", "A"): ["192.0.2.1", "192.0.2.2"],
    ("mx.example.", "MX"): ["20 second.example.", "10 first.example."],
    ("1.2.0.192.in-addr.arpa.", "PTR"): ["Mail.Example."],
    ("odd name.example.", "A"): ["192.0.2.9"],
    ("long.example.", "TXT"): [f'"{n:04}{"y" * 240}"' for n in range(20)],
}


class Server(asyncio.DatagramProtocol):
    """A name server on loopback: UDP truncates what does not fit, TCP gives all of it."""

    def __init__(self):
        self.asked, self.over_tcp = [], 0

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        response = self.answer(data)
        if response is None:
            return
        wire = response.to_wire(max_size=65535)
        if len(wire) > 1232:
            response.answer.clear()
            response.flags |= dns.flags.TC
            wire = response.to_wire()
        self.transport.sendto(wire, address)

    async def serve(self, reader, writer):
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        wire = self.answer(await reader.readexactly(length)).to_wire(max_size=65535)
        self.over_tcp += 1
        writer.write(struct.pack("!H", len(wire)) + wire)
        await writer.drain()
        writer.close()

    def answer(self, data):
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().replace("\\032", " ")
        type_ = RecordType(dns.rdatatype.to_text(question.rdtype))
        self.asked.append((name, type_))
        response = dns.message.make_response(query)
        if name == "silent.example.":
            return None
        if name == "broken.example.":
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name == "nobody.example.":
            response.set_rcode(dns.rcode.NXDOMAIN)
        records = RECORDS.get((name, type_), [])
        if records:
            response.answer.append(dns.rrset.from_text(question.name, 300, "IN", type_, *records))
        return response


@pytest.fixture
async def server(free_port):
    loop = asyncio.get_running_loop()
    server = Server()
    udp, _ = await loop.create_datagram_endpoint(
        lambda: server, local_addr=("127.0.0.1", free_port)
    )
    tcp = await asyncio.start_server(server.serve, "127.0.0.1", free_port)
    server.port = free_port
    yield server
    udp.close()
    tcp.close()
    await tcp.wait_closed()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def live(server, clock):
    return LiveResolver(
        clock,
        nameservers=["127.0.0.1"],
        port=server.port,
        timeout_seconds=0.2,
        lifetime_seconds=0.4,
        cache_seconds=100,
    )


async def test_texts_are_bytes_as_latin_1(live):
    answer = await live.lookup(Question("txt.example", RecordType.TXT))
    assert answer.records == ("one two\xff",)


async def test_addresses_exchangers_and_pointers(live):
    addresses = await live.lookup(Question("a.example", RecordType.A))
    assert sorted(addresses.records) == ["192.0.2.1", "192.0.2.2"]
    assert (await live.lookup(Question("mx.example", RecordType.MX))).records == (
        "first.example", "second.example",
    )  # fmt: skip
    pointer = await live.lookup(Question("1.2.0.192.in-addr.arpa", RecordType.PTR))
    assert pointer.records == ("mail.example",)


async def test_what_is_missing_and_what_fails(live):
    outcomes = {
        name: (await live.lookup(Question(f"{name}.example", RecordType.A))).outcome
        for name in ("nobody", "txt", "broken", "silent")
    }
    assert outcomes == {
        "nobody": Outcome.NO_NAME,
        "txt": Outcome.NO_DATA,
        "broken": Outcome.FAILURE,
        "silent": Outcome.TIMEOUT,
    }


async def test_what_does_not_fit_comes_over_tcp(live, server):
    answer = await live.lookup(Question("long.example", RecordType.TXT))
    assert len(answer.records) == 20
    assert server.over_tcp == 1


async def test_any_character_may_stand_in_a_name(live):
    assert (await live.lookup(Question("odd name.example", RecordType.A))).records == ("192.0.2.9",)


async def test_answers_are_kept_for_a_bounded_time(live, server, clock):
    for _ in range(3):
        await live.lookup(Question("a.example", RecordType.A))
    assert len(server.asked) == 1
    clock.advance(101)
    await live.lookup(Question("a.example", RecordType.A))
    assert len(server.asked) == 2


async def test_failures_are_not_kept(live, server):
    for _ in range(2):
        await live.lookup(Question("broken.example", RecordType.A))
    assert len(server.asked) >= 2


async def test_the_cache_forgets_the_least_recently_used(server, clock):
    live = LiveResolver(clock, nameservers=["127.0.0.1"], port=server.port, cache_entries=2)
    for name in ("a.example", "txt.example", "a.example", "mx.example", "a.example"):
        await live.lookup(Question(name, RecordType.A))
    assert [name for name, _ in server.asked].count("a.example.") == 1
