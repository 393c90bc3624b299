"""Tells who sends a request: by session cookie, access token or API key.

The answer is remembered for a few seconds. A change made in this process shows at once, one made
in another after `REMEMBERED_SECONDS` at the latest.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.errors import UnauthenticatedError
from bartizan.identity.access_tokens import AccessTokens
from bartizan.identity.cross_site import refuse_forged
from bartizan.identity.identified import Identified, Means
from bartizan.identity.key_format import MARK, read_key
from bartizan.identity.metrics import CREDENTIALS_REFUSED
from bartizan.identity.principals import key_holder, person
from bartizan.identity.recent import Recent
from bartizan.identity.repository import keys, refresh_tokens, sessions, users
from bartizan.identity.repository.keys import ApiKey
from bartizan.identity.repository.sessions import Session
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.secret_tokens import csrf_token, digest
from bartizan.identity.settings import IdentitySettings
from bartizan.storage.database import Database

REMEMBERED_SECONDS = 5.0
#: "Last seen" and "last used" are no more exact than this, so that reading rarely writes.
_SIGHTING = timedelta(minutes=1)


class Authenticator:
    """Answers who it is, for every request."""

    def __init__(
        self, database: Database, clock: Clock, tokens: AccessTokens, settings: IdentitySettings
    ) -> None:
        """Take what credentials are compared with."""
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._settings = settings
        self._recent: Recent[Identified] = Recent(clock, seconds=REMEMBERED_SECONDS)

    async def authenticate(self, facts: RequestFacts) -> Actor | None:
        """Return who sends the request; `None` when it brings no credential that holds.

        Raises:
            UnauthenticatedError: its bearer token or API key is wrong, expired or revoked.
            CsrfError: its cookie is good but nothing shows that our own page sent it.
            ForeignOriginError: its cookie is good but another site's page sent it.
        """
        found = await self.identify(facts)
        return None if found is None else found.actor

    async def identify(self, facts: RequestFacts) -> Identified | None:
        """Return who sends the request and what proves it; see `authenticate`."""
        if facts.signs_in:
            return None
        bearer = facts.bearer
        if bearer is not None:
            return await self._by_bearer(bearer)
        token = facts.cookies.get(self._settings.cookie)
        if token is None:
            return None
        found = await self._remembered(token, self._by_session)
        if found is not None:
            refuse_forged(facts, csrf_token(token), self._settings.origin)
        return found

    def forget(self) -> None:
        """Look everybody up again: a user, session, token or key has just changed."""
        self._recent.clear()

    async def _by_bearer(self, bearer: str) -> Identified:
        means = Means.KEY if bearer.startswith(MARK) else Means.TOKEN
        look_up = self._by_key if means is Means.KEY else self._by_access_token
        found = await self._remembered(bearer, look_up)
        if found is None:
            CREDENTIALS_REFUSED.labels(means).inc()
            raise UnauthenticatedError(
                f"This {'API key' if means is Means.KEY else 'access token'} is not valid, "
                "has expired or was revoked; get a new one."
            )
        return found

    async def _remembered(
        self, credential: str, look_up: Callable[[str], Awaitable[Identified | None]]
    ) -> Identified | None:
        name = digest(credential)
        found = self._recent.get(name)
        if found is None:
            generation = self._recent.generation
            found = await look_up(credential)
            if found is not None:
                self._recent.put(name, found, generation=generation, expires_at=found.expires_at)
        return found

    async def _by_session(self, token: str) -> Identified | None:
        async with self._database.reading() as connection:
            session = await sessions.by_hash(connection, digest(token))
            user = None if session is None else await users.by_id(connection, session.user_id)
        if session is None or user is None or user.disabled:
            return None
        ends = min(session.expires_at, session.last_seen_at + self._settings.idle_life)
        if ends <= self._clock.now():
            return None
        await self._saw_session(session)
        return Identified(person(user), Means.SESSION, session.id, session.expires_at)

    async def _by_access_token(self, token: str) -> Identified | None:
        claims = self._tokens.read(token)
        if claims is None:
            return None
        async with self._database.reading() as connection:
            lives = await refresh_tokens.lives(connection, claims.family, self._clock.now())
            user = await users.by_id(connection, claims.user_id) if lives else None
        if user is None or user.disabled:
            return None
        return Identified(person(user), Means.TOKEN, claims.family, claims.expires_at)

    async def _by_key(self, text: str) -> Identified | None:
        if read_key(text) is None:
            return None
        async with self._database.reading() as connection:
            key = await keys.by_hash(connection, digest(text))
            if key is None or key.revoked_at is not None or key.expires_at <= self._clock.now():
                return None
            owner = None if key.owner_id is None else await users.by_id(connection, key.owner_id)
        if key.owner_id is not None and (owner is None or owner.disabled):
            return None
        await self._saw_key(key)
        return Identified(key_holder(key, owner), Means.KEY, key.id, key.expires_at)

    async def _saw_session(self, session: Session) -> None:
        if self._worth_noting(session.last_seen_at):
            async with self._database.transaction() as connection:
                await sessions.seen(connection, session.id, self._clock.now())

    async def _saw_key(self, key: ApiKey) -> None:
        if key.last_used_at is None or self._worth_noting(key.last_used_at):
            async with self._database.transaction() as connection:
                await keys.used(connection, key.id, self._clock.now())

    def _worth_noting(self, before: datetime) -> bool:
        return self._clock.now() - before >= _SIGHTING
