from datetime import timedelta

import pytest
import sqlalchemy as sa

from bartizan.base.clock import SystemClock
from bartizan.base.ids import time_of
from bartizan.storage.outbox import announce, announce_many, outbox


async def announced(database) -> list[sa.Row]:
    async with database.reading() as connection:
        return list(await connection.execute(sa.select(outbox).order_by(outbox.c.id)))


async def test_an_announcement_says_what_happened_to_what_and_when(database):
    payload = {"size": 12, "tags": ["a", None], "sender": {"name": "Zoë"}}
    async with database.transaction() as connection:
        identifier = await announce(connection, "mail.message.accepted", "m-1", payload)
    (row,) = await announced(database)
    assert tuple(row) == (
        identifier, "mail.message.accepted", "m-1", payload, time_of(identifier)
    )  # fmt: skip
    assert abs(row.announced_at - SystemClock().now()) < timedelta(minutes=1)


async def test_it_is_told_with_its_state_or_not_at_all(database):
    with pytest.raises(KeyError):
        async with database.transaction() as connection:
            await announce(connection, "a.b.c", "1", {})
            raise KeyError
    assert await announced(database) == []


async def test_the_ids_follow_the_order_of_announcing(database):
    async with database.transaction() as connection:
        told = [await announce(connection, "a.b.c", str(number), {}) for number in range(20)]
    assert [row.id for row in await announced(database)] == told
    assert [row.subject for row in await announced(database)] == [str(n) for n in range(20)]


async def test_many_are_announced_at_once_and_in_their_order(database):
    news = [("a.b.c", f"m{number}", {"n": number}) for number in range(5)]
    async with database.transaction() as connection:
        told = await announce_many(connection, news)
        assert await announce_many(connection, []) == []
    rows = await announced(database)
    assert [row.id for row in rows] == told
    assert [(row.topic, row.subject, row.payload) for row in rows] == news
