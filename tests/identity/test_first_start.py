import asyncio

import pytest
from pydantic import SecretStr

from bartizan.identity.caller import Caller
from bartizan.identity.errors import WeakPasswordError
from bartizan.identity.first_start import FirstStart, made_up_password
from bartizan.identity.foundation import Foundation
from bartizan.identity.password_rules import refuse_weak
from bartizan.identity.repository import users
from bartizan.identity.settings import IdentitySettings


@pytest.fixture
def start(database, ledger, clock, hashing):
    def start(**settings):
        return FirstStart(
            Foundation(database, ledger, clock, IdentitySettings(**settings)), hashing
        )

    return start


async def test_the_password_is_made_up_and_told_once(start, database):
    made = await start().administrator()
    assert made.username == "admin"
    refuse_weak(made.password, "admin")
    assert await start().administrator() is None
    async with database.reading() as connection:
        kept = await users.by_name(connection, "admin")
    assert not kept.must_change_password
    assert kept.roles == ("admin",)
    assert made.password not in kept.password_hash


async def test_a_configured_password_is_not_told_and_need_not_be_changed(start, database, password):
    made = await start(admin_username="Root", admin_password=SecretStr(password)).administrator()
    assert (made.username, made.password) == ("root", None)
    async with database.reading() as connection:
        assert not (await users.by_name(connection, "root")).must_change_password


async def test_a_configured_password_must_be_good(start, database):
    with pytest.raises(WeakPasswordError):
        await start(admin_password=SecretStr("admin")).administrator()
    async with database.reading() as connection:
        assert await users.count(connection) == 0


async def test_of_many_that_start_together_one_makes_it(start, database, entries):
    made = await asyncio.gather(*(start().administrator() for _ in range(4)))
    assert len([one for one in made if one is not None]) == 1
    async with database.reading() as connection:
        assert await users.count(connection) == 1
    assert len(await entries("identity:user:write")) == 1


async def test_it_is_in_the_ledger_without_name_or_password(start, entries):
    made = await start(admin_username="margarethe").administrator()
    (entry,) = await entries("identity:user:write")
    assert (entry.actor.id, entry.reason) == ("bartizan", "first start")
    assert made.password.encode() not in entry.canonical
    assert b"margarethe" not in entry.canonical


async def test_whoever_was_told_can_sign_in(identity, database, password):
    await identity.first_start.administrator()
    assert (await identity.sessions.sign_in("ADMIN", password, Caller())).user.username == "admin"


def test_made_up_passwords_differ_and_can_be_read_out():
    many = {made_up_password() for _ in range(100)}
    assert len(many) == 100
    assert all(len(one) == 27 and not set(one) & set("01ilo ") for one in many)
