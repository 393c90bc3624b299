import time

import pytest
from sqlalchemy import event

from bartizan.base.errors import UnauthenticatedError
from bartizan.identity.authenticate import REMEMBERED_SECONDS
from bartizan.identity.caller import Caller
from bartizan.identity.errors import CsrfError, ForeignOriginError
from bartizan.identity.identified import Means
from bartizan.identity.key_format import new_key
from bartizan.identity.principals import person
from bartizan.identity.repository import keys as key_rows
from bartizan.identity.repository import sessions as session_rows
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.schemas import NewKey, UserChange
from bartizan.identity.secret_tokens import csrf_token, digest, new_token


def with_cookie(token, *, method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("host", "watch.example")
    return RequestFacts(method, "/api/v1/mail/messages", named, {"bartizan_session": token})


def with_bearer(token, *, path="/api/v1/mail/messages", method="GET"):
    return RequestFacts(method, path, {"authorization": f"Bearer {token}"}, {})


@pytest.fixture
async def token(identity, admin, password):
    return (await identity.sessions.sign_in("admin", password, Caller())).token


@pytest.fixture
async def key(identity, as_admin):
    issued = await identity.keys.create(NewKey(name="k", roles=["viewer"]), as_admin)
    return issued.text.text


async def test_a_session_cookie_proves_its_user(identity, admin, token):
    found = await identity.authenticator.identify(with_cookie(token))
    assert (found.actor.id, found.means) == (admin.id, Means.SESSION)
    assert found.actor.may("mail:quarantine:release")


async def test_no_credential_is_nobody(identity, admin):
    assert await identity.authenticator.authenticate(RequestFacts("GET", "/", {}, {})) is None


async def test_an_unknown_cookie_is_nobody_so_that_one_can_sign_in_again(identity, admin):
    assert await identity.authenticator.authenticate(with_cookie(new_token())) is None


async def test_another_authorization_scheme_is_not_ours(identity, admin):
    facts = RequestFacts("GET", "/", {"authorization": "Basic YTpi"}, {})
    assert await identity.authenticator.authenticate(facts) is None


async def test_a_change_by_cookie_needs_the_sessions_token(identity, token):
    good = csrf_token(token)
    assert await identity.authenticator.authenticate(
        with_cookie(token, method="POST", x_csrf_token=good)
    )
    for bad in ("", good[:-1], csrf_token(new_token())):
        with pytest.raises(CsrfError):
            await identity.authenticator.authenticate(
                with_cookie(token, method="DELETE", x_csrf_token=bad)
            )


async def test_a_change_from_another_page_is_refused_even_with_the_token(identity, token):
    facts = with_cookie(
        token, method="POST", x_csrf_token=csrf_token(token), origin="https://evil.example"
    )
    with pytest.raises(ForeignOriginError):
        await identity.authenticator.authenticate(facts)


async def test_a_session_ends_when_unused(identity, clock, token, settings):
    clock.advance(settings.idle_minutes * 60 - 1)
    assert await identity.authenticator.authenticate(with_cookie(token))
    clock.advance(settings.idle_minutes * 60 - 1)
    assert await identity.authenticator.authenticate(with_cookie(token))
    clock.advance(settings.idle_minutes * 60)
    assert await identity.authenticator.authenticate(with_cookie(token)) is None


async def test_a_session_ends_for_good_however_much_it_is_used(identity, clock, token, settings):
    for _ in range(int(settings.session_hours * 60) // 30 - 1):
        clock.advance(1800)
        assert await identity.authenticator.authenticate(with_cookie(token))
    clock.advance(1799)
    assert await identity.authenticator.authenticate(with_cookie(token))
    clock.advance(1)
    assert await identity.authenticator.authenticate(with_cookie(token)) is None


async def test_last_seen_is_written_once_a_minute(identity, database, clock, token):
    async def last_seen():
        async with database.reading() as connection:
            return (await session_rows.by_hash(connection, digest(token))).last_seen_at

    began = await last_seen()
    clock.advance(50)
    await identity.authenticator.authenticate(with_cookie(token))
    assert await last_seen() == began
    clock.advance(20)
    await identity.authenticator.authenticate(with_cookie(token))
    assert await last_seen() == clock.now()


async def test_a_key_proves_its_roles_and_no_more(identity, key):
    found = await identity.authenticator.identify(with_bearer(key))
    assert found.means is Means.KEY
    assert found.actor.may("mail:message:read")
    assert not found.actor.may("mail:quarantine:release")
    assert not found.actor.may("identity:user:read")


async def test_a_key_needs_no_csrf_token(identity, key):
    assert await identity.authenticator.authenticate(with_bearer(key, method="POST"))


async def test_a_revoked_key_is_refused_at_once(identity, as_admin, key):
    found = await identity.authenticator.identify(with_bearer(key))
    await identity.keys.revoke(found.reference, as_admin)
    with pytest.raises(UnauthenticatedError, match="API key"):
        await identity.authenticator.authenticate(with_bearer(key))


async def test_a_key_ends_on_its_date(identity, as_admin, clock):
    issued = await identity.keys.create(
        NewKey(name="k", roles=["viewer"], expires_in_days=1), as_admin
    )
    clock.advance(86_399)
    assert await identity.authenticator.authenticate(with_bearer(issued.text.text))
    clock.advance(1)
    with pytest.raises(UnauthenticatedError):
        await identity.authenticator.authenticate(with_bearer(issued.text.text))


async def test_a_well_formed_key_that_nobody_made_is_refused(identity, admin):
    with pytest.raises(UnauthenticatedError):
        await identity.authenticator.authenticate(with_bearer(new_key().text))


async def test_a_key_shrinks_with_its_owner_and_stops_with_them(identity, as_admin, add_user):
    owner = await add_user("ana", "auditor")
    issued = await identity.keys.create(NewKey(name="k", roles=["auditor"]), Caller(person(owner)))
    facts = with_bearer(issued.text.text)
    assert (await identity.authenticator.authenticate(facts)).may("audit:ledger:verify")
    await identity.users.change(owner.id, UserChange(roles=["viewer"]), as_admin)
    assert not (await identity.authenticator.authenticate(facts)).may("audit:ledger:verify")
    await identity.users.change(owner.id, UserChange(disabled=True), as_admin)
    with pytest.raises(UnauthenticatedError):
        await identity.authenticator.authenticate(facts)


async def test_the_last_use_of_a_key_is_kept(identity, database, clock, key):
    await identity.authenticator.authenticate(with_bearer(key))
    clock.advance(59)
    await identity.authenticator.authenticate(with_bearer(key))
    async with database.reading() as connection:
        kept = await key_rows.by_hash(connection, digest(key))
    assert (clock.now() - kept.last_used_at).total_seconds() == 59


async def test_an_access_token_proves_its_user_until_the_sign_in_is_revoked(
    identity, admin, password
):
    pair = await identity.tokens.sign_in("admin", password, Caller())
    found = await identity.authenticator.identify(with_bearer(pair.access_token))
    assert (found.actor.id, found.means) == (admin.id, Means.TOKEN)
    await identity.tokens.sign_out(found.reference, Caller(found.actor))
    with pytest.raises(UnauthenticatedError, match="access token"):
        await identity.authenticator.authenticate(with_bearer(pair.access_token))


async def test_a_stale_credential_does_not_stand_in_the_way_of_a_new_one(identity, admin):
    for path in ("session", "tokens", "tokens/refresh"):
        facts = with_bearer("expired", path=f"/api/v1/identity/{path}", method="POST")
        assert await identity.authenticator.authenticate(facts) is None
    with pytest.raises(UnauthenticatedError):
        await identity.authenticator.authenticate(
            with_bearer("expired", path="/api/v1/identity/session", method="DELETE")
        )


async def test_a_change_in_another_process_shows_after_some_seconds(
    identity, elsewhere, clock, as_admin, add_user, password
):
    ana = await add_user("ana", "viewer")
    token = (await identity.sessions.sign_in("ana", password, Caller())).token
    assert await identity.authenticator.authenticate(with_cookie(token))
    await elsewhere.users.change(ana.id, UserChange(disabled=True), as_admin)
    assert await identity.authenticator.authenticate(with_cookie(token))
    clock.advance(REMEMBERED_SECONDS)
    assert await identity.authenticator.authenticate(with_cookie(token)) is None


async def test_a_warm_check_takes_no_query_and_no_time(identity, database, token, key):
    facts = [
        with_cookie(token, method="POST", x_csrf_token=csrf_token(token)),
        with_bearer(key),
    ]
    for one in facts:
        await identity.authenticator.authenticate(one)
    asked = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *_: asked.append(1))

    async def seconds_each():
        started = time.perf_counter()
        for _ in range(50):
            for one in facts:
                await identity.authenticator.authenticate(one)
        return (time.perf_counter() - started) / 100

    fastest = min([await seconds_each() for _ in range(5)])
    assert asked == []
    assert fastest < 0.0003
