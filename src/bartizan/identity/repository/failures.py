"""Queries about wrong passwords, by the account or the address they were tried on or from."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.identity.models import throttle
from bartizan.storage.database import insert_new


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a subject failed in a row, and until when it must wait."""

    subject: str
    failures: int
    failed_at: datetime
    blocked_until: datetime


async def of(connection: AsyncConnection, subjects: list[str]) -> dict[str, Failures]:
    """Return what is known of the subjects; one that never failed is absent."""
    rows = await connection.execute(throttle.select().where(throttle.c.subject.in_(subjects)))
    return {row["subject"]: Failures(**row) for row in rows.mappings()}


async def keep(connection: AsyncConnection, failures: Failures) -> None:
    """Store a subject's state; the caller holds the subject's lock."""
    row = {column.name: getattr(failures, column.name) for column in throttle.columns}
    if await insert_new(connection, throttle, [row]) == 0:
        await connection.execute(
            throttle.update().where(throttle.c.subject == failures.subject).values(row)
        )


async def forget(connection: AsyncConnection, subject: str) -> None:
    """Forget a subject's failures."""
    await connection.execute(throttle.delete().where(throttle.c.subject == subject))


async def forget_before(connection: AsyncConnection, moment: datetime) -> int:
    """Forget subjects that have not failed since `moment`, and return how many."""
    old = sa.delete(throttle).where(throttle.c.failed_at < moment)
    return int((await connection.execute(old)).rowcount)
