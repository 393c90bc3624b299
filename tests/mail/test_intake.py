import asyncio
import hashlib

import pytest

from bartizan.jobs.models import queue
from bartizan.mail.dsn import Addressee, DsnRequest, Notify, SenderOptions
from bartizan.mail.intake import judge_job
from bartizan.mail.models import MessageState, RecipientState, messages
from bartizan.storage.database import Database
from bartizan.storage.errors import DatabaseAwayError
from bartizan.storage.outbox import outbox


async def test_bytes_row_job_and_announcement_are_there_when_it_returns(world):
    raw = b"Subject: x\r\n\r\n\x00\xff hostile\r\n"
    identifier = await world.accept(raw)
    row = await world.message(identifier)
    assert row["state"] == MessageState.RECEIVED
    assert row["sha256"] == hashlib.sha256(raw).hexdigest()
    assert await world.blobs.get(row["sha256"]) == raw
    assert [job["arguments"] for job in await world.rows(queue)] == [{"message": identifier}]
    announced = await world.rows(outbox)
    assert [(one["topic"], one["subject"]) for one in announced] == [
        ("mail.message.accepted", identifier)
    ]


async def test_one_submission_is_one_message_with_its_recipients(world):
    asked = Addressee("b@example.org", frozenset({Notify.SUCCESS, Notify.DELAY}), "rfc822;x")
    dsn = DsnRequest(SenderOptions(ret="FULL", envid="e", utf8=True), (asked,))
    identifier = await world.accept(to=("a@example.org", "b@example.org"), dsn=dsn)
    rows = await world.recipients(identifier)
    assert [(row["address"], row["notify"], row["orcpt"]) for row in rows] == [
        ("a@example.org", "", None),
        ("b@example.org", "DELAY,SUCCESS", "rfc822;x"),
    ]
    assert {row["state"] for row in rows} == {RecipientState.HELD}
    options = (await world.message(identifier))["options"]
    assert options == {"ret": "FULL", "envid": "e", "eight_bit": False, "utf8": True}


async def test_the_same_bytes_twice_are_two_messages_over_one_blob(world):
    first, second = await world.accept(), await world.accept()
    assert first != second
    assert len([info async for info in world.blobs.walk()]) == 1
    assert len(await world.rows(messages)) == 2


async def test_many_at_once_are_all_kept(world):
    made = await asyncio.gather(
        *(world.accept(b"Subject: %d\r\n\r\n" % number) for number in range(100))
    )
    assert {row["id"] for row in await world.rows(messages)} == set(made)
    assert len(await world.rows(queue)) == 100


async def test_without_a_database_nothing_is_promised(make_world, tmp_path):
    world = await make_world()
    world.mail.intake._database = Database(f"sqlite:///{tmp_path / 'no' / 'such.sqlite'}")
    with pytest.raises(DatabaseAwayError):
        await world.accept()
    await world.mail.intake._database.close()
    world.mail.intake._database = world.database
    assert await world.accept()


def test_the_same_request_has_the_same_key():
    assert judge_job("m") == judge_job("m")
    assert judge_job("m", again="/1").key != judge_job("m").key
