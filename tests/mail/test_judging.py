import asyncio

import pytest

from bartizan.jobs.models import queue
from bartizan.mail.judging import NOT_ANALYSED
from bartizan.mail.models import (
    MessageState,
    RecipientState,
    correspondents,
    senders,
    tallies,
)
from bartizan.mail.public import Disposition
from bartizan.storage.outbox import outbox


@pytest.mark.parametrize("disposition", [Disposition.DELIVER, Disposition.TAG])
async def test_what_passes_is_freed_for_delivery(world, disposition):
    world.judge.says(disposition)
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    row = await world.message(identifier)
    assert (row["state"], row["disposition"]) == (MessageState.DELIVERING, disposition)
    assert [one["state"] for one in await world.recipients(identifier)] == [RecipientState.PENDING]
    jobs = {(job["task"], job["arguments"]["message"]) for job in await world.rows(queue)}
    assert ("mail.deliver", identifier) in jobs
    assert await world.held(identifier) is None


@pytest.mark.parametrize(
    ("disposition", "state"),
    [(Disposition.HOLD, MessageState.HELD), (Disposition.REJECT, MessageState.REJECTED)],
)
async def test_what_does_not_is_held_with_its_reason_and_date(world, disposition, state):
    world.judge.says(disposition)
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    assert (await world.message(identifier))["state"] == state
    held = await world.held(identifier)
    assert held["reason"] == "The sender's domain looks like yours."
    assert (held["expires_at"] - held["held_at"]).days == 30
    assert [one["state"] for one in await world.recipients(identifier)] == [RecipientState.HELD]
    assert "mail.deliver" not in {job["task"] for job in await world.rows(queue)}
    topics = [one["topic"] for one in await world.rows(outbox)]
    assert topics == ["mail.message.accepted", "mail.message.judged", "mail.message.held"]


async def test_what_lists_show_is_read_from_the_message(world):
    world.judge.says(Disposition.TAG)
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    row = await world.message(identifier)
    assert (row["from_name"], row["from_address"]) == ("Alice Example", "alice@example.com")
    assert (row["subject"], row["attachments"], row["score"]) == ("The minutes", 0, 91)
    assert (row["top_reason_id"], row["top_title"]) == ("lookalike_domain", "Look-alike domain")


async def test_the_announcement_carries_what_the_archive_needs(world):
    identifier = await world.accept(to=("b@example.org", "c@example.org"))
    await world.mail.judging.judge(identifier)
    facts = (await world.rows(outbox))[-1]["payload"]
    assert facts["message_id"] == identifier
    assert facts["recipients"] == ["b@example.org", "c@example.org"]
    assert (facts["envelope_from"], facts["disposition"]) == ("alice@example.com", "deliver")
    assert facts["sha256"] == (await world.message(identifier))["sha256"]


async def test_the_ledger_says_what_was_decided(world):
    world.judge.says(Disposition.HOLD)
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    await world.ledger.seal()
    entry = await world.ledger.entry(0)
    assert (entry.action, entry.object) == ("mail:message:judge", f"mail-message:{identifier}")
    assert entry.details["disposition"] == "hold"


async def test_judging_twice_changes_nothing_even_at_the_same_moment(world):
    identifier = await world.accept()
    await asyncio.gather(*(world.mail.judging.judge(identifier) for _ in range(4)))
    world.judge.says(Disposition.HOLD)
    await world.mail.judging.judge(identifier)
    assert (await world.message(identifier))["state"] == MessageState.DELIVERING
    assert await world.ledger.seal() == 1


async def test_many_are_judged_together(world):
    made = [await world.accept(b"Subject: %d\r\n\r\n" % number) for number in range(20)]
    await asyncio.gather(*(world.mail.judging.judge(one) for one in made))
    states = {(await world.message(one))["state"] for one in made}
    assert states == {MessageState.DELIVERING}
    assert await world.ledger.seal() == 20


async def test_a_failing_analysis_is_tried_again_and_then_the_message_is_held(world):
    world.judge.fault = RuntimeError("the parser fell over")
    identifier = await world.accept()
    async with world.working() as idle:
        async with asyncio.timeout(20):
            while await world.held(identifier) is None:
                world.clock.advance(60)
                await asyncio.sleep(0.05)
        await idle()
    assert len(world.judge.seen) == world.settings.judge_attempts
    assert (await world.message(identifier))["state"] == MessageState.HELD
    assert (await world.held(identifier))["reason"] == NOT_ANALYSED
    assert (await world.message(identifier))["top_reason"] == NOT_ANALYSED


async def test_an_analysis_that_hangs_fails(make_world):
    world = await make_world(judge_seconds=0.05)

    async def hang(raw, envelope):
        await asyncio.sleep(30)

    world.judge.judge = hang
    identifier = await world.accept()
    with pytest.raises(TimeoutError):
        await world.mail.judging.judge(identifier)
    assert (await world.message(identifier))["state"] == MessageState.RECEIVED


async def test_a_message_whose_job_got_lost_is_found_again(world):
    identifier = await world.accept()
    async with world.database.transaction() as connection:
        await connection.execute(queue.delete())
    assert await world.mail.judging.rescue() == 0
    world.clock.advance(2 * 3600)
    assert await world.mail.judging.rescue() == 1
    assert await world.mail.judging.rescue() == 0
    assert (await world.rows(queue))[0]["arguments"] == {"message": identifier}


async def test_a_delivery_whose_job_got_lost_is_found_again(world):
    identifier = await world.accept()
    await world.mail.judging.judge(identifier)
    async with world.database.transaction() as connection:
        await connection.execute(queue.delete())
    world.clock.advance(2 * 3600)
    assert await world.mail.judging.rescue() == 1
    assert (await world.rows(queue))[0]["task"] == "mail.deliver"


async def test_unknown_messages_are_passed_over(world):
    await world.mail.judging.judge("00000000-0000-7000-8000-000000000000")
    assert world.judge.seen == []


async def test_a_verdict_teaches_about_the_sender_in_the_same_commit(world):
    await world.received(proved=True)
    held = await world.received(disposition=Disposition.HOLD)
    rows = [row for row in await world.rows(senders) if row["address"] == "alice@example.com"]
    [claimed, proved] = sorted(rows, key=lambda row: row["proved"])
    assert (proved["address"], proved["messages"], claimed["messages"]) == (
        "alice@example.com", 1, 1,
    )  # fmt: skip
    assert (await world.message(held))["proved"] is False
    found = {(row["kind"], row["name"]): row["messages"] for row in await world.rows(tallies)}
    assert found == {
        ("disposition", "deliver"): 1,
        ("disposition", "hold"): 1,
        ("detector", "lookalike_domain"): 1,
        ("tactic", "impersonation"): 1,
    }


async def test_a_message_judged_twice_teaches_once(world):
    identifier = await world.accept()
    await asyncio.gather(*(world.mail.judging.judge(identifier) for _ in range(4)))
    assert [row["messages"] for row in await world.rows(senders)] == [1]
    assert [row["messages"] for row in await world.rows(tallies)] == [1]


async def test_our_own_mail_teaches_whom_our_people_write_to(make_world):
    world = await make_world(judgement={"own_domains": ["Example.com"]})
    await world.received()
    assert await world.rows(correspondents) == []
    await world.received(proved=True)
    assert [row["address"] for row in await world.rows(correspondents)] == ["bob@example.org"]


async def test_a_message_is_withheld_from_who_blocks_its_sender_and_nobody_else(world):
    both = ("bob@example.org", "eve@example.org")
    for disposition in (Disposition.DELIVER, Disposition.HOLD):
        world.judge.says(disposition, withheld=("bob@example.org",))
        identifier = await world.accept(to=both)
        await world.mail.judging.judge(identifier)
        await world.mail.quarantine.release([identifier], world.alice, "known")
        states = {row["address"]: row["state"] for row in await world.recipients(identifier)}
        assert states == {
            "bob@example.org": RecipientState.DROPPED,
            "eve@example.org": RecipientState.PENDING,
        }


async def test_what_was_not_analysed_still_names_nobody(world):
    identifier = await world.accept()
    await world.mail.judging.judge(identifier, attempt=99)
    assert await world.rows(senders) == []
    assert (await world.message(identifier))["proved"] is False
