import asyncio

import pytest

from bartizan.jobs.models import queue
from bartizan.mail.models import MessageState, RecipientState
from bartizan.mail.public import Disposition, Ending
from bartizan.storage.outbox import outbox


async def held_message(world, **options) -> str:
    world.judge.says(Disposition.HOLD)
    identifier = await world.accept(**options)
    await world.mail.judging.judge(identifier)
    return identifier


async def deliveries_of(world, identifier) -> int:
    jobs = await world.rows(queue)
    return sum(
        job["task"] == "mail.deliver" and job["arguments"]["message"] == identifier for job in jobs
    )


async def test_a_release_frees_the_message_without_judging_it_again(world):
    identifier = await held_message(world)
    [result] = await world.mail.quarantine.release([identifier], world.alice, "known sender")
    assert (result.ending, result.sentence) == (
        Ending.RELEASED,
        "Released; delivery is under way.",
    )
    assert (await world.message(identifier))["state"] == MessageState.RELEASED
    assert [one["state"] for one in await world.recipients(identifier)] == [RecipientState.PENDING]
    assert await deliveries_of(world, identifier) == 1
    assert len(world.judge.seen) == 1
    held = await world.held(identifier)
    assert (held["state"], held["resolved_by"], held["resolution"]) == (
        "released", "Alice", "known sender",
    )  # fmt: skip


async def test_a_rejected_message_can_be_released_too(world):
    world.judge.says(Disposition.REJECT)
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    [result] = await world.mail.quarantine.release([identifier], world.alice, "mistake")
    assert result.ending is Ending.RELEASED


async def test_two_people_releasing_at_once_send_one_copy(world):
    identifier = await held_message(world)
    results = await asyncio.gather(
        *(world.mail.quarantine.release([identifier], world.alice, "mine") for _ in range(4))
    )
    endings = sorted(result.ending for [result] in results)
    assert endings == [Ending.ALREADY_RELEASED] * 3 + [Ending.RELEASED]
    assert await deliveries_of(world, identifier) == 1


async def test_what_was_deleted_stays_so(world):
    identifier = await held_message(world)
    [result] = await world.mail.quarantine.delete([identifier], world.alice, "phish")
    assert result.ending is Ending.DELETED
    assert (await world.message(identifier))["state"] == MessageState.DELETED
    assert [one["state"] for one in await world.recipients(identifier)] == [RecipientState.DROPPED]
    [again] = await world.mail.quarantine.release([identifier], world.alice, "oops")
    assert again.ending is Ending.ALREADY_DELETED
    assert await deliveries_of(world, identifier) == 0


async def test_many_at_once_each_get_their_own_answer(world):
    held, released = await held_message(world), await held_message(world)
    await world.mail.quarantine.release([released], world.alice, "first")
    world.judge.says(Disposition.DELIVER)
    delivered = await world.accept()
    await world.mail.judging.judge(delivered)
    unknown = "00000000-0000-7000-8000-000000000000"
    results = await world.mail.quarantine.release(
        [held, released, delivered, unknown, held], world.alice, "all"
    )
    assert [(result.id, result.ending) for result in results] == [
        (held, Ending.RELEASED),
        (released, Ending.ALREADY_RELEASED),
        (delivered, Ending.NOT_HELD),
        (unknown, Ending.NOT_FOUND),
    ]


async def test_every_decision_is_in_the_ledger_and_announced(world):
    one, other = await held_message(world), await held_message(world)
    await world.mail.quarantine.release([one], world.alice, "good", request_id="r1")
    await world.mail.quarantine.delete([other], world.alice, "bad")
    await world.ledger.seal()
    entries = [await world.ledger.entry(index) for index in (2, 3)]
    assert [(entry.action, entry.object, entry.actor.name, entry.reason) for entry in entries] == [
        ("mail:quarantine:release", f"mail-message:{one}", "Alice", "good"),
        ("mail:quarantine:delete", f"mail-message:{other}", "Alice", "bad"),
    ]
    assert entries[0].request_id == "r1"
    topics = [(row["topic"], row["subject"]) for row in await world.rows(outbox)]
    assert ("mail.message.released", one) in topics
    assert ("mail.message.deleted", other) in topics


async def test_what_is_held_past_its_date_is_deleted_and_no_sooner(world):
    identifier = await held_message(world)
    world.clock.advance(30 * 86_400 - 1)
    assert await world.mail.quarantine.expire() == 0
    world.clock.advance(1)
    assert await world.mail.quarantine.expire() == 1
    assert await world.mail.quarantine.expire() == 0
    assert (await world.held(identifier))["state"] == "expired"
    assert (await world.message(identifier))["state"] == MessageState.DELETED


@pytest.mark.parametrize("ending", list(Ending))
def test_every_ending_has_its_sentence(ending):
    from bartizan.mail.quarantine import Result

    assert Result("x", ending).sentence.endswith(".")
