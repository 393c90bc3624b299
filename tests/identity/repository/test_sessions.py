from dataclasses import replace
from datetime import timedelta

import pytest

from bartizan.base.ids import new_id
from bartizan.identity.repository import sessions
from bartizan.identity.repository.sessions import Session


@pytest.fixture
def session(admin, clock):
    now = clock.now()
    return Session(new_id(), "a" * 64, admin.id, now, now, now + timedelta(hours=1), "::1", "x")


def another(session, letter, **changes):
    return replace(session, id=new_id(), token_hash=letter * 64, **changes)


async def test_a_session_reads_back_by_its_hash(database, session, clock):
    async with database.transaction() as connection:
        await sessions.add(connection, session)
        assert await sessions.by_hash(connection, "a" * 64) == session
        assert await sessions.by_hash(connection, "b" * 64) is None
        clock.advance(9)
        await sessions.seen(connection, session.id, clock.now())
        assert (await sessions.by_hash(connection, "a" * 64)).last_seen_at == clock.now()


async def test_sessions_end_one_by_one_or_all_of_a_user(database, session):
    async with database.transaction() as connection:
        for one in (session, another(session, "b"), another(session, "c"), another(session, "d")):
            await sessions.add(connection, one)
        assert await sessions.remove(connection, session.id)
        assert not await sessions.remove(connection, session.id)
        await sessions.remove_by_hash(connection, "b" * 64)
        assert await sessions.remove_of(connection, "somebody else") == 0
        assert await sessions.remove_of(connection, session.user_id) == 2


async def test_only_the_stale_are_swept(database, session, clock):
    now = clock.now()
    old = another(session, "b", expires_at=now)
    idle = another(session, "c", last_seen_at=now - timedelta(minutes=30))
    async with database.transaction() as connection:
        for one in (session, old, idle):
            await sessions.add(connection, one)
        idle_since = now - timedelta(minutes=30)
        assert await sessions.remove_stale(connection, now, idle_since) == 2
        assert await sessions.by_hash(connection, session.token_hash) == session
