"""A ledger on each database, and hands to tamper with it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bartizan.audit.entry import Entry, Outcome
from bartizan.audit.ledger import Ledger
from bartizan.audit.notes import Signer
from bartizan.audit.settings import AuditSettings
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.clock import ManualClock
from bartizan.storage.database import Database

ANNA = Actor("anna", ActorKind.USER, "Anna Example")


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer.generate("bartizan/test")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def ledger(database: Database, signer: Signer, clock: ManualClock) -> Ledger:
    return Ledger(database, signer, clock, AuditSettings(batch=400, verify_page=100))


@pytest.fixture
def sqlite_ledger(sqlite: Database, signer: Signer, clock: ManualClock) -> Ledger:
    return Ledger(sqlite, signer, clock, AuditSettings(batch=400, verify_page=100))


@pytest.fixture(scope="session")
def entry() -> Callable[..., Entry]:
    """Make an entry; arguments override its fields."""

    def make(thing: Any = "m1", **fields: Any) -> Entry:
        given = {
            "actor": ANNA,
            "action": "mail:quarantine:release",
            "object": str(thing),
            "outcome": Outcome.DONE,
        }
        return Entry(**(given | fields))

    return make


@pytest.fixture
def sql() -> Callable[..., Awaitable[list[Any]]]:
    """Run a statement behind the ledger's back."""

    async def run(database: Database, statement: str, **values: Any) -> list[Any]:
        async with database.transaction() as connection:
            found = await connection.execute(sa.text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    return run
