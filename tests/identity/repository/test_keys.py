from dataclasses import replace
from datetime import timedelta

import pytest

from bartizan.base.ids import new_id
from bartizan.identity.repository import keys
from bartizan.identity.repository.keys import ApiKey


@pytest.fixture
def key(admin, clock):
    now = clock.now()
    return ApiKey(
        new_id(), "ci", admin.id, "bz_abcdefgh", "a" * 64, ("viewer",), now, now + timedelta(1)
    )


async def test_a_key_reads_back(database, key, clock):
    async with database.transaction() as connection:
        await keys.add(connection, key)
        assert await keys.by_hash(connection, key.key_hash) == key
        assert await keys.by_id(connection, key.id) == key
        await keys.used(connection, key.id, clock.now())
        assert (await keys.by_id(connection, key.id)).last_used_at == clock.now()
        assert await keys.by_id(connection, new_id()) is None


async def test_a_key_is_revoked_once_and_not_listed_any_more(database, key, clock):
    async with database.transaction() as connection:
        await keys.add(connection, key)
        assert await keys.revoke(connection, key.id, clock.now())
        assert not await keys.revoke(connection, key.id, clock.now())
        assert await keys.count(connection, None) == 0
        assert await keys.listed(connection, None, after=None, offset=0, limit=9) == []
        assert (await keys.by_id(connection, key.id)).revoked_at == clock.now()


async def test_listing_is_newest_first_and_by_owner(database, key):
    mine = replace(key, id=new_id(), key_hash="b" * 64)
    installations = replace(key, id=new_id(), key_hash="c" * 64, owner_id=None)
    async with database.transaction() as connection:
        for one in (key, mine, installations):
            await keys.add(connection, one)
        every = await keys.listed(connection, None, after=None, offset=0, limit=9)
        owned = await keys.listed(connection, key.owner_id, after=None, offset=1, limit=9)
        behind = await keys.listed(connection, None, after=mine.id, offset=0, limit=9)
        assert await keys.count(connection, None) == 3
        assert await keys.count(connection, key.owner_id) == 2
    assert every == [installations, mine, key]
    assert owned == behind == [key]
