import asyncio

import pytest

from bartizan.forensics.mime import parse
from bartizan.jobs.models import queue
from bartizan.mail.authentication.results import Result
from bartizan.mail.delivery.claims import ABANDONED_AFTER
from bartizan.mail.dsn import Addressee, DsnRequest, Notify, SenderOptions
from bartizan.mail.models import MessageState, RecipientState, messages
from bartizan.mail.public import Disposition
from bartizan.storage.outbox import outbox


@pytest.fixture
def toward(make_world):
    """Return a function that builds a world whose next hop is a port here."""

    async def build(port, **settings):
        delivery = {"next_hop": f"127.0.0.1:{port}", "timeout_seconds": 5}
        return await make_world(delivery=delivery | settings)

    return build


async def topics(world):
    return [(row["topic"], row["subject"]) for row in await world.rows(outbox)]


async def test_an_accepted_message_reaches_the_next_hop_once(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        identifier = await world.accept(to=("bob@example.org", "eve@example.org"))
        await world.work()
        await world.mail.deliveries.deliver(identifier)
    [(sender, recipients, content)] = sink.mails
    assert (sender, recipients) == ("alice@example.com", ["bob@example.org", "eve@example.org"])
    assert content.endswith(world.judge.seen[0])
    assert parse(content).header("x-bartizan-verdict") == "deliver; score=0; policy=default"
    assert (await world.message(identifier))["state"] == MessageState.DELIVERED
    assert {row["state"] for row in await world.recipients(identifier)} == {"delivered"}
    [attempt] = await world.attempts(identifier)
    assert (attempt["outcome"], attempt["positions"]) == ("delivered", [0, 1])
    assert ("mail.message.delivered", identifier) in await topics(world)


async def test_held_mail_is_not_delivered_until_it_is_released_and_then_once(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        world.judge.says(Disposition.HOLD)
        identifier = await world.accept()
        await world.work()
        await world.mail.deliveries.deliver(identifier)
        assert sink.mails == []
        for _ in range(2):
            await world.mail.quarantine.release([identifier], world.alice, "fine")
            await world.work()
    assert len(sink.mails) == 1
    assert b"; released\r\n" in sink.mails[0][2]
    assert (await world.message(identifier))["state"] == MessageState.DELIVERED


async def test_a_next_hop_that_is_down_gets_the_mail_when_it_is_back(
    sink, listen, toward, free_port
):
    world = await toward(free_port)
    identifier = await world.accept()
    await world.work()
    [row] = await world.recipients(identifier)
    assert (row["state"], row["attempts"]) == (RecipientState.DEFERRED, 1)
    assert (row["next_attempt_at"] - world.clock.now()).total_seconds() == 60
    world.clock.advance(59)
    await world.work()
    assert (await world.recipients(identifier))[0]["attempts"] == 1
    world.clock.advance(1)
    async with listen(free_port):
        await world.work()
    assert len(sink.mails) == 1
    assert (await world.message(identifier))["state"] == MessageState.DELIVERED


async def test_only_the_recipient_put_off_is_tried_again(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        sink.answers = {"later@example.org": "450 4.2.0 later"}
        identifier = await world.accept(to=("bob@example.org", "later@example.org"))
        await world.work()
        assert (await world.message(identifier))["state"] == MessageState.DELIVERING
        sink.answers.clear()
        world.clock.advance(60)
        await world.work()
    assert [recipients for _, recipients, _ in sink.mails] == [
        ["bob@example.org"], ["later@example.org"],
    ]  # fmt: skip
    assert (await world.message(identifier))["state"] == MessageState.DELIVERED


async def test_a_refused_recipient_is_told_to_a_proved_sender(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        sink.answers = {"nobody@example.org": "550 5.1.1 no such user"}
        dsn = DsnRequest(SenderOptions(envid="e1"))
        identifier = await world.accept(to=("nobody@example.org",), dsn=dsn)
        await world.work()
    [(sender, recipients, content)] = sink.mails
    assert (sender.strip("<>"), recipients) == ("", ["alice@example.com"])
    report = parse(content)
    assert report.parts[2].content_type == "message/delivery-status"
    status = report.parts[2].body.decode()
    assert "Original-Envelope-Id: e1" in status
    assert "Final-Recipient: rfc822; nobody@example.org" in status
    assert "Status: 5.1.1" in status
    assert (await world.message(identifier))["state"] == MessageState.BOUNCED
    assert ("mail.message.bounced", identifier) in await topics(world)


@pytest.mark.parametrize("reason", ["forged", "null sender", "never", "released"])
async def test_a_bounce_that_must_not_be_sent_is_recorded_instead(sink, listen, toward, reason):
    async with listen() as port:
        world = await toward(port)
        sink.answers = {"nobody@example.org": "550 5.1.1 no such user"}
        if reason == "forged":
            world.judge.says(Disposition.DELIVER, spf=Result.FAIL)
        if reason == "released":
            world.judge.says(Disposition.HOLD)
        never = Addressee("nobody@example.org", frozenset({Notify.NEVER}))
        identifier = await world.accept(
            sender="" if reason == "null sender" else "alice@example.com",
            to=("nobody@example.org",),
            dsn=DsnRequest(addressees=(never,)) if reason == "never" else None,
        )
        await world.work()
        await world.mail.quarantine.release([identifier], world.alice, "fine")
        await world.work()
    assert sink.mails == []
    assert len(await world.rows(messages)) == 1
    assert (await world.message(identifier))["state"] == MessageState.BOUNCED
    count = await world.ledger.seal()
    entries = [await world.ledger.entry(index) for index in range(count)]
    [bounce] = [entry for entry in entries if entry.action == "mail:message:bounce"]
    assert bounce.details == {"notified": False, "recipients": 1}
    assert b"nobody@" not in bounce.canonical


async def test_what_cannot_be_delivered_in_time_bounces(sink, listen, toward, free_port):
    world = await toward(free_port, expire_hours=1)
    identifier = await world.accept()
    for _ in range(13):
        await world.work()
        [row] = await world.recipients(identifier)
        if row["state"] == RecipientState.BOUNCED:
            break
        world.clock.advance(300)
    assert row["attempts"] == 5
    async with listen(free_port):
        world.clock.advance(60)
        await world.work()
    assert b"Status: 5.4.7" in sink.mails[0][2]


async def test_success_is_told_where_the_next_hop_cannot(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        asked = Addressee("bob@example.org", frozenset({Notify.SUCCESS}))
        await world.accept(dsn=DsnRequest(addressees=(asked,)))
        await world.work()
    assert [recipients for _, recipients, _ in sink.mails] == [
        ["bob@example.org"], ["alice@example.com"],
    ]  # fmt: skip
    assert b"Action: relayed" in sink.mails[1][2]


async def test_two_workers_at_once_send_one_copy(sink, listen, toward):
    async with listen() as port:
        world = await toward(port)
        identifier = await world.accept()
        await world.mail.judging.judge(identifier)
        await asyncio.gather(*(world.mail.deliveries.deliver(identifier) for _ in range(4)))
    assert len(sink.mails) == 1


async def test_a_worker_that_died_during_a_try_leaves_it_open_and_it_is_made_again_later(
    sink, listen, toward
):
    async with listen() as port:
        world = await toward(port)
        identifier = await world.accept()
        await world.mail.judging.judge(identifier)
        message = await world.message(identifier)
        await world.mail.deliveries._claims.claim(message)
        await world.work()
        assert sink.mails == []
        assert [row["outcome"] for row in await world.attempts(identifier)] == [None]
        world.clock.advance(ABANDONED_AFTER.total_seconds())
        await world.work()
    assert len(sink.mails) == 1
    assert [row["outcome"] for row in await world.attempts(identifier)] == ["unknown", "delivered"]


async def test_a_next_hop_that_vanishes_after_the_content_leaves_an_unknown_outcome(
    sink, listen, toward
):
    async with listen() as port:
        world = await toward(port)
        sink.hang_after_data = True
        identifier = await world.accept()
        await world.work()
        [attempt] = await world.attempts(identifier)
        assert attempt["outcome"] == "unknown"
        assert (await world.recipients(identifier))[0]["state"] == RecipientState.DEFERRED


async def test_each_domain_goes_its_own_way(sink, listen, make_world, free_port):
    async with listen() as port:
        world = await make_world(
            delivery={
                "next_hop": f"127.0.0.1:{free_port}",
                "routes": {"special.example": f"127.0.0.1:{port}"},
            }
        )
        identifier = await world.accept(to=("a@special.example", "b@example.org"))
        await world.work()
    assert [recipients for _, recipients, _ in sink.mails] == [["a@special.example"]]
    assert [row["state"] for row in await world.recipients(identifier)] == ["delivered", "deferred"]
    assert {job["task"] for job in await world.rows(queue)} == {"mail.deliver"}
