"""Tokens for programs: an access token for minutes, and a refresh token that is used once.

A refresh token presented a second time has been stolen from somebody, no one can tell from whom:
the whole family is revoked (RFC 9700, section 4.14.2).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Outcome
from bartizan.base.errors import UnauthenticatedError
from bartizan.base.ids import new_id
from bartizan.identity.access_tokens import AccessTokens
from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller, Event
from bartizan.identity.foundation import Foundation
from bartizan.identity.login import Login
from bartizan.identity.metrics import REFRESHES
from bartizan.identity.permissions import IdentityAction
from bartizan.identity.principals import person
from bartizan.identity.repository import refresh_tokens, users
from bartizan.identity.repository.refresh_tokens import RefreshToken
from bartizan.identity.repository.users import User
from bartizan.identity.secret_tokens import digest, new_token


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a program gets; `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class TokenGrants:
    """The use cases of tokens."""

    def __init__(
        self, ground: Foundation, login: Login, authenticator: Authenticator, access: AccessTokens
    ) -> None:
        """Take the parts."""
        self._ground = ground
        self._login = login
        self._authenticator = authenticator
        self._access = access

    async def sign_in(self, username: str, password: str, caller: Caller) -> TokenPair:
        """Begin a family of tokens.

        Raises:
            BadCredentialsError: the name or the password is wrong.
            ThrottledError: too many tries.
        """
        action, family = IdentityAction.TOKEN_CREATE, new_id()
        async with self._login.admitted(username, password, action, caller) as (connection, user):
            refresh = await self._add(
                connection,
                family,
                user.id,
                self._ground.clock.now() + self._ground.settings.refresh_life,
            )
            event = Event(action, f"token:{family}", private={"username": user.username})
            await self._ground.record(connection, event, replace(caller, actor=person(user)))
        return self._pair(user.id, family, refresh)

    async def refresh(self, token: str, caller: Caller) -> TokenPair:
        """Exchange a refresh token for a new pair; the family keeps its absolute end.

        Raises:
            UnauthenticatedError: the token is unknown, expired, revoked or was used before; in
                the last case its whole family is revoked.
        """
        async with self._ground.database.transaction() as connection:
            used = await refresh_tokens.use(connection, digest(token), self._ground.clock.now())
            known = await refresh_tokens.by_hash(connection, digest(token))
            user = None if known is None else await users.by_id(connection, known.user_id)
            renewed = None
            if used and known is not None and user is not None and not user.disabled:
                renewed = await self._renew(connection, known, user, caller)
            elif known is not None and not used and known.used_at is not None:
                await self._reused(connection, known, caller)
        if known is None or renewed is None:
            REFRESHES.labels("refused").inc()
            raise UnauthenticatedError("This refresh token is not valid any more; sign in again.")
        REFRESHES.labels("done").inc()
        return self._pair(known.user_id, known.family, renewed)

    async def sign_out(self, family: str, caller: Caller) -> None:
        """Revoke a family; its access tokens end with it."""
        action, thing = IdentityAction.TOKEN_DELETE, f"token:{family}"
        async with self._ground.database.transaction() as connection:
            if await refresh_tokens.revoke(connection, family, self._ground.clock.now()):
                await self._ground.record(connection, Event(action, thing), caller)
        self._authenticator.forget()

    async def _renew(
        self, connection: AsyncConnection, used: RefreshToken, user: User, caller: Caller
    ) -> str:
        event = Event(IdentityAction.TOKEN_REFRESH, f"token:{used.family}")
        await self._ground.record(connection, event, replace(caller, actor=person(user)))
        return await self._add(connection, used.family, used.user_id, used.expires_at)

    async def _reused(
        self, connection: AsyncConnection, known: RefreshToken, caller: Caller
    ) -> None:
        """Revoke a stolen family; what is presented after that leaves no further trace."""
        if not await refresh_tokens.revoke(connection, known.family, self._ground.clock.now()):
            return
        self._authenticator.forget()
        REFRESHES.labels("reused").inc()
        event = Event(
            IdentityAction.TOKEN_REFRESH,
            f"token:{known.family}",
            Outcome.DENIED,
            reason="reused",
            details={"user_id": known.user_id},
        )
        await self._ground.record(connection, event, caller)

    async def _add(
        self, connection: AsyncConnection, family: str, user_id: str, expires_at: datetime
    ) -> str:
        token = new_token()
        await refresh_tokens.add(
            connection,
            RefreshToken(digest(token), family, user_id, self._ground.clock.now(), expires_at),
        )
        return token

    def _pair(self, user_id: str, family: str, refresh: str) -> TokenPair:
        seconds = int(self._access.life.total_seconds())
        return TokenPair(self._access.issue(user_id, family), refresh, seconds)
