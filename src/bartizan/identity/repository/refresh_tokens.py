"""Queries about refresh tokens. A family is one sign-in and all tokens that descend from it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.identity.models import refresh_tokens


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One token of a family; usable once."""

    token_hash: str
    family: str
    user_id: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


async def add(connection: AsyncConnection, token: RefreshToken) -> None:
    """Add a token."""
    row = {column.name: getattr(token, column.name) for column in refresh_tokens.columns}
    await connection.execute(refresh_tokens.insert().values(row))


async def by_hash(connection: AsyncConnection, token_hash: str) -> RefreshToken | None:
    """Return a token, whatever its state."""
    query = refresh_tokens.select().where(refresh_tokens.c.token_hash == token_hash)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else RefreshToken(**row)


async def use(connection: AsyncConnection, token_hash: str, now: datetime) -> bool:
    """Use a token up; `False` when it is used, revoked, expired or unknown.

    One statement, so that of many who present the same token at once exactly one succeeds.
    """
    table = refresh_tokens.c
    done = await connection.execute(
        refresh_tokens.update()
        .where(
            table.token_hash == token_hash,
            table.used_at.is_(None),
            table.revoked_at.is_(None),
            table.expires_at > now,
        )
        .values(used_at=now)
    )
    return done.rowcount == 1


async def lives(connection: AsyncConnection, family: str, now: datetime) -> bool:
    """Tell whether a family can still be refreshed."""
    table = refresh_tokens.c
    query = sa.select(sa.literal(1)).where(
        table.family == family,
        table.used_at.is_(None),
        table.revoked_at.is_(None),
        table.expires_at > now,
    )
    return await connection.scalar(query.limit(1)) is not None


async def revoke(connection: AsyncConnection, family: str, now: datetime) -> int:
    """Revoke a family, and return how many of its tokens were not revoked before."""
    return await _revoke(connection, refresh_tokens.c.family == family, now)


async def revoke_of(connection: AsyncConnection, user_id: str, now: datetime) -> int:
    """Revoke every token of a user, and return how many."""
    return await _revoke(connection, refresh_tokens.c.user_id == user_id, now)


async def remove_expired(connection: AsyncConnection, now: datetime) -> int:
    """Forget tokens past their life, and return how many."""
    expired = refresh_tokens.delete().where(refresh_tokens.c.expires_at <= now)
    return int((await connection.execute(expired)).rowcount)


async def _revoke(connection: AsyncConnection, which: sa.ColumnElement[bool], now: datetime) -> int:
    done = await connection.execute(
        refresh_tokens.update()
        .where(which, refresh_tokens.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return int(done.rowcount)
