import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bartizan.audit.public import Ledger, Signer
from bartizan.base.clock import SystemClock
from bartizan.base.errors import InvalidError, NotFoundError
from bartizan.identity.commands import identity as command
from bartizan.identity.errors import LastAdministratorError, WeakPasswordError
from bartizan.identity.key_format import read_key
from bartizan.identity.public import Identity, IdentitySettings, RequestFacts, first_start
from bartizan.storage.database import Database
from bartizan.storage.schema import metadata


@dataclass
class Services:
    identity: Identity


@pytest.fixture
def opening(tmp_path, password):
    """Open the services as the command line does: per command, on a loop of its own."""
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"
    signer = Signer.generate("bartizan/test")

    @asynccontextmanager
    async def opened():
        database, clock = Database(url), SystemClock()
        async with database.transaction() as connection:
            await connection.run_sync(metadata.create_all)
        settings = IdentitySettings(admin_password=SecretStr(password))
        built = Identity(database, Ledger(database, signer, clock), clock, settings, tmp_path)
        try:
            yield Services(built)
        finally:
            built.close()
            await database.close()

    async def prepare():
        async with opened() as services:
            await first_start(services.identity)

    asyncio.run(prepare())
    return opened


@pytest.fixture
def run(opening):
    def run(*words, stdin=None):
        return CliRunner().invoke(command, words, obj=opening, input=stdin, catch_exceptions=False)

    return run


def test_a_key_is_printed_once_and_works(run, opening):
    done = run("key", "create", "--name", "ci", "--role", "viewer", "--expires-days", "7")
    key = done.stdout.strip()
    assert read_key(key)
    assert "expires" in done.stderr

    async def check():
        async with opening() as services:
            facts = RequestFacts("GET", "/", {"authorization": f"Bearer {key}"}, {})
            return await services.identity.authenticator.authenticate(facts)

    assert asyncio.run(check()).may("mail:message:read")
    listed = run("key", "list").stdout
    assert key[:11] in listed
    assert key not in listed


def test_a_key_is_revoked(run):
    run("key", "create", "--name", "ci", "--role", "viewer")
    identifier = run("key", "list").stdout.split()[0]
    assert run("key", "revoke", identifier).exit_code == 0
    assert run("key", "list").stdout == ""


def test_a_key_needs_a_role_that_exists(run):
    assert run("key", "create", "--name", "ci").exit_code == 2
    assert run("key", "create", "--name", "ci", "--role", "emperor").exit_code == 2


def test_a_user_is_created_listed_disabled_and_enabled(run, password):
    done = run("user", "create", "Ana", "--role", "analyst", "--password-stdin", stdin=password)
    assert done.exit_code == 0
    assert "ana  analyst  enabled" in run("user", "list").stdout
    run("user", "disable", "ana")
    assert "ana  analyst  disabled" in run("user", "list").stdout
    run("user", "enable", "ana")
    assert "ana  analyst  enabled" in run("user", "list").stdout


def test_a_password_is_asked_twice_and_not_shown(run, password):
    done = run("user", "create", "ana", "--role", "viewer", stdin=f"{password}\n{password}\n")
    assert done.exit_code == 0
    assert password not in done.output


def test_a_password_can_be_set(run, opening):
    fresh = "another-osprey-9-quarry"
    run("user", "password", "admin", "--password-stdin", stdin=fresh)

    async def sign_in():
        async with opening() as services:
            from bartizan.identity.caller import Caller

            return await services.identity.sessions.sign_in("admin", fresh, Caller())

    assert asyncio.run(sign_in()).user.must_change_password


@pytest.mark.parametrize(
    ("words", "stdin", "error"),
    [
        (("user", "create", "ana", "--role", "viewer"), "short", InvalidError),
        (("user", "create", "ana", "--role", "viewer"), "password-password", WeakPasswordError),
        (("user", "create", "a b", "--role", "viewer"), "quarry-lantern-7-osprey", InvalidError),
        (("user", "password", "nobody"), "quarry-lantern-7-osprey", NotFoundError),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_the_password(run, words, stdin, error):
    with pytest.raises(error) as refused:
        run(*words, "--password-stdin", stdin=stdin)
    assert stdin not in refused.value.detail


def test_the_last_administrator_stays(run):
    with pytest.raises(LastAdministratorError):
        run("user", "disable", "admin")
