import pytest

from bartizan.base.errors import UnauthenticatedError
from bartizan.identity.caller import Caller
from bartizan.identity.errors import BadCredentialsError
from bartizan.identity.models import refresh_tokens, sessions, throttle


async def rows(database):
    async with database.reading() as connection:
        return [
            len((await connection.execute(table.select())).all())
            for table in (sessions, refresh_tokens, throttle)
        ]


async def test_only_what_can_have_no_effect_is_forgotten(
    identity, database, clock, admin, password, settings
):
    await identity.sessions.sign_in("admin", password, Caller())
    pair = await identity.tokens.sign_in("admin", password, Caller())
    with pytest.raises(BadCredentialsError):
        await identity.sessions.sign_in("admin", "wrong", Caller())
    assert await rows(database) == [1, 1, 1]
    assert await identity.sweep() == 0
    clock.advance(settings.idle_minutes * 60)
    assert await identity.sweep() >= 1
    clock.advance(1)
    await identity.sweep()
    assert await rows(database) == [0, 1, 0]
    await identity.tokens.refresh(pair.refresh_token, Caller())
    clock.advance(settings.refresh_days * 86_400)
    assert await identity.sweep() == 2
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(pair.refresh_token, Caller())
