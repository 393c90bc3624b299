import pytest

from bartizan.base.errors import UnauthenticatedError
from bartizan.identity.caller import Caller
from bartizan.identity.identified import Means
from bartizan.identity.repository import sessions as rows
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.secret_tokens import digest

HERE = Caller(address="192.0.2.7", user_agent="browser/1", request_id="r1")


async def identify(identity, token):
    return await identity.authenticator.identify(
        RequestFacts("GET", "/", {}, {"bartizan_session": token})
    )


async def test_only_the_tokens_hash_is_kept(identity, database, admin, password):
    opened = await identity.sessions.sign_in("admin", password, HERE)
    async with database.reading() as connection:
        kept = await rows.by_hash(connection, digest(opened.token))
    assert kept.user_id == admin.id
    assert (kept.address, kept.user_agent) == ("192.0.2.7", "browser/1")
    assert opened.token not in str(kept)


async def test_signing_in_again_gives_another_token_and_ends_the_old_session(
    identity, admin, password
):
    first = await identity.sessions.sign_in("admin", password, HERE)
    assert await identify(identity, first.token)
    second = await identity.sessions.sign_in("admin", password, HERE, previous=first.token)
    assert first.token != second.token
    assert await identify(identity, first.token) is None
    assert await identify(identity, second.token)


async def test_a_token_brought_along_is_never_taken_over(identity, admin, password):
    planted = "a" * 43
    opened = await identity.sessions.sign_in("admin", password, HERE, previous=planted)
    assert opened.token != planted
    assert await identify(identity, planted) is None


async def test_who_tells_the_user_of_a_session_only(identity, admin, password):
    opened = await identity.sessions.sign_in("admin", password, HERE)
    me = await identify(identity, opened.token)
    assert (await identity.sessions.who(me)).id == admin.id
    pair = await identity.tokens.sign_in("admin", password, HERE)
    bearer = await identity.authenticator.identify(
        RequestFacts("GET", "/", {"authorization": f"Bearer {pair.access_token}"}, {})
    )
    assert bearer.means is Means.TOKEN
    with pytest.raises(UnauthenticatedError):
        await identity.sessions.who(bearer)


async def test_signing_out_ends_it_at_once_and_for_good(identity, admin, password):
    opened = await identity.sessions.sign_in("admin", password, HERE)
    me = await identify(identity, opened.token)
    await identity.sessions.sign_out(me.reference, Caller(me.actor))
    await identity.sessions.sign_out(me.reference, Caller(me.actor))
    assert await identify(identity, opened.token) is None


async def test_coming_and_going_are_in_the_ledger(identity, admin, password, entries):
    opened = await identity.sessions.sign_in("admin", password, HERE)
    me = await identify(identity, opened.token)
    await identity.sessions.sign_out(me.reference, Caller(me.actor))
    await identity.sessions.sign_out(me.reference, Caller(me.actor))
    gone, came = await entries("identity:session:")
    assert (came.action, gone.action) == ("identity:session:create", "identity:session:delete")
    assert came.actor.id == gone.actor.id == admin.id
    assert came.object == gone.object == f"session:{me.reference}"
    assert came.request_id == "r1"
    assert set(came.commitments) == {"address", "user_agent", "username"}
    assert opened.token.encode() not in came.canonical
