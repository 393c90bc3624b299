import asyncio

import pytest

from bartizan.jobs.models import queue
from bartizan.mail.delivery.claims import ABANDONED_AFTER, Claims
from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.delivery.routing import Hop
from bartizan.mail.models import messages
from bartizan.mail.public import Disposition


@pytest.fixture
def claims(world):
    return Claims(world.database, world.jobs, world.clock, world.settings.delivery, delivery_job)


async def outcomes(world, identifier):
    return [row["outcome"] for row in await world.attempts(identifier)]


async def test_of_many_claims_at_once_each_message_is_claimed_once(world, claims):
    ids = [await world.received() for _ in range(3)]
    rows = [await world.message(identifier) for identifier in ids]
    made = await asyncio.gather(*(claims.claim(row, f"j{n}") for n, row in enumerate(rows * 2)))
    assert sorted(claim.message["id"] for claim in made if claim.tries) == sorted(ids)
    for identifier in ids:
        assert await outcomes(world, identifier) == [None]


async def test_a_job_that_comes_back_closes_the_try_it_left_open(world, claims):
    message = await world.message(await world.received())
    first = await claims.claim(message, "j1")
    again = await claims.claim(message, "j1")
    assert [len(first.tries), len(again.tries)] == [1, 1]
    assert await outcomes(world, message["id"]) == ["unknown", None]


async def test_the_try_of_another_job_is_left_alone_until_it_must_be_over(world, claims):
    message = await world.message(await world.received())
    await claims.claim(message, "j1")
    waiting = len(await world.rows(queue))
    for _ in range(2):
        assert (await claims.claim(message, "j2")).tries == ()
    looks = [job["run_at"] for job in await world.rows(queue)]
    assert len(looks) == waiting + 1
    assert max(looks) == world.clock.now() + ABANDONED_AFTER
    world.clock.advance(ABANDONED_AFTER.total_seconds())
    assert len((await claims.claim(message, "j2")).tries) == 1
    assert await outcomes(world, message["id"]) == ["unknown", None]


async def test_a_claim_tells_what_was_judged_and_whether_a_person_released_it(world, claims):
    passed = await world.message(await world.received())
    held = await world.message(await world.received(disposition=Disposition.HOLD))
    assert (await claims.claim(held)).tries == []
    await world.mail.quarantine.release([held["id"]], world.alice, "fine")
    judged = [await claims.claim(message) for message in (passed, held)]
    assert [claim.released for claim in judged] == [False, True]
    assert [claim.verdict.disposition for claim in judged] == ["deliver", "hold"]


@pytest.mark.parametrize(("relay", "hops"), [("relay.example:587", 1), (None, 0)])
async def test_what_goes_to_strangers_takes_the_relay_or_waits(world, relay, hops):
    identifier = await world.received(to=("a@one.example", "b@two.example"))
    async with world.database.transaction() as connection:
        await connection.execute(messages.update().values(outbound=True))
    settings = world.settings.delivery.model_copy(update={"routes": {"one.example": "else:25"}})
    claims = Claims(world.database, world.jobs, world.clock, settings, delivery_job, relay)
    claim = await claims.claim(await world.message(identifier))
    assert [one.hop for one in claim.tries] == [Hop("relay.example", 587)] * hops
    assert [len(one.recipients) for one in claim.tries] == [2] * hops
