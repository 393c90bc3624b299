import pytest

from bartizan.base.errors import ThrottledError, UnauthenticatedError
from bartizan.identity.caller import Caller
from bartizan.identity.errors import (
    BadCredentialsError,
    PersonOnlyError,
    WeakPasswordError,
    WrongPasswordError,
)
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.schemas import NewKey, UserChange

NEW = "another-osprey-9-quarry"


async def by_cookie(identity, token):
    return await identity.authenticator.identify(
        RequestFacts("GET", "/", {}, {"bartizan_session": token})
    )


async def by_bearer(identity, token):
    return await identity.authenticator.identify(
        RequestFacts("GET", "/", {"authorization": f"Bearer {token}"}, {})
    )


@pytest.fixture
async def token(identity, admin, password):
    return (await identity.sessions.sign_in("admin", password, Caller())).token


async def test_a_change_ends_everything_and_renews_this_session(identity, admin, token, password):
    other = (await identity.sessions.sign_in("admin", password, Caller())).token
    pair = await identity.tokens.sign_in("admin", password, Caller())
    me = await by_cookie(identity, token)
    opened = await identity.own_password.change(me, password, NEW, Caller(me.actor))
    assert await by_cookie(identity, token) is None
    assert await by_cookie(identity, other) is None
    assert (await by_cookie(identity, opened.token)).actor.id == admin.id
    with pytest.raises(UnauthenticatedError):
        await by_bearer(identity, pair.access_token)
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(pair.refresh_token, Caller())
    with pytest.raises(BadCredentialsError):
        await identity.sessions.sign_in("admin", password, Caller())
    assert await identity.sessions.sign_in("admin", NEW, Caller())


async def test_the_current_password_is_asked_for_and_guessing_it_is_slowed_down(
    identity, token, password, settings
):
    me = await by_cookie(identity, token)
    for _ in range(settings.account_tries):
        with pytest.raises(WrongPasswordError):
            await identity.own_password.change(me, "wrong", NEW, Caller(me.actor))
    with pytest.raises(ThrottledError):
        await identity.own_password.change(me, password, NEW, Caller(me.actor))
    assert await by_cookie(identity, token)


@pytest.mark.parametrize("bad", ["short", "password-password", "admin-quarry-lantern-7"])
async def test_the_new_one_must_be_good(identity, token, password, bad):
    me = await by_cookie(identity, token)
    with pytest.raises(WeakPasswordError):
        await identity.own_password.change(me, password, bad, Caller(me.actor))


async def test_the_new_one_must_be_new(identity, token, password):
    me = await by_cookie(identity, token)
    with pytest.raises(WeakPasswordError, match="not the current"):
        await identity.own_password.change(me, password, password, Caller(me.actor))


async def test_a_key_changes_no_password(identity, as_admin, password):
    issued = await identity.keys.create(NewKey(name="k", roles=["admin"]), as_admin)
    robot = await by_bearer(identity, issued.text.text)
    with pytest.raises(PersonOnlyError):
        await identity.own_password.change(robot, password, NEW, Caller(robot.actor))


async def test_whoever_came_with_a_token_signs_in_again(identity, admin, password):
    pair = await identity.tokens.sign_in("admin", password, Caller())
    me = await by_bearer(identity, pair.access_token)
    assert await identity.own_password.change(me, password, NEW, Caller(me.actor)) is None
    with pytest.raises(UnauthenticatedError):
        await by_bearer(identity, pair.access_token)


async def test_a_first_password_must_be_changed_before_anything_else(
    identity, as_admin, add_user, password
):
    ana = await add_user("ana", "analyst")
    await identity.users.change(ana.id, UserChange(password="temporary-quarry-lantern-3"), as_admin)
    opened = await identity.sessions.sign_in("ana", "temporary-quarry-lantern-3", Caller())
    me = await by_cookie(identity, opened.token)
    assert me.actor.permissions == {"identity:self:*"}
    renewed = await identity.own_password.change(
        me, "temporary-quarry-lantern-3", NEW, Caller(me.actor)
    )
    assert (await by_cookie(identity, renewed.token)).actor.may("mail:message:read")


async def test_it_is_in_the_ledger_done_or_failed(identity, admin, token, password, entries):
    me = await by_cookie(identity, token)
    with pytest.raises(WrongPasswordError):
        await identity.own_password.change(me, "wrong", NEW, Caller(me.actor))
    await identity.own_password.change(me, password, NEW, Caller(me.actor))
    done, failed = await entries("identity:password:change")
    assert (done.outcome, failed.outcome) == ("done", "failed")
    assert done.object == f"user:{admin.id}"
    assert NEW.encode() not in done.canonical
