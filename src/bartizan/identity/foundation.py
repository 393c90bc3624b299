"""What every use case of identity stands on."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Ledger
from bartizan.base.clock import Clock
from bartizan.identity.caller import Caller, Event
from bartizan.identity.settings import IdentitySettings
from bartizan.storage.database import Database


@dataclass(frozen=True, slots=True)
class Foundation:
    """Rows, the ledger, time and settings."""

    database: Database
    ledger: Ledger
    clock: Clock
    settings: IdentitySettings

    async def record(self, connection: AsyncConnection, event: Event, caller: Caller) -> None:
        """Record what was done, in the very transaction that does it."""
        await self.ledger.record(connection, event.by(caller))
