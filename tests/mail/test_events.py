from bartizan.mail import events
from bartizan.storage.outbox import outbox


async def test_many_are_announced_in_their_order(world):
    news = [(events.HELD, f"m{number}", {"n": number}) for number in range(5)]
    async with world.database.transaction() as connection:
        await events.announce_all(connection, news)
        await events.announce_all(connection, [])
    rows = sorted(await world.rows(outbox), key=lambda row: row["id"])
    assert [(row["topic"], row["subject"], row["payload"]) for row in rows] == news


def test_topics_are_of_mail_messages():
    topics = [
        events.ACCEPTED, events.JUDGED, events.HELD, events.DELIVERED, events.BOUNCED,
        events.RELEASED, events.DELETED,
    ]  # fmt: skip
    assert len(set(topics)) == 7
    assert all(topic.startswith("mail.message.") for topic in topics)
