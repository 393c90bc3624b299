"""Queries about API keys."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.identity.models import keys


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key; without an owner it belongs to the installation."""

    id: str
    name: str
    owner_id: str | None
    prefix: str
    key_hash: str
    roles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


async def add(connection: AsyncConnection, key: ApiKey) -> None:
    """Add a key."""
    row = {column.name: getattr(key, column.name) for column in keys.columns}
    await connection.execute(keys.insert().values(row | {"roles": list(key.roles)}))


async def by_hash(connection: AsyncConnection, key_hash: str) -> ApiKey | None:
    """Return the key of a hash, whatever its state."""
    return await _one(connection, keys.c.key_hash == key_hash)


async def by_id(connection: AsyncConnection, identifier: str) -> ApiKey | None:
    """Return one key, whatever its state."""
    return await _one(connection, keys.c.id == identifier)


async def used(connection: AsyncConnection, identifier: str, at: datetime) -> None:
    """Note that a key was used."""
    await connection.execute(keys.update().where(keys.c.id == identifier).values(last_used_at=at))


async def revoke(connection: AsyncConnection, identifier: str, now: datetime) -> bool:
    """Revoke a key; `False` when it was revoked already."""
    done = await connection.execute(
        keys.update()
        .where(keys.c.id == identifier, keys.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return bool(done.rowcount)


async def count(connection: AsyncConnection, owner_id: str | None) -> int:
    """Return how many keys are not revoked: everybody's, or one owner's."""
    query = sa.select(sa.func.count()).select_from(keys).where(*_listed(owner_id))
    return int(await connection.scalar(query) or 0)


async def listed(
    connection: AsyncConnection, owner_id: str | None, *, after: str | None, offset: int, limit: int
) -> list[ApiKey]:
    """Return keys that are not revoked, newest first, behind the id `after` or at `offset`."""
    query = keys.select().where(*_listed(owner_id)).order_by(keys.c.id.desc()).limit(limit)
    wanted = query.offset(offset) if after is None else query.where(keys.c.id < after)
    return [_key(row) for row in (await connection.execute(wanted)).mappings()]


def _listed(owner_id: str | None) -> list[sa.ColumnElement[bool]]:
    every: list[sa.ColumnElement[bool]] = [keys.c.revoked_at.is_(None)]
    return every if owner_id is None else [*every, keys.c.owner_id == owner_id]


async def _one(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> ApiKey | None:
    row = (await connection.execute(keys.select().where(which))).mappings().first()
    return None if row is None else _key(row)


def _key(row: RowMapping) -> ApiKey:
    return ApiKey(**{**row, "roles": tuple(row["roles"])})
