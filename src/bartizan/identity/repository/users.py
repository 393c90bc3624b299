"""Queries about users."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.identity.models import users
from bartizan.storage.database import insert_new


@dataclass(frozen=True, slots=True)
class User:
    """A person; `username` is case-folded, `password_hash` a PHC string."""

    id: str
    username: str
    display_name: str
    password_hash: str
    roles: tuple[str, ...]
    disabled: bool
    must_change_password: bool
    created_at: datetime
    password_changed_at: datetime
    last_login_at: datetime | None = None


async def add(connection: AsyncConnection, user: User) -> bool:
    """Add a user; `False` when the name is taken."""
    row = {column.name: getattr(user, column.name) for column in users.columns}
    return await insert_new(connection, users, [row | {"roles": list(user.roles)}]) == 1


async def by_id(connection: AsyncConnection, identifier: str) -> User | None:
    """Return one user."""
    return await _one(connection, users.c.id == identifier)


async def by_name(connection: AsyncConnection, username: str) -> User | None:
    """Return the user of a case-folded name."""
    return await _one(connection, users.c.username == username)


async def change(connection: AsyncConnection, identifier: str, values: dict[str, Any]) -> None:
    """Set the named columns of one user."""
    if values:
        await connection.execute(users.update().where(users.c.id == identifier).values(values))


async def count(connection: AsyncConnection) -> int:
    """Return how many users there are, disabled ones included."""
    return int(await connection.scalar(sa.select(sa.func.count()).select_from(users)) or 0)


async def enabled_roles(connection: AsyncConnection) -> list[tuple[str, tuple[str, ...]]]:
    """Return id and roles of every user who may sign in."""
    rows = await connection.execute(
        sa.select(users.c.id, users.c.roles).where(users.c.disabled.is_(False))
    )
    return [(row.id, tuple(row.roles)) for row in rows]


async def listed(
    connection: AsyncConnection, *, after: str | None, offset: int, limit: int
) -> list[User]:
    """Return users by name, starting behind the name `after` or at `offset`."""
    query = users.select().order_by(users.c.username).limit(limit)
    wanted = query.offset(offset) if after is None else query.where(users.c.username > after)
    return [_user(row) for row in (await connection.execute(wanted)).mappings()]


async def _one(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> User | None:
    row = (await connection.execute(users.select().where(which))).mappings().first()
    return None if row is None else _user(row)


def _user(row: RowMapping) -> User:
    return User(**{**row, "roles": tuple(row["roles"])})
