import pytest

from bartizan.jobs.models import queue
from bartizan.mail import repository
from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.delivery.notices import Notices
from bartizan.mail.delivery.outcome import Fate, Outcome
from bartizan.mail.delivery.settling import Settling
from bartizan.mail.public import Disposition
from bartizan.storage.outbox import outbox

OK = Outcome(Fate.DELIVERED, "250 ok")
LATER = Outcome(Fate.DEFERRED, "450 later")
GONE = Outcome(Fate.BOUNCED, "550 gone")
TO = ("a@example.org", "b@example.org")


@pytest.fixture
def settle(world):
    notices = Notices(world.blobs, world.ledger, world.clock, world.settings)
    settling = Settling(world.jobs, world.clock, world.settings, notices, delivery_job)

    async def run(identifier, *outcomes):
        message = await world.message(identifier)
        rows = await world.recipients(identifier)
        results = settling.final(message, list(zip(rows, outcomes, strict=True)))
        notice = await settling.prepare_notice(message, None, results, b"")
        async with world.database.transaction() as connection:
            await settling.settle(connection, message, results, notice)
        return (await world.message(identifier))["state"]

    return run


async def bounced_and_delivered(world):
    topics = [row["topic"].rpartition(".")[2] for row in await world.rows(outbox)]
    return topics.count("bounced"), topics.count("delivered")


@pytest.mark.parametrize(
    ("outcomes", "state", "told"),
    [
        ((OK, OK), "delivered", (0, 1)),
        ((OK, GONE), "delivered", (1, 1)),
        ((GONE, GONE), "bounced", (1, 0)),
        ((OK, LATER), "delivering", (0, 0)),
        ((GONE, LATER), "delivering", (0, 0)),
    ],
)
async def test_a_message_ends_when_no_recipient_is_left_to_try(
    world, settle, outcomes, state, told
):
    identifier = await world.received(to=TO)
    assert await settle(identifier, *outcomes) == state
    assert await bounced_and_delivered(world) == told


async def test_recipients_put_off_together_are_tried_again_by_one_job(world, settle):
    identifier = await world.received(to=TO)
    before = len(await world.rows(queue))
    await settle(identifier, LATER, LATER)
    assert len(await world.rows(queue)) == before + 1
    rows = await world.recipients(identifier)
    assert {(row["state"], row["attempts"], row["response"]) for row in rows} == {
        ("deferred", 1, "450 later")
    }


async def test_what_is_put_off_past_its_time_bounces(world, settle):
    identifier = await world.received(to=TO)
    world.clock.advance(96 * 3600)
    assert await settle(identifier, LATER, LATER) == "bounced"


async def test_time_in_quarantine_does_not_count(world, settle):
    from bartizan.mail.public import Disposition

    identifier = await world.received(disposition=Disposition.HOLD, to=TO)
    world.clock.advance(20 * 86_400)
    await world.mail.quarantine.release([identifier], world.alice, "fine")
    assert await settle(identifier, LATER, LATER) == "released"


async def test_who_blocks_the_sender_does_not_make_a_bounce_a_delivery(world, settle):
    world.judge.says(Disposition.DELIVER, withheld=(TO[0],))
    identifier = await world.accept(to=TO)
    await world.mail.judging.judge(identifier)
    async with world.database.transaction() as connection:
        dropped = await repository.recipients_of(connection, identifier)
        assert [row["state"] for row in dropped] == ["dropped", "pending"]
        gone = {"state": "bounced", "settled_at": world.clock.now()}
        await repository.set_recipient(connection, identifier, 1, **gone)
    assert await finish(world, identifier) == "bounced"


async def finish(world, identifier):
    notices = Notices(world.blobs, world.ledger, world.clock, world.settings)
    settling = Settling(world.jobs, world.clock, world.settings, notices, delivery_job)
    message = await world.message(identifier)
    async with world.database.transaction() as connection:
        await settling.settle(connection, message, [], None)
    return (await world.message(identifier))["state"]
