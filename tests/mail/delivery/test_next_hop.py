import asyncio
from contextlib import asynccontextmanager

import pytest

from bartizan.base.clock import ManualClock
from bartizan.mail.delivery.next_hop import Addressed, NextHops, Transmission
from bartizan.mail.delivery.outcome import Fate
from bartizan.mail.delivery.routing import Hop
from bartizan.mail.ingress.gateway import Gateway
from bartizan.mail.settings import DeliverySettings, GatewaySettings

RAW = b"Subject: x\r\n\r\n.leading dot\r\nend\r\n"


def message(*addresses, content=RAW, **options):
    return Transmission(content, "a@example.com", [Addressed(one) for one in addresses], **options)


@asynccontextmanager
async def hops(clock=None, **settings):
    made = NextHops(
        DeliverySettings(**({"timeout_seconds": 5} | settings)),
        "mx.example",
        clock or ManualClock(),
    )
    try:
        yield made
    finally:
        await made.close()


async def test_a_message_arrives_as_it_is(sink, listen):
    async with listen() as port, hops() as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert outcome.fate is Fate.DELIVERED
    assert outcome.response == "250 2.0.0 taken"
    assert sink.mails == [("a@example.com", ["b@example.org"], RAW)]


async def test_connections_are_used_again_until_they_are_idle_for_too_long(sink, listen):
    clock = ManualClock()
    async with listen() as port, hops(clock, idle_seconds=10) as next_hops:
        hop = Hop("127.0.0.1", port)
        for _ in range(3):
            await next_hops.send(hop, message("b@example.org"))
        assert sink.sessions == 1
        clock.advance(11)
        await next_hops.send(hop, message("b@example.org"))
        assert sink.sessions == 2
    assert len(sink.mails) == 4


async def test_a_kept_connection_that_died_is_replaced(sink, listen, free_port):
    async with hops() as next_hops:
        for _ in range(2):
            async with listen(free_port):
                [outcome] = await next_hops.send(
                    Hop("127.0.0.1", free_port), message("b@example.org")
                )
                assert outcome.fate is Fate.DELIVERED
    assert sink.sessions == 2


async def test_each_recipient_has_its_own_outcome(sink, listen):
    sink.answers = {"no@example.org": "550 5.1.1 nobody", "later@example.org": "450 4.2.0 later"}
    async with listen() as port, hops() as next_hops:
        outcomes = await next_hops.send(
            Hop("127.0.0.1", port), message("no@example.org", "b@example.org", "later@example.org")
        )
    assert [outcome.fate for outcome in outcomes] == [
        Fate.BOUNCED, Fate.DELIVERED, Fate.DEFERRED,
    ]  # fmt: skip
    assert outcomes[0].response == "550 5.1.1 nobody"
    assert sink.mails[0][1] == ["b@example.org"]


async def test_when_nobody_is_wanted_no_content_is_sent(sink, listen):
    sink.answers = {"no@example.org": "550 5.1.1 nobody"}
    async with listen() as port, hops() as next_hops:
        hop = Hop("127.0.0.1", port)
        assert (await next_hops.send(hop, message("no@example.org")))[0].fate is Fate.BOUNCED
        assert (await next_hops.send(hop, message("b@example.org")))[0].fate is Fate.DELIVERED
    assert sink.sessions == 1


@pytest.mark.parametrize(
    ("answer", "fate"), [("554 5.7.1 spam", Fate.BOUNCED), ("451 4.3.0 busy", Fate.DEFERRED)]
)
async def test_the_reply_to_the_content_decides(sink, listen, answer, fate):
    sink.answers = {"DATA": answer}
    async with listen() as port, hops() as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert (outcome.fate, outcome.response) == (fate, answer)


async def test_nobody_listening_is_put_off(free_port):
    async with hops() as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", free_port), message("b@example.org"))
    assert outcome.fate is Fate.DEFERRED
    assert outcome.certain


async def test_a_host_that_refuses_everybody_is_put_off(sink):
    async def refuse(reader, writer):
        writer.write(b"554 go away\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server, hops() as next_hops:
        hop = Hop("127.0.0.1", server.sockets[0].getsockname()[1])
        [outcome] = await next_hops.send(hop, message("b@example.org"))
    assert outcome.fate is Fate.DEFERRED


async def test_silence_after_the_content_is_not_certain(sink, listen):
    sink.hang_after_data = True
    async with listen() as port, hops() as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert outcome.fate is Fate.DEFERRED
    assert not outcome.certain
    assert len(sink.mails) == 1


@pytest.mark.parametrize("tls", ["opportunistic", "required"])
async def test_tls_is_used_where_it_is_offered(sink, listen, tls):
    async with listen(tls=True) as port, hops(tls=tls) as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert outcome.fate is Fate.DELIVERED


async def test_required_tls_is_not_done_without(sink, listen):
    async with listen() as port, hops(tls="required") as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert outcome.fate is Fate.DEFERRED
    assert sink.mails == []


async def test_a_certificate_that_does_not_verify_stops_required_tls(sink, listen):
    async with listen(tls=True) as port, hops(tls="required", verify_certificate=True) as kept:
        [outcome] = await kept.send(Hop("127.0.0.1", port), message("b@example.org"))
    assert outcome.fate is Fate.DEFERRED
    assert sink.mails == []


async def test_what_the_sender_asked_for_is_passed_on_where_it_is_understood(tmp_path):
    taken = []

    async def accept(raw, envelope, dsn):
        taken.append((envelope, dsn))
        return "id"

    gateway = Gateway(accept, GatewaySettings(port=0, domains=("*",)), ManualClock(), tmp_path)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks, hops() as next_hops:
        tasks.create_task(gateway.run(stop))
        wanted = Transmission(
            RAW,
            "jörg@example.com",
            [Addressed("b@example.org", "FAILURE,SUCCESS", "rfc822;b@x")],
            ret="HDRS",
            envid="e1",
            utf8=True,
        )
        [outcome] = await next_hops.send(Hop("127.0.0.1", await gateway.port()), wanted)
        stop.set()
    assert outcome.relayed_dsn
    envelope, dsn = taken[0]
    assert envelope.mail_from == "jörg@example.com"
    assert envelope.tls
    assert (dsn.options.ret, dsn.options.envid) == ("HDRS", "e1")
    addressee = dsn.addressee("b@example.org")
    assert (sorted(addressee.notify), addressee.orcpt) == (["FAILURE", "SUCCESS"], "rfc822;b@x")


class Ancient:
    """A server that knows nothing newer than RFC 821."""

    def __init__(self):
        self.lines = []

    async def serve(self, reader, writer):
        writer.write(b"220 old\r\n")
        while line := await reader.readline():
            self.lines.append(line)
            verb = line[:4].upper()
            writer.write(
                {b"EHLO": b"500 what\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 ok\r\n")
            )
            if verb == b"QUIT":
                break
        writer.close()


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (message("jörg@example.org", utf8=True), "5.6.7"),
        (message("b@example.org", content="Subject: ü\r\n\r\n".encode()), "5.6.3"),
    ],
)
async def test_an_old_server_is_not_sent_what_it_cannot_take(wanted, status):
    ancient = Ancient()
    server = await asyncio.start_server(ancient.serve, "127.0.0.1", 0)
    async with server:
        async with hops() as next_hops:
            hop = Hop("127.0.0.1", server.sockets[0].getsockname()[1])
            [outcome] = await next_hops.send(hop, wanted)
        await asyncio.sleep(0.05)
    assert outcome.fate is Fate.BOUNCED
    assert status in outcome.response
    assert not any(line.startswith(b"MAIL") for line in ancient.lines)


async def test_odd_addresses_go_out_exactly_as_they_came(sink, listen):
    odd = '"a, b"@example.org'
    async with listen() as port, hops() as next_hops:
        [outcome] = await next_hops.send(Hop("127.0.0.1", port), message(odd))
    assert outcome.fate is Fate.DELIVERED
    assert sink.mails[0][1] == [odd]
