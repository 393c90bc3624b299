"""Proves a person by user name and password, and lets nobody learn anything else from it.

An unknown name, a wrong password and a disabled account are one error and take one time.
"""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Outcome
from bartizan.base.errors import BartizanError, ThrottledError
from bartizan.identity.caller import Caller, Event
from bartizan.identity.errors import BadCredentialsError
from bartizan.identity.foundation import Foundation
from bartizan.identity.metrics import LOGINS
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.repository import users
from bartizan.identity.repository.users import User
from bartizan.identity.throttle import Subject, Throttle, hold
from bartizan.identity.usernames import folded


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way: the name as folded, who it is (if anybody), what it counts against."""

    username: str
    user: User | None
    subjects: list[Subject]
    action: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the password fits, and its new hash where the old one is outdated."""

    fits: bool
    new_hash: str | None = None


class Login:
    """Checks passwords."""

    def __init__(self, ground: Foundation, passwords: PasswordHashing, throttle: Throttle) -> None:
        """Take what a check needs."""
        self._ground = ground
        self._passwords = passwords
        self._throttle = throttle

    @asynccontextmanager
    async def admitted(
        self, username: str, password: str, action: str, caller: Caller
    ) -> AsyncIterator[tuple[AsyncConnection, User]]:
        """Yield a transaction, and the user whose password this is.

        What the caller does with the transaction commits together with the end of the throttle.
        A failure is recorded in the ledger as a failed `action`.

        Raises:
            BadCredentialsError: no such user, wrong password, or disabled.
            ThrottledError: the account or the address must wait, or too many are signing in.
        """
        attempt = await self._look(username, action, caller)
        proof = await self._prove(attempt.user, password)
        async with self._ground.database.transaction() as connection:
            refusal = await self._settle(connection, attempt, proof)
            if refusal is None and attempt.user is not None:
                yield connection, attempt.user
        if refusal is not None:
            raise refusal
        LOGINS.labels("done").inc()

    async def _look(self, username: str, action: str, caller: Caller) -> Attempt:
        name = folded(username)
        subjects = self._throttle.subjects(name or username, caller.network)
        async with self._ground.database.reading() as connection:
            wait = await self._throttle.wait(connection, subjects)
            if wait > 0:
                raise _must_wait(wait)
            user = None if name is None else await users.by_name(connection, name)
        return Attempt(name or username, user, subjects, action, caller)

    async def _prove(self, user: User | None, password: str) -> Proof:
        stored = None if user is None else user.password_hash
        match = await self._passwords.verify(stored, password)
        new_hash = await self._passwords.hash(password) if match.outdated else None
        return Proof(match.fits, new_hash)

    async def _settle(
        self, connection: AsyncConnection, attempt: Attempt, proof: Proof
    ) -> BartizanError | None:
        """Count and record the attempt; the answer may have changed while the hash was made."""
        await hold(connection, attempt.subjects)
        wait = await self._throttle.wait(connection, attempt.subjects)
        if wait > 0:
            return _must_wait(wait)
        user = attempt.user
        if user is None or not proof.fits or not await _stands(connection, user):
            return await self._failed(connection, attempt)
        await self._throttle.forgive(connection, attempt.username)
        changes = {} if proof.new_hash is None else {"password_hash": proof.new_hash}
        await users.change(
            connection, user.id, {"last_login_at": self._ground.clock.now(), **changes}
        )
        return None

    async def _failed(self, connection: AsyncConnection, attempt: Attempt) -> BartizanError:
        wait = await self._throttle.count(connection, attempt.subjects)
        user = attempt.user
        event = Event(
            attempt.action,
            "user:unknown" if user is None else f"user:{user.id}",
            Outcome.FAILED,
            reason=BadCredentialsError.code,
            details={"wait_seconds": wait},
            # An unknown name is not kept: it may well be a password in the wrong field.
            private={} if user is None else {"username": user.username},
        )
        await self._ground.record(connection, event, attempt.caller)
        LOGINS.labels("failed").inc()
        return BadCredentialsError("The user name or the password is wrong.")


async def _stands(connection: AsyncConnection, user: User) -> bool:
    """Tell whether the account is enabled and its password still the one that was compared."""
    now = await users.by_id(connection, user.id)
    if now is None or now.disabled:
        return False
    return now.password_changed_at == user.password_changed_at


def _must_wait(seconds: float) -> ThrottledError:
    LOGINS.labels("throttled").inc()
    whole = math.ceil(seconds)
    return ThrottledError(
        f"Too many wrong passwords; wait {whole} seconds and try again.", retry_after=whole
    )
