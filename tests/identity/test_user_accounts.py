import asyncio

import pytest

from bartizan.base.actor import SYSTEM
from bartizan.base.errors import InvalidError, NotFoundError
from bartizan.base.ids import new_id
from bartizan.base.paging import PageRequest, encode_cursor
from bartizan.identity.caller import Caller
from bartizan.identity.errors import (
    EscalationError,
    LastAdministratorError,
    OwnAccountError,
    UsernameTakenError,
    WeakPasswordError,
)
from bartizan.identity.principals import person
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.schemas import NewUser, UserChange


@pytest.fixture
def new(password):
    def new(username="ana", *roles, **changes):
        sent = {
            "username": username,
            "display_name": "Ana",
            "roles": roles or ("viewer",),
            "password": password,
        }
        return NewUser.model_validate(sent | changes)

    return new


def boss_of_users():
    """Somebody who may administer users but is no administrator."""
    permissions = frozenset({"identity:*:*", "mail:*:*", "archive:*:*", "server:health:read"})
    return Caller(type(SYSTEM)("boss", SYSTEM.kind, "boss", permissions))


async def signed_in(identity, token):
    return await identity.authenticator.authenticate(
        RequestFacts("GET", "/", {}, {"bartizan_session": token})
    )


async def test_a_user_is_created_with_a_password_to_be_changed(identity, as_admin, new, password):
    made = await identity.users.create(new("Ana.Maria"), as_admin)
    assert made.username == "ana.maria"
    opened = await identity.sessions.sign_in("ANA.MARIA", password, Caller())
    assert opened.user.must_change_password


async def test_names_are_taken_without_regard_to_case(identity, as_admin, new):
    await identity.users.create(new("ana"), as_admin)
    with pytest.raises(UsernameTakenError):
        await identity.users.create(new("ANA"), as_admin)


async def test_a_weak_password_is_refused(identity, as_admin, new):
    with pytest.raises(WeakPasswordError):
        await identity.users.create(new(password="password-password"), as_admin)
    with pytest.raises(WeakPasswordError):
        await identity.users.create(new("margarethe", password="margarethe-7-quarry"), as_admin)


async def test_nobody_hands_out_or_touches_more_than_they_have(identity, admin, new):
    boss = boss_of_users()
    made = await identity.users.create(new("ana", "viewer"), boss)
    with pytest.raises(EscalationError):
        await identity.users.create(new("eve", "admin"), boss)
    with pytest.raises(EscalationError):
        await identity.users.change(made.id, UserChange(roles=["auditor"]), boss)
    with pytest.raises(EscalationError):
        await identity.users.change(admin.id, UserChange(password="mine-now-quarry-3"), boss)
    found, total = await identity.users.listed(PageRequest())
    assert ([user.username for user in found], total) == (["admin", "ana"], 2)


async def test_disabling_ends_sessions_and_tokens(identity, as_admin, add_user, password):
    ana = await add_user("ana", "viewer")
    opened = await identity.sessions.sign_in("ana", password, Caller())
    assert await signed_in(identity, opened.token)
    changed = await identity.users.change(ana.id, UserChange(disabled=True), as_admin)
    assert changed.disabled
    assert await signed_in(identity, opened.token) is None
    await identity.users.change(ana.id, UserChange(disabled=False), as_admin)
    assert await signed_in(identity, opened.token) is None


async def test_a_new_role_works_at_once(identity, as_admin, add_user, password):
    ana = await add_user("ana", "viewer")
    opened = await identity.sessions.sign_in("ana", password, Caller())
    assert not (await signed_in(identity, opened.token)).may("mail:quarantine:release")
    await identity.users.change(ana.id, UserChange(roles=["analyst"]), as_admin)
    assert (await signed_in(identity, opened.token)).may("mail:quarantine:release")


async def test_one_administrator_remains(identity, as_admin, admin, add_user):
    second = await add_user("second", "admin")
    await identity.users.change(second.id, UserChange(disabled=True), as_admin)
    with pytest.raises(LastAdministratorError):
        await identity.users.change(admin.id, UserChange(roles=["viewer"]), as_admin)
    found, _ = await identity.users.listed(PageRequest())
    assert [user.roles for user in found if user.username == "admin"] == [("admin",)]


async def test_two_administrators_cannot_demote_each_other_at_once(identity, admin, add_user):
    second = await add_user("second", "admin")
    answers = await asyncio.gather(
        identity.users.change(admin.id, UserChange(disabled=True), Caller(person(second))),
        identity.users.change(second.id, UserChange(disabled=True), Caller(person(admin))),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["LastAdministratorError", "User"]


async def test_ones_own_account_is_not_administered(identity, as_admin, admin, add_user):
    await add_user("second", "admin")
    with pytest.raises(OwnAccountError):
        await identity.users.change(admin.id, UserChange(password="quarry-lantern-3x"), as_admin)
    with pytest.raises(OwnAccountError):
        await identity.users.change(admin.id, UserChange(disabled=True), as_admin)
    renamed = await identity.users.change(admin.id, UserChange(display_name="Chief"), as_admin)
    assert renamed.display_name == "Chief"


async def test_nobody_is_not_found(identity, as_admin):
    with pytest.raises(NotFoundError):
        await identity.users.change(new_id(), UserChange(disabled=True), as_admin)
    with pytest.raises(NotFoundError):
        await identity.users.named("nobody")
    with pytest.raises(NotFoundError):
        await identity.users.named("\0")


async def test_an_empty_change_changes_nothing(identity, as_admin, add_user):
    ana = await add_user("ana", "viewer")
    assert await identity.users.change(ana.id, UserChange(), as_admin) == ana


async def test_users_are_listed_by_name_page_by_page(identity, add_user):
    for name in ("cay", "ana", "bob"):
        await add_user(name, "viewer")
    first, total = await identity.users.listed(PageRequest(page_size=3))
    assert ([user.username for user in first], total) == (["admin", "ana", "bob"], 4)
    by_number, _ = await identity.users.listed(PageRequest(page=2, page_size=3))
    by_cursor, _ = await identity.users.listed(PageRequest(cursor=encode_cursor("bob")))
    assert [user.username for user in by_number] == [user.username for user in by_cursor] == ["cay"]


@pytest.mark.parametrize("name", ["\0", "", "a b", "Ana"])
async def test_a_made_up_cursor_is_refused(identity, admin, name):
    with pytest.raises(InvalidError):
        await identity.users.listed(PageRequest(cursor=encode_cursor(name)))


async def test_changes_are_in_the_ledger_without_names_and_passwords(
    identity, as_admin, new, entries
):
    made = await identity.users.create(new("margarethe"), as_admin)
    await identity.users.change(
        made.id, UserChange(password="osprey-lantern-9", roles=["analyst"]), as_admin
    )
    changed, created, _first_start = await entries("identity:user:write")
    assert created.details == {"change": ["created"], "roles": ["viewer"]}
    assert changed.details["change"] == ["password", "roles"]
    assert changed.actor.id == as_admin.actor.id
    assert b"margarethe" not in created.canonical
    assert b"osprey" not in created.canonical + changed.canonical
