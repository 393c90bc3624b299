"""Forgets what no longer matters: ended sessions, expired tokens, old failures."""

from bartizan.base.clock import Clock
from bartizan.identity.repository import failures, refresh_tokens, sessions
from bartizan.identity.settings import IdentitySettings
from bartizan.identity.throttle import FORGOTTEN_AFTER
from bartizan.storage.database import Database


async def sweep(database: Database, clock: Clock, settings: IdentitySettings) -> int:
    """Remove rows that can have no effect any more, and return how many; run it every hour."""
    now = clock.now()
    async with database.transaction() as connection:
        gone = await sessions.remove_stale(connection, now, now - settings.idle_life)
        gone += await refresh_tokens.remove_expired(connection, now)
        return gone + await failures.forget_before(connection, now - FORGOTTEN_AFTER)
