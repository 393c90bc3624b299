"""A real identity on a real database and ledger, and a browser in front of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import SecretStr

from bartizan.audit.public import EntryFilter, Ledger, SealedEntry, Signer
from bartizan.base.actor import ANONYMOUS, Actor, ActorKind
from bartizan.base.clock import ManualClock
from bartizan.base.errors import BartizanError
from bartizan.identity.caller import Caller
from bartizan.identity.foundation import Foundation
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.public import Identity, first_start
from bartizan.identity.repository import users
from bartizan.identity.repository.users import User
from bartizan.identity.request_facts import facts_of
from bartizan.identity.roles import permissions_of
from bartizan.identity.routes import router
from bartizan.identity.schemas import NewUser
from bartizan.identity.settings import IdentitySettings
from bartizan.server.problems import install_problems, problem_response
from bartizan.storage.database import Database

Entries = Callable[[str], Awaitable[list[SealedEntry]]]


@pytest.fixture
def password() -> str:
    """The password of everybody in these tests."""
    return "quarry-lantern-7-osprey"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def settings(password: str) -> IdentitySettings:
    return IdentitySettings(admin_password=SecretStr(password))


@pytest.fixture
def ledger(database: Database, clock: ManualClock) -> Ledger:
    return Ledger(database, Signer.generate("bartizan/test"), clock)


@pytest.fixture
def ground(
    database: Database, ledger: Ledger, clock: ManualClock, settings: IdentitySettings
) -> Foundation:
    return Foundation(database, ledger, clock, settings)


@pytest.fixture
def hashing() -> Iterator[PasswordHashing]:
    pool = PasswordHashing()
    yield pool
    pool.close()


@pytest.fixture
def identity(
    database: Database,
    ledger: Ledger,
    clock: ManualClock,
    settings: IdentitySettings,
    tmp_path: Path,
) -> Iterator[Identity]:
    built = Identity(database, ledger, clock, settings, tmp_path)
    yield built
    built.close()


@pytest.fixture
def elsewhere(identity: Identity, ground: Foundation, tmp_path: Path) -> Iterator[Identity]:
    """The same installation in another process: same rows and data folder, nothing in common."""
    built = Identity(ground.database, ground.ledger, ground.clock, ground.settings, tmp_path)
    yield built
    built.close()


@pytest.fixture
def entries(ledger: Ledger) -> Entries:
    """Read what the ledger holds of an action, newest first."""

    async def read(action: str) -> list[SealedEntry]:
        await ledger.seal()
        return (await ledger.find(EntryFilter(action=action))).entries

    return read


@pytest.fixture
async def admin(identity: Identity, database: Database) -> User:
    """The first administrator."""
    await first_start(identity)
    async with database.reading() as connection:
        found = await users.by_name(connection, "admin")
    assert found is not None
    return found


@pytest.fixture
def as_admin(admin: User) -> Caller:
    """The first administrator, calling from loopback."""
    actor = Actor(admin.id, ActorKind.USER, admin.username, permissions_of(admin.roles))
    return Caller(actor, "127.0.0.1", "test", "request-1")


@pytest.fixture
def add_user(
    identity: Identity, as_admin: Caller, database: Database, password: str
) -> Callable[..., Awaitable[User]]:
    """Create a user who has already changed the first password."""

    async def add(username: str, *roles: str) -> User:
        new = NewUser.model_validate(
            {
                "username": username,
                "display_name": username.title(),
                "roles": roles,
                "password": password,
            }
        )
        made = await identity.users.create(new, as_admin)
        async with database.transaction() as connection:
            await users.change(connection, made.id, {"must_change_password": False})
            found = await users.by_id(connection, made.id)
        assert found is not None
        return found

    return add


@pytest.fixture
def app(identity: Identity) -> FastAPI:
    """The routes of identity behind the smallest server there can be."""
    application = FastAPI()
    application.include_router(router, prefix="/api/v1")
    application.state.services = {Identity: identity}

    @application.middleware("http")
    async def authentication(request: Request, call_next):
        try:
            found = await identity.authenticator.identify(facts_of(request))
        except BartizanError as error:
            return problem_response(error, None)
        request.state.actor = ANONYMOUS if found is None else found.actor
        request.state.identified = found
        return await call_next(request)

    install_problems(application)
    return application


@pytest.fixture
async def browser(app: FastAPI, admin: User) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a cookie jar, and an administrator to sign in as."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://bartizan.test/api/v1/identity"
    ) as client:
        yield client
