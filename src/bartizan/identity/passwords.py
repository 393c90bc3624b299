"""Hashing passwords with Argon2id, off the event loop and never more than the machine can bear.

Parameters are OWASP's first choice (19 MiB, 2 passes, 1 lane); a hash made with others is
replaced at the next sign-in. Each hash holds 19 MiB for some 30 ms, so the threads are few and
the queue in front of them is bounded: a flood of sign-ins is refused, not suffered.
"""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bartizan.base.errors import ThrottledError
from bartizan.identity.metrics import HASH_SECONDS

Result = TypeVar("Result")

_MEMORY_KIB = 19 * 1024
_PASSES = 2


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a password fits; `outdated` when its hash was made with other parameters."""

    fits: bool
    outdated: bool = False


class PasswordHashing:
    """A bounded pool of threads that hash."""

    def __init__(self, *, threads: int = 2, queue: int = 64, memory_kib: int = _MEMORY_KIB) -> None:
        """Start `threads`; at most `queue` more hashes may wait. Takes one hash's time."""
        self._hasher = PasswordHasher(
            time_cost=_PASSES, memory_cost=memory_kib, parallelism=1, hash_len=32, salt_len=16
        )
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="argon2id")
        self._room = BoundedSemaphore(threads + queue)
        self._nobodys = self._hasher.hash(secrets.token_bytes(16))

    async def hash(self, password: str) -> str:
        """Return the PHC string to store for `password`.

        Raises:
            ThrottledError: too many hashes are waiting.
        """
        return await self._run(lambda: self._hasher.hash(_prepared(password)))

    async def verify(self, stored: str | None, password: str) -> Match:
        """Tell whether `password` is the one behind `stored`.

        Without `stored` (no such user) it takes the same time and never fits.

        Raises:
            ThrottledError: too many hashes are waiting.
        """
        match = await self._run(lambda: self._compare(stored or self._nobodys, password))
        return match if stored is not None else Match(fits=False)

    def close(self) -> None:
        """Let the threads finish and end."""
        self._pool.shutdown(cancel_futures=True)

    def _compare(self, stored: str, password: str) -> Match:
        try:
            self._hasher.verify(stored, _prepared(password))
        except (VerificationError, InvalidHashError):
            return Match(fits=False)
        return Match(fits=True, outdated=self._hasher.check_needs_rehash(stored))

    async def _run(self, work: Callable[[], Result]) -> Result:
        if not self._room.acquire(blocking=False):
            raise ThrottledError(
                "Too many people sign in at this moment; try again in a second.", retry_after=1
            )
        with HASH_SECONDS.time():
            future = self._pool.submit(work)
            future.add_done_callback(self._leave)
            return await asyncio.wrap_future(future)

    def _leave(self, _done: Future[Result]) -> None:
        """Make room when the thread is done, which may be long after the caller gave up."""
        self._room.release()


def _prepared(password: str) -> bytes:
    """One password typed on two keyboards is one password (NIST SP 800-63B, 3.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
