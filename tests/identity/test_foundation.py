import pytest

from bartizan.identity.caller import Caller, Event


async def test_what_is_recorded_commits_or_vanishes_with_its_state(ground, entries):
    with pytest.raises(RuntimeError):
        async with ground.database.transaction() as connection:
            await ground.record(connection, Event("identity:user:write", "user:1"), Caller())
            raise RuntimeError("the state could not be written")
    assert await entries("identity:") == []
    async with ground.database.transaction() as connection:
        await ground.record(connection, Event("identity:user:write", "user:2"), Caller())
    (entry,) = await entries("identity:")
    assert entry.object == "user:2"
