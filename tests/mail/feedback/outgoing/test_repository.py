import asyncio
from datetime import UTC, datetime, timedelta

from bartizan.base.paging import PageRequest
from bartizan.mail.feedback.models import OutgoingState
from bartizan.mail.feedback.outgoing import repository
from bartizan.mail.feedback.outgoing.evaluated import evaluated

DAY = datetime(2026, 1, 1, tzinfo=UTC)
NOON = DAY + timedelta(hours=12)


def message(make, address="192.0.2.7", **more):
    found = evaluated(make.envelope(address), make.verdict(make.dmarc(**more)), from_list=False)
    assert found is not None
    return found


async def counted(world, judged, moment=NOON):
    async with world.database.transaction() as connection:
        await repository.count(connection, judged, moment)


async def about(world, domain="shop.example", day=None):
    async with world.database.reading() as connection:
        row = await repository.report_about(connection, domain, day)
        assert row is not None
        return row, *await repository.records_of(connection, row, 10)


async def test_messages_that_fared_alike_are_one_record(world, make):
    same, other = message(make), message(make, "192.0.2.8")
    await counted(world, [same, None, other, same])
    await counted(world, [same])
    row, records, total = await about(world)
    assert (row["messages"], row["state"], total) == (4, OutgoingState.GATHERING, 2)
    assert [(one["count"], one["record"]["source_ip"]) for one in records] == [
        (3, "192.0.2.7"), (1, "192.0.2.8"),
    ]  # fmt: skip
    assert "count" not in records[0]["record"]
    async with world.database.reading() as connection:
        few, total = await repository.records_of(connection, row, 1)
    assert ([one["count"] for one in few], total) == ([3], 2)


async def test_each_day_and_domain_stands_by_itself(world, make):
    await counted(world, [message(make), message(make, policy_domain="else.example")])
    await counted(world, [message(make)], NOON + timedelta(days=1))
    assert (await about(world, "shop.example", DAY))[0]["messages"] == 1
    assert (await about(world))[0]["begins_at"] == DAY + timedelta(days=1)
    async with world.database.reading() as connection:
        rows, found = await repository.find(connection, "shop.example", PageRequest(2, 1))
        assert ([row["begins_at"] for row in rows], found) == ([DAY], 2)
        assert (await repository.find(connection, None, PageRequest()))[1] == 3
        assert await repository.report_about(connection, "shop.example", DAY - timedelta(1)) is None


async def test_the_record_as_it_was_last_seen_counts(world, make):
    await counted(world, [message(make)])
    await counted(world, [message(make, published={"p": "none"})])
    row, _, total = await about(world)
    assert (row["published"]["p"], row["messages"], total) == ("none", 2, 1)


async def test_workers_at_once_lose_no_message(world, make):
    domains = ["a.example", "b.example", "c.example"]
    batch = [message(make, policy_domain=domain) for domain in domains]
    await asyncio.gather(*(counted(world, batch[:: 1 - 2 * (n % 2)]) for n in range(8)))
    assert [(await about(world, domain))[0]["messages"] for domain in domains] == [8, 8, 8]


async def test_only_days_that_are_over_are_due_and_only_once(world, make):
    await counted(world, [message(make)])
    row, _, _ = await about(world)
    async with world.database.transaction() as connection:
        assert await repository.due(connection, DAY) == []
        assert await repository.due(connection, DAY + timedelta(days=1)) == [row["id"]]
        assert await repository.settle(connection, row["id"], state=OutgoingState.SENT)
        assert not await repository.settle(connection, row["id"], state=OutgoingState.UNSENT)
        assert await repository.due(connection, DAY + timedelta(days=1)) == []
        found = await repository.report(connection, row["id"])
    assert found["state"] == OutgoingState.SENT


async def test_what_is_old_is_forgotten_and_what_was_never_sent_says_so(world, make):
    await counted(world, [message(make)])
    later = DAY + timedelta(days=1)
    async with world.database.transaction() as connection:
        await repository.forget(connection, DAY, DAY, sentence="late")
    assert (await about(world))[2] == 1
    async with world.database.transaction() as connection:
        await repository.forget(connection, later, DAY, sentence="late")
    row, _, total = await about(world)
    assert (total, row["state"], row["sentence"]) == (0, OutgoingState.UNSENT, "late")
    async with world.database.transaction() as connection:
        await repository.forget(connection, later, later, sentence="late")
        assert await repository.report(connection, row["id"]) is None
