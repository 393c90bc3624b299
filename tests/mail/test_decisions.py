import asyncio

import pytest

from bartizan.mail.decisions import FOLDERS, Reported
from bartizan.mail.errors import MessageMissingError
from bartizan.mail.models import Label, decisions, tallies
from bartizan.mail.models import senders as table
from bartizan.mail.public import Disposition

NOBODY = "00000000-0000-7000-8000-000000000000"
OTHER = b"From: Eve <eve@evil.test>\r\nSubject: Pay\r\n\r\nNow.\r\n"


async def sender(world, address="alice@example.com"):
    [row] = [row for row in await world.rows(table) if row["address"] == address]
    return row


async def test_a_report_is_kept_counted_and_written_down(world):
    held = await world.received(disposition=Disposition.HOLD)
    known = await world.mail.decisions.report(
        [held, NOBODY], Reported.PHISH, world.alice, "fake invoice"
    )
    assert known == {held: True, NOBODY: False}
    [row] = await world.mail.decisions.of(held)
    assert (row["kind"], row["label"], row["note"]) == ("report", "phish", "fake invoice")
    assert row["actor_name"] == "Alice"
    assert (await sender(world))["phish"] == 1
    assert (await world.message(held))["label"] == "phish"
    assert {row["bad"] for row in await world.rows(tallies)} == {1}
    await world.ledger.seal()
    entry = await world.ledger.entry(1)
    assert (entry.action, entry.details["reported"]) == ("mail:message:report", "phish")
    assert (entry.object, entry.reason) == (f"mail-message:{held}", "fake invoice")


async def test_the_last_report_wins_and_takes_the_first_one_back(world):
    held = await world.received(disposition=Disposition.HOLD)
    say = world.mail.decisions.report
    await say([held], Reported.PHISH, world.alice, "")
    await say([held], Reported.PHISH, world.alice, "again")
    await say([held], Reported.HAM, world.alice, "sorry")
    row = await sender(world)
    assert (row["phish"], row["ham"]) == (0, 1)
    assert {(row["bad"], row["good"]) for row in await world.rows(tallies)} == {(0, 1)}
    assert [row["label"] for row in await world.mail.decisions.of(held)] == [
        "phish",
        "phish",
        "ham",
    ]


async def test_a_release_counts_for_the_sender_and_outweighs_no_report(world):
    held = await world.received(disposition=Disposition.HOLD)
    again = await world.received(disposition=Disposition.HOLD)
    await world.mail.decisions.report([again], Reported.PHISH, world.alice, "")
    await world.mail.quarantine.release([held, again], world.alice, "known")
    row = await sender(world)
    assert (row["released"], row["phish"]) == (1, 1)
    assert (await world.message(again))["label"] == Label.PHISH
    assert [row["kind"] for row in await world.mail.decisions.of(again)] == ["report", "release"]


async def test_a_release_that_did_nothing_decides_nothing(world):
    held = await world.received(disposition=Disposition.HOLD)
    for _ in range(3):
        await world.mail.quarantine.release([held, NOBODY], world.alice, "known")
    assert len(await world.rows(decisions)) == 1
    assert (await sender(world))["released"] == 1


async def test_a_deletion_is_remembered_but_says_nothing_of_the_message(world):
    held = await world.received(disposition=Disposition.HOLD)
    await world.mail.quarantine.delete([held], world.alice, "tidying up")
    [row] = await world.mail.decisions.of(held)
    assert (row["kind"], row["label"]) == ("delete", None)
    assert (await world.message(held))["label"] is None


async def test_what_is_not_judged_cannot_be_reported(world):
    waiting = await world.accept()
    known = await world.mail.decisions.report([waiting], Reported.PHISH, world.alice, "")
    assert known == {waiting: False}
    assert await world.rows(decisions) == []


async def test_decisions_about_forgeries_are_not_about_the_one_forged(world):
    await world.received(proved=True)
    forged = await world.received(disposition=Disposition.HOLD)
    await world.mail.decisions.report([forged], Reported.PHISH, world.alice, "")
    rows = [row for row in await world.rows(table) if row["address"] == "alice@example.com"]
    found = {row["proved"]: row["phish"] for row in rows}
    assert found == {True: 0, False: 1}


async def test_reports_and_verdicts_that_meet_all_count(world):
    held = [await world.received(OTHER, disposition=Disposition.HOLD) for _ in range(8)]
    world.judge.says(Disposition.HOLD)
    waiting = [await world.accept(OTHER) for _ in range(8)]
    say = world.mail.decisions.report
    await asyncio.gather(
        say(held, Reported.PHISH, world.alice, ""),
        say(held[::-1], Reported.HAM, world.alice, ""),
        *(world.mail.judging.judge(one) for one in waiting),
    )
    row = await sender(world, "eve@evil.test")
    assert (row["messages"], row["phish"] + row["ham"]) == (16, 8)
    assert {row["bad"] + row["good"] for row in await world.rows(tallies)} == {8}


async def test_an_export_hands_out_what_people_decided_and_nothing_deleted(world):
    say = world.mail.decisions.report
    phish = await world.received(OTHER, disposition=Disposition.HOLD)
    gone = await world.received(OTHER, disposition=Disposition.HOLD)
    released = await world.received(disposition=Disposition.HOLD)
    await world.received()
    await say([phish, gone], Reported.PHISH, world.alice, "")
    await world.mail.quarantine.release([released], world.alice, "known")
    await world.mail.quarantine.delete([gone], world.alice, "")
    found = [one async for one in world.mail.decisions.export(world.alice)]
    assert [(one.id, one.folder) for one in found] == [(phish, "phish"), (released, "ham")]
    assert found[0].raw == OTHER
    await world.ledger.seal()
    actions = [(await world.ledger.entry(number)).action for number in range(9)]
    assert actions.count("mail:decision:export") == 1


async def test_decisions_about_nothing_cannot_be_asked_for(world):
    with pytest.raises(MessageMissingError):
        await world.mail.decisions.of(NOBODY)


async def test_the_last_decisions_come_first_with_their_messages(world):
    one = await world.received(disposition=Disposition.HOLD)
    other = await world.received(OTHER, disposition=Disposition.HOLD)
    await world.mail.decisions.report([one], Reported.PHISH, world.alice, "fake")
    world.clock.advance(1)
    await world.mail.decisions.report([other], Reported.HAM, world.alice, "")
    found = await world.mail.decisions.recent(5)
    assert [(row["message_id"], row["label"]) for row in found] == [(other, "ham"), (one, "phish")]
    assert (found[1]["subject"], found[1]["score"]) == ("The minutes", 91)
    assert len(await world.mail.decisions.recent(1)) == 1


def test_every_label_has_a_folder():
    assert set(FOLDERS) == set(Label)
