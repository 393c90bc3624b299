from dataclasses import replace

import pytest

from bartizan.base.ids import new_id
from bartizan.identity.repository import users
from bartizan.identity.repository.users import User


@pytest.fixture
def ana(clock):
    now = clock.now()
    return User(
        id=new_id(),
        username="ana",
        display_name="Ana",
        password_hash="hash",
        roles=("viewer", "auditor"),
        disabled=False,
        must_change_password=True,
        created_at=now,
        password_changed_at=now,
    )


async def test_a_user_reads_back(database, ana):
    async with database.transaction() as connection:
        assert await users.add(connection, ana)
    async with database.reading() as connection:
        assert await users.by_id(connection, ana.id) == ana
        assert await users.by_name(connection, "ana") == ana
        assert await users.by_name(connection, "bob") is None


async def test_a_name_is_given_once(database, ana):
    async with database.transaction() as connection:
        assert await users.add(connection, ana)
        assert not await users.add(connection, replace(ana, id=new_id()))
        assert await users.count(connection) == 1


async def test_columns_change_one_by_one(database, ana, clock):
    async with database.transaction() as connection:
        await users.add(connection, ana)
        await users.change(connection, ana.id, {})
        await users.change(connection, ana.id, {"disabled": True, "last_login_at": clock.now()})
        changed = await users.by_id(connection, ana.id)
    assert changed == replace(ana, disabled=True, last_login_at=clock.now())


async def test_only_the_enabled_count_as_administrators(database, ana):
    async with database.transaction() as connection:
        await users.add(connection, ana)
        await users.add(connection, replace(ana, id=new_id(), username="bob", disabled=True))
        assert await users.enabled_roles(connection) == [(ana.id, ("viewer", "auditor"))]


async def test_listing_starts_behind_a_name_or_at_an_offset(database, ana):
    async with database.transaction() as connection:
        for name in ("cay", "ana", "bob"):
            await users.add(connection, replace(ana, id=new_id(), username=name))
        behind = await users.listed(connection, after="ana", offset=0, limit=9)
        at = await users.listed(connection, after=None, offset=1, limit=1)
    assert [user.username for user in behind] == ["bob", "cay"]
    assert [user.username for user in at] == ["bob"]
