from datetime import UTC, datetime, timedelta

from bartizan.archive import repository

START = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_message_is_found_by_id_and_by_hash(installation):
    identifier = await installation.keep(installation.letter())
    async with installation.database.reading() as connection:
        found = await repository.message(connection, identifier)
        assert found is not None
        assert await repository.message(connection, found.sha256.upper()) == found
        assert await repository.message(connection, "nothing") is None
        assert await repository.messages_by_id(connection, [identifier, "x"]) == {identifier: found}


async def test_a_revision_that_moved_on_stays_pending(installation):
    await installation.keep(installation.letter(), "m1")
    async with installation.database.reading() as connection:
        (old,) = await repository.pending(connection, 10)
    await installation.keep(installation.letter(), "m2")
    async with installation.database.transaction() as connection:
        await repository.mark_indexed(connection, [old], START)
        (new,) = await repository.pending(connection, 10)
        assert new.revision == old.revision + 1
        await repository.mark_indexed(connection, [new], START)
        assert await repository.pending(connection, 10) == []
        assert await repository.count_pending(connection) == 0


async def test_pending_messages_can_be_passed_over(installation):
    ids = [await installation.keep(installation.letter(f"{n}")) for n in range(3)]
    async with installation.database.reading() as connection:
        found = await repository.pending(connection, 2, {ids[0]})
    assert [message.id for message in found] == ids[1:]


async def test_every_id_comes_once_in_lists(installation):
    ids = [await installation.keep(installation.letter(f"{n}")) for n in range(5)]
    async with installation.database.reading() as connection:
        chunks = [chunk async for chunk in repository.every_id(connection, 2)]
        assert await repository.count(connection) == 5
    assert chunks == [ids[:2], ids[2:4], ids[4:]]


async def test_texts_are_kept_whole(installation):
    text = "Grüße \U0001f600\n" * 1000
    identifier = await installation.keep(installation.letter(body=text))
    async with installation.database.reading() as connection:
        kept = await repository.texts_of(connection, [identifier, "x"])
    assert kept == {identifier: text.strip()}


async def test_retention_only_grows(installation):
    identifier = await installation.keep(installation.letter(), "m1")
    async with installation.database.transaction() as connection:
        before = (await repository.messages_by_id(connection, [identifier]))[identifier]
        for days in (-1, 5):
            retain = before.retain_until + timedelta(days=days)
            update = {"known": identifier, "judged": None, "points": None, "retain": retain}
            await repository.observed_again(connection, [update])
        after = (await repository.messages_by_id(connection, [identifier]))[identifier]
    assert after.retain_until == before.retain_until + timedelta(days=5)


async def test_observations_come_oldest_first(installation):
    await installation.keep(installation.letter(), "late", at=START + timedelta(days=2))
    identifier = await installation.keep(installation.letter(), "early", at=START)
    async with installation.database.reading() as connection:
        found = await repository.observations_of(connection, [identifier])
    assert found[identifier] == [
        installation.seen("early"),
        installation.seen("late", at=START + timedelta(days=2)),
    ]


async def test_a_rebuild_is_ordered_once_and_begun_once(installation):
    identifier = await installation.keep(installation.letter())
    await installation.index_all()
    async with installation.database.transaction() as connection:
        assert not await repository.rebuild_ordered(connection)
        await repository.order_rebuild(connection, START)
        await repository.order_rebuild(connection, START)
        assert await repository.rebuild_ordered(connection)
        await repository.begin_rebuild(connection)
        assert not await repository.rebuild_ordered(connection)
        assert await repository.texts_of(connection, [identifier]) == {}
        assert await repository.count_pending(connection) == 1
