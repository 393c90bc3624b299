"""Slows guessing down: per account and per address, with a wait that doubles, never for ever.

Counts live in the database, so that all processes see them. Passwords are checked side by side,
but a guess that ends while its account or address must wait is not told its result, so a burst
of parallel guesses learns no more than a slow one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.identity.repository import failures
from bartizan.identity.repository.failures import Failures
from bartizan.identity.secret_tokens import digest
from bartizan.identity.settings import IdentitySettings
from bartizan.storage.database import lock

#: A subject that has not failed for so long starts again from nothing.
FORGOTTEN_AFTER = timedelta(hours=1)
_LONGEST_DOUBLING = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """What is slowed down, after how many free tries."""

    name: str
    free_tries: int


class Throttle:
    """Decides who must wait before the next try."""

    def __init__(self, settings: IdentitySettings, clock: Clock) -> None:
        """Take the numbers of free tries and the longest wait."""
        self._settings = settings
        self._clock = clock

    def subjects(self, username: str, network: str | None) -> list[Subject]:
        """Return what a sign-in of `username` from `network` counts against.

        The name is hashed: people type passwords into the wrong field.
        """
        account = Subject(f"account:{digest(username)}", self._settings.account_tries)
        if network is None:
            return [account]
        return [account, Subject(f"address:{network}", self._settings.address_tries)]

    async def wait(self, connection: AsyncConnection, subjects: Sequence[Subject]) -> float:
        """Return the seconds that must pass before the next try; 0 when it may come now."""
        known = await failures.of(connection, [subject.name for subject in subjects])
        now = self._clock.now()
        waits = [(found.blocked_until - now).total_seconds() for found in known.values()]
        return max(0.0, *waits) if waits else 0.0

    async def count(self, connection: AsyncConnection, subjects: Sequence[Subject]) -> float:
        """Count a failure against each subject, and return the seconds of wait it brings."""
        known = await failures.of(connection, [subject.name for subject in subjects])
        waits = []
        for subject in subjects:
            state = self._next(subject, known.get(subject.name))
            await failures.keep(connection, state)
            waits.append((state.blocked_until - state.failed_at).total_seconds())
        return max(waits)

    async def forgive(self, connection: AsyncConnection, username: str) -> None:
        """Forget an account's failures: its owner came.

        The address keeps its own, or a guesser with one account could wash them off.
        """
        await failures.forget(connection, self.subjects(username, None)[0].name)

    def _next(self, subject: Subject, before: Failures | None) -> Failures:
        now = self._clock.now()
        fresh = before is None or now - before.failed_at >= FORGOTTEN_AFTER
        count = 1 if fresh or before is None else before.failures + 1
        return Failures(subject.name, count, now, self._end_of_wait(now, count, subject))

    def _end_of_wait(self, now: datetime, count: int, subject: Subject) -> datetime:
        beyond = count - subject.free_tries
        if beyond < 0:
            return now
        seconds = 2.0 ** min(beyond, _LONGEST_DOUBLING)
        return now + timedelta(seconds=min(seconds, self._settings.longest_wait_seconds))


async def hold(connection: AsyncConnection, subjects: Sequence[Subject]) -> None:
    """Hold the subjects' locks until the transaction ends, always in one order."""
    for name in sorted(subject.name for subject in subjects):
        await lock(connection, f"identity:throttle:{name}")
