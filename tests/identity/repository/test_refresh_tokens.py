from dataclasses import replace
from datetime import timedelta

import pytest

from bartizan.identity.repository import refresh_tokens
from bartizan.identity.repository.refresh_tokens import RefreshToken


@pytest.fixture
def token(admin, clock):
    now = clock.now()
    return RefreshToken("a" * 64, "family", admin.id, now, now + timedelta(days=1))


async def test_a_token_is_used_once(database, token, clock):
    async with database.transaction() as connection:
        await refresh_tokens.add(connection, token)
        assert await refresh_tokens.lives(connection, "family", clock.now())
        assert await refresh_tokens.use(connection, token.token_hash, clock.now())
        assert not await refresh_tokens.use(connection, token.token_hash, clock.now())
        kept = await refresh_tokens.by_hash(connection, token.token_hash)
        assert kept == replace(token, used_at=clock.now())
        assert not await refresh_tokens.lives(connection, "family", clock.now())


async def test_an_expired_or_unknown_token_is_of_no_use(database, token, clock):
    async with database.transaction() as connection:
        await refresh_tokens.add(connection, token)
        clock.advance(86_400)
        assert not await refresh_tokens.lives(connection, "family", clock.now())
        assert not await refresh_tokens.use(connection, token.token_hash, clock.now())
        assert not await refresh_tokens.use(connection, "b" * 64, clock.now())
        assert await refresh_tokens.remove_expired(connection, clock.now()) == 1
        assert await refresh_tokens.by_hash(connection, token.token_hash) is None


async def test_a_family_is_revoked_and_no_other(database, token, clock):
    other = replace(token, token_hash="b" * 64, family="other")
    async with database.transaction() as connection:
        await refresh_tokens.add(connection, token)
        await refresh_tokens.add(connection, other)
        assert await refresh_tokens.revoke(connection, "family", clock.now()) == 1
        assert await refresh_tokens.revoke(connection, "family", clock.now()) == 0
        assert not await refresh_tokens.use(connection, token.token_hash, clock.now())
        assert await refresh_tokens.lives(connection, "other", clock.now())
        assert await refresh_tokens.revoke_of(connection, token.user_id, clock.now()) == 1
        assert not await refresh_tokens.lives(connection, "other", clock.now())
