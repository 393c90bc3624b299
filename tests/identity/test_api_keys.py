from datetime import timedelta

import pytest

from bartizan.base.actor import SYSTEM, Actor, ActorKind
from bartizan.base.errors import InvalidError, NotFoundError
from bartizan.base.paging import PageRequest, encode_cursor
from bartizan.identity.caller import Caller
from bartizan.identity.errors import EscalationError, PersonOnlyError
from bartizan.identity.key_format import read_key
from bartizan.identity.principals import person
from bartizan.identity.schemas import NewKey


def wanted(*roles, days=None):
    return NewKey(name="backup job", roles=list(roles), expires_in_days=days)


async def test_a_key_is_readable_once_and_kept_as_a_hash(identity, as_admin, clock):
    issued = await identity.keys.create(wanted("viewer", days=7), as_admin)
    assert read_key(issued.text.text) is not None
    (kept,), total = await identity.keys.listed(PageRequest(), as_admin.actor)
    assert total == 1
    assert issued.text.text not in str(kept)
    assert kept.prefix == issued.text.text[:11]
    assert kept.expires_at == clock.now() + timedelta(days=7)
    assert kept.owner_id == as_admin.actor.id


async def test_a_key_made_without_saying_lives_as_long_as_the_settings_say(
    identity, as_admin, clock, settings
):
    issued = await identity.keys.create(wanted("viewer"), as_admin)
    assert issued.key.expires_at == clock.now() + timedelta(days=settings.key_days)


async def test_nobody_makes_a_key_stronger_than_themselves(identity, add_user):
    analyst = Caller(person(await add_user("ana", "analyst")))
    await identity.keys.create(wanted("viewer"), analyst)
    for role in ("admin", "auditor"):
        with pytest.raises(EscalationError):
            await identity.keys.create(wanted(role), analyst)
    assert (await identity.keys.listed(PageRequest(), analyst.actor))[1] == 1


async def test_a_key_makes_no_keys(identity, as_admin):
    robot = Actor("k", ActorKind.KEY, "robot", frozenset({"*"}))
    with pytest.raises(PersonOnlyError):
        await identity.keys.create(wanted("viewer"), Caller(robot))


async def test_the_installation_makes_keys_that_nobody_owns(identity, admin):
    issued = await identity.keys.create(wanted("admin"), Caller(SYSTEM))
    assert issued.key.owner_id is None


async def test_one_sees_and_revokes_only_ones_own(identity, as_admin, add_user):
    ana = Caller(person(await add_user("ana", "analyst")))
    bob = Caller(person(await add_user("bob", "analyst")))
    hers = await identity.keys.create(wanted("viewer"), ana)
    his = await identity.keys.create(wanted("viewer"), bob)
    (seen,), total = await identity.keys.listed(PageRequest(), ana.actor)
    assert (seen.id, total) == (hers.key.id, 1)
    with pytest.raises(NotFoundError):
        await identity.keys.revoke(his.key.id, ana)
    await identity.keys.revoke(his.key.id, as_admin)
    assert (await identity.keys.listed(PageRequest(), bob.actor)) == ([], 0)


async def test_a_revoked_key_cannot_be_revoked_again(identity, as_admin):
    issued = await identity.keys.create(wanted("viewer"), as_admin)
    await identity.keys.revoke(issued.key.id, as_admin)
    with pytest.raises(NotFoundError):
        await identity.keys.revoke(issued.key.id, as_admin)


async def test_making_and_revoking_are_in_the_ledger_without_the_key(identity, as_admin, entries):
    issued = await identity.keys.create(wanted("viewer"), as_admin)
    await identity.keys.revoke(issued.key.id, as_admin)
    revoked, created = await entries("identity:key:write")
    assert (created.details["change"], revoked.details["change"]) == (["created"], ["revoked"])
    assert created.object == revoked.object == f"key:{issued.key.id}"
    assert issued.text.text.encode() not in created.canonical + revoked.canonical


async def test_keys_are_listed_newest_first_page_by_page(identity, as_admin):
    made = [(await identity.keys.create(wanted("viewer"), as_admin)).key.id for _ in range(3)]
    first, total = await identity.keys.listed(PageRequest(page_size=2), as_admin.actor)
    assert [key.id for key in first] == [made[2], made[1]]
    rest, _ = await identity.keys.listed(
        PageRequest(page_size=2, cursor=encode_cursor(first[-1].id)), as_admin.actor
    )
    assert ([key.id for key in rest], total) == ([made[0]], 3)


async def test_a_made_up_cursor_is_refused(identity, as_admin):
    with pytest.raises(InvalidError):
        await identity.keys.listed(PageRequest(cursor=encode_cursor("\0")), as_admin.actor)
