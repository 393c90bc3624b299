"""Queries about sessions."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.identity.models import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in; its token is known only to the browser."""

    id: str
    token_hash: str
    user_id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str | None = None
    user_agent: str | None = None


async def add(connection: AsyncConnection, session: Session) -> None:
    """Add a session."""
    row = {column.name: getattr(session, column.name) for column in sessions.columns}
    await connection.execute(sessions.insert().values(row))


async def by_hash(connection: AsyncConnection, token_hash: str) -> Session | None:
    """Return the session of a token, expired or not."""
    query = sessions.select().where(sessions.c.token_hash == token_hash)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Session(**row)


async def seen(connection: AsyncConnection, identifier: str, at: datetime) -> None:
    """Note that a session was used."""
    await connection.execute(
        sessions.update().where(sessions.c.id == identifier).values(last_seen_at=at)
    )


async def remove(connection: AsyncConnection, identifier: str) -> bool:
    """End one session; `False` when it had ended already."""
    done = await connection.execute(sessions.delete().where(sessions.c.id == identifier))
    return bool(done.rowcount)


async def remove_by_hash(connection: AsyncConnection, token_hash: str) -> None:
    """End the session of a token, if there is one."""
    await connection.execute(sessions.delete().where(sessions.c.token_hash == token_hash))


async def remove_of(connection: AsyncConnection, user_id: str) -> int:
    """End every session of a user, and return how many."""
    done = await connection.execute(sessions.delete().where(sessions.c.user_id == user_id))
    return int(done.rowcount)


async def remove_stale(connection: AsyncConnection, now: datetime, idle_since: datetime) -> int:
    """Forget sessions past their life or unused since `idle_since`, and return how many."""
    stale = sa.or_(sessions.c.expires_at <= now, sessions.c.last_seen_at <= idle_since)
    return int((await connection.execute(sessions.delete().where(stale))).rowcount)
