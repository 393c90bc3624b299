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


async def test_only_held_recipients_are_withheld_from(world):
    identifier = await world.received(to=("a@example.org", "b@example.org"))
    async with world.database.transaction() as connection:
        await repository.withhold(connection, identifier, ("a@example.org",), world.clock.now())
        await repository.withhold(connection, identifier, (), world.clock.now())
    assert {row["state"] for row in await world.recipients(identifier)} == {"pending"}


async def test_a_message_has_the_envelope_it_came_in(world):
    identifier = await world.accept(to=("a@example.org", "b@example.org"))
    async with world.database.reading() as connection:
        message = await repository.message(connection, identifier)
        envelope = await repository.envelope(connection, message)
    assert envelope.recipients == ("a@example.org", "b@example.org")
    assert (envelope.mail_from, envelope.remote_address) == ("alice@example.com", "192.0.2.1")
