from bartizan.mail import repository
from bartizan.mail.models import MessageState


async def test_a_state_changes_only_from_where_it_is_allowed(world):
    identifier = await world.accept()
    held, delivering = MessageState.HELD, MessageState.DELIVERING
    async with world.database.transaction() as connection:
        assert not await repository.move(connection, identifier, since=[held], to=delivering)
        received = [MessageState.RECEIVED]
        assert await repository.move(connection, identifier, since=received, to=delivering)
        assert not await repository.move(connection, identifier, since=received, to=held)
    assert (await world.message(identifier))["state"] == delivering


async def test_a_try_is_open_until_its_outcome_is_written(world):
    identifier = await world.accept()
    row = {
        "id": "a" * 36, "message_id": identifier, "next_hop": "h:25", "positions": [0],
        "started_at": world.clock.now(),
    }  # fmt: skip
    async with world.database.transaction() as connection:
        await repository.start_attempts(connection, [row])
        assert list(await repository.open_attempts(connection, [identifier])) == [identifier]
        await repository.finish_attempt(connection, row["id"], outcome="delivered")
        assert await repository.open_attempts(connection, [identifier]) == {}
        assert len(await repository.attempts_of(connection, identifier)) == 1


async def test_what_is_not_there_is_none(world):
    async with world.database.reading() as connection:
        assert await repository.message(connection, "x") is None
        assert await repository.verdict(connection, "x") is None
        assert await repository.held_row(connection, "x") is None
        assert await repository.recipients_of(connection, "x") == []
