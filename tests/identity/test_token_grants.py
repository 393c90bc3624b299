import asyncio

import pytest

from bartizan.base.errors import UnauthenticatedError
from bartizan.identity.caller import Caller
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.schemas import UserChange


async def actor(identity, access_token):
    facts = RequestFacts("GET", "/", {"authorization": f"Bearer {access_token}"}, {})
    return await identity.authenticator.authenticate(facts)


@pytest.fixture
async def pair(identity, admin, password):
    return await identity.tokens.sign_in("admin", password, Caller(address="192.0.2.7"))


async def test_a_pair_says_how_long_it_lives(identity, admin, pair, clock):
    assert pair.expires_in == 600
    assert (await actor(identity, pair.access_token)).id == admin.id
    clock.advance(600)
    with pytest.raises(UnauthenticatedError):
        await actor(identity, pair.access_token)


async def test_a_refresh_token_works_once_and_gives_the_next(identity, admin, pair):
    second = await identity.tokens.refresh(pair.refresh_token, Caller())
    third = await identity.tokens.refresh(second.refresh_token, Caller())
    assert len({pair.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert (await actor(identity, third.access_token)).id == admin.id


async def test_using_one_again_revokes_the_whole_family(identity, pair, password, entries):
    second = await identity.tokens.refresh(pair.refresh_token, Caller())
    bystander = await identity.tokens.sign_in("admin", password, Caller())
    for _ in range(2):
        with pytest.raises(UnauthenticatedError):
            await identity.tokens.refresh(pair.refresh_token, Caller())
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(second.refresh_token, Caller())
    for dead in (pair, second):
        with pytest.raises(UnauthenticatedError):
            await actor(identity, dead.access_token)
    assert await actor(identity, bystander.access_token)
    refused = [one for one in await entries("identity:token:refresh") if one.outcome == "denied"]
    assert [one.reason for one in refused] == ["reused"]


async def test_of_many_who_refresh_at_once_one_succeeds_and_the_family_ends(identity, pair):
    answers = await asyncio.gather(
        *(identity.tokens.refresh(pair.refresh_token, Caller()) for _ in range(8)),
        return_exceptions=True,
    )
    won = [one for one in answers if not isinstance(one, BaseException)]
    lost = [one for one in answers if isinstance(one, UnauthenticatedError)]
    assert (len(won), len(lost)) == (1, 7)
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(won[0].refresh_token, Caller())
    with pytest.raises(UnauthenticatedError):
        await actor(identity, won[0].access_token)


async def test_a_family_ends_for_good_however_often_it_is_refreshed(
    identity, pair, clock, settings
):
    current = pair
    for _ in range(int(settings.refresh_days) - 1):
        clock.advance(86_400)
        current = await identity.tokens.refresh(current.refresh_token, Caller())
    clock.advance(86_400)
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(current.refresh_token, Caller())


async def test_a_disabled_user_gets_no_more_tokens(identity, as_admin, add_user, password):
    ana = await add_user("ana", "viewer")
    pair = await identity.tokens.sign_in("ana", password, Caller())
    await identity.users.change(ana.id, UserChange(disabled=True), as_admin)
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(pair.refresh_token, Caller())
    await identity.users.change(ana.id, UserChange(disabled=False), as_admin)
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(pair.refresh_token, Caller())


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 43])
async def test_what_is_no_refresh_token_is_refused(identity, admin, token):
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(token, Caller())


async def test_signing_out_revokes_and_is_in_the_ledger(identity, pair, admin, entries):
    me = await identity.authenticator.identify(
        RequestFacts("GET", "/", {"authorization": f"Bearer {pair.access_token}"}, {})
    )
    await identity.tokens.sign_out(me.reference, Caller(me.actor))
    with pytest.raises(UnauthenticatedError):
        await identity.tokens.refresh(pair.refresh_token, Caller())
    (gone,) = await entries("identity:token:delete")
    (came,) = await entries("identity:token:create")
    assert came.object == gone.object == f"token:{me.reference}"
    assert came.actor.id == admin.id
    assert pair.refresh_token.encode() not in came.canonical
