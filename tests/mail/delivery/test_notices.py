import pytest

from bartizan.mail.delivery.deliveries import delivery_job
from bartizan.mail.delivery.notices import Notices
from bartizan.mail.delivery.outcome import Fate, Outcome
from bartizan.mail.models import messages, recipients

RAW = b"Subject: x\r\n\r\nbody\r\n"
GONE = Outcome(Fate.BOUNCED, "550 5.1.1 gone", "next.example:25")


@pytest.fixture
def notices(world):
    return Notices(world.blobs, world.ledger, world.clock, world.settings)


async def prepared(world, notices, outcome, *, judged=True):
    identifier = await world.received()
    message = await world.message(identifier)
    results = [(row, outcome) for row in await world.recipients(identifier)]
    verdict = world.judge.verdict if judged else None
    return message, await notices.prepare(message, verdict, results, RAW)


@pytest.mark.parametrize("fate", [Fate.DELIVERED, Fate.DEFERRED])
async def test_where_nothing_failed_nothing_is_due(world, notices, fate):
    assert (await prepared(world, notices, Outcome(fate, "250 ok")))[1] is None


async def test_a_failure_is_written_and_kept_before_the_transaction(world, notices):
    _, notice = await prepared(world, notices, GONE)
    assert b"Status: 5.1.1" in await world.blobs.get(notice.sha256)
    assert notice.failed == ["bob@example.org"]


async def test_to_an_unproved_sender_nothing_is_written(world, notices):
    _, notice = await prepared(world, notices, GONE, judged=False)
    assert (notice.sha256, notice.failed) == (None, ["bob@example.org"])


async def test_it_is_stored_as_a_message_from_nobody_to_the_sender(world, notices):
    message, notice = await prepared(world, notices, GONE)
    async with world.database.transaction() as connection:
        [job] = await notices.store(connection, message, notice, delivery_job)
    assert job.arguments == {"message": notice.id}
    [row] = [row for row in await world.rows(messages) if row["id"] == notice.id]
    assert (row["envelope_from"], row["notice_of"], row["state"]) == (
        "", message["id"], "delivering",
    )  # fmt: skip
    [to] = [row for row in await world.rows(recipients) if row["message_id"] == notice.id]
    assert (to["address"], to["notify"]) == ("alice@example.com", "NEVER")
