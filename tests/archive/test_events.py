import sqlalchemy as sa

from bartizan.archive.events import ARCHIVED, announce_archived
from bartizan.jobs.public import matches
from bartizan.storage.outbox import outbox


def test_a_subscriber_to_the_archive_hears_of_it():
    assert matches("archive.*", ARCHIVED)
    assert matches("archive.message.archived", ARCHIVED)


async def test_each_message_is_announced_with_its_facts(database):
    async with database.transaction() as connection:
        await announce_archived(connection, {"a": {"size": 1}, "b": {"size": 2}})
        await announce_archived(connection, {})
        rows = (await connection.execute(sa.select(outbox).order_by(outbox.c.id))).mappings().all()
    assert [(row["topic"], row["subject"], row["payload"]) for row in rows] == [
        (ARCHIVED, "a", {"size": 1}),
        (ARCHIVED, "b", {"size": 2}),
    ]
