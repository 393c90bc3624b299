import time

from bartizan.base.ids import new_id
from bartizan.base.paging import PageRequest, encode_cursor
from bartizan.mail import listing, repository
from bartizan.mail.listing import MessageFilter
from bartizan.mail.models import MessageState, RecipientState


async def fill(world, count: int) -> list[str]:
    ids = [new_id() for _ in range(count)]
    rows = [
        {
            "id": identifier, "sha256": "0" * 64, "size": 1, "received_at": world.clock.now(),
            "envelope_from": f"s{number}@example.com", "remote_address": "192.0.2.1",
            "helo": "h", "tls": False, "options": {}, "subject": f"Subject {number}",
            "state": MessageState.DELIVERED,
        }
        for number, identifier in enumerate(ids)
    ]  # fmt: skip
    addressed = [
        {
            "message_id": identifier, "position": 0, "address": f"r{number}@example.org",
            "notify": "", "state": RecipientState.DELIVERED, "attempts": 1,
        }
        for number, identifier in enumerate(ids)
    ]  # fmt: skip
    async with world.database.transaction() as connection:
        await repository.insert(connection, rows, addressed)
    return ids


async def found(world, wanted: MessageFilter, page: PageRequest | None = None):
    async with world.database.reading() as connection:
        rows, total = await listing.find(connection, wanted, page or PageRequest())
    return [row["id"] for row in rows], total


async def test_newest_first_from_wherever_the_cursor_stands(world):
    ids = await fill(world, 10)
    assert await found(world, MessageFilter(), PageRequest(1, 3)) == (ids[:6:-1], 10)
    after = PageRequest(1, 3, encode_cursor(ids[5]))
    assert await found(world, MessageFilter(), after) == ([ids[4], ids[3], ids[2]], 10)


async def test_wildcards_in_a_query_are_letters(world):
    await fill(world, 3)
    assert (await found(world, MessageFilter(query="%")))[1] == 0
    assert (await found(world, MessageFilter(query="Subject_1")))[1] == 0
    assert (await found(world, MessageFilter(query="SUBJECT 1")))[1] == 1


async def test_recipients_are_found_and_listed(world):
    ids = await fill(world, 3)
    assert await found(world, MessageFilter(recipient="r2@")) == ([ids[2]], 1)
    async with world.database.reading() as connection:
        assert await listing.addresses(connection, ids[:1]) == {ids[0]: ["r0@example.org"]}
        assert await listing.addresses(connection, []) == {}


async def test_our_own_notifications_are_not_mail_anybody_sent_us(world):
    [identifier] = await fill(world, 1)
    async with world.database.transaction() as connection:
        await repository.move(
            connection,
            identifier,
            since=[MessageState.DELIVERED],
            to=MessageState.DELIVERED,
            notice_of=identifier,
        )
    assert await found(world, MessageFilter()) == ([], 0)


async def test_a_deep_page_of_many_messages_is_quick(world):
    ids = await fill(world, 10_000)
    started = time.perf_counter()
    page, total = await found(world, MessageFilter(), PageRequest(1, 50, encode_cursor(ids[100])))
    assert (len(page), total) == (50, 10_000)
    assert time.perf_counter() - started < 1
