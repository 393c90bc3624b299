"""Sessions of browsers: signing in, showing who one is, signing out."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.errors import UnauthenticatedError
from bartizan.base.ids import new_id
from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller, Event
from bartizan.identity.foundation import Foundation
from bartizan.identity.identified import Identified, Means
from bartizan.identity.login import Login
from bartizan.identity.permissions import IdentityAction
from bartizan.identity.principals import person
from bartizan.identity.repository import sessions, users
from bartizan.identity.repository.sessions import Session
from bartizan.identity.repository.users import User
from bartizan.identity.secret_tokens import digest, new_token


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session just begun: `token` goes into the cookie and nowhere else."""

    token: str
    user: User
    expires_at: datetime


class Sessions:
    """The use cases of sessions."""

    def __init__(self, ground: Foundation, login: Login, authenticator: Authenticator) -> None:
        """Take the parts."""
        self._ground = ground
        self._login = login
        self._authenticator = authenticator

    async def sign_in(
        self, username: str, password: str, caller: Caller, *, previous: str | None = None
    ) -> OpenedSession:
        """Begin a session; the one whose token the browser still had (`previous`) ends.

        Raises:
            BadCredentialsError: the name or the password is wrong.
            ThrottledError: too many tries.
        """
        action = IdentityAction.SESSION_CREATE
        async with self._login.admitted(username, password, action, caller) as (connection, user):
            if previous is not None:
                await sessions.remove_by_hash(connection, digest(previous))
            opened, identifier = await self.begin(connection, user, caller)
            event = Event(action, f"session:{identifier}", private={"username": user.username})
            await self._ground.record(connection, event, replace(caller, actor=person(user)))
        if previous is not None:
            self._authenticator.forget()
        return opened

    async def begin(
        self, connection: AsyncConnection, user: User, caller: Caller
    ) -> tuple[OpenedSession, str]:
        """Begin a session of a user who has proved it; also returns its id."""
        now, token, identifier = self._ground.clock.now(), new_token(), new_id()
        session = Session(
            id=identifier,
            token_hash=digest(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + self._ground.settings.session_life,
            address=caller.shown_address,
            user_agent=caller.shown_agent,
        )
        await sessions.add(connection, session)
        return OpenedSession(token, user, session.expires_at), identifier

    async def who(self, identified: Identified) -> User:
        """Return the user of a session.

        Raises:
            UnauthenticatedError: there is no session.
        """
        if identified.means is not Means.SESSION:
            raise UnauthenticatedError("There is no session; sign in with POST on this address.")
        async with self._ground.database.reading() as connection:
            user = await users.by_id(connection, identified.actor.id)
        if user is None:
            raise UnauthenticatedError("The session has ended; sign in again.")
        return user

    async def sign_out(self, identifier: str, caller: Caller) -> None:
        """End a session; ending it twice is no error and leaves one trace."""
        action, thing = IdentityAction.SESSION_DELETE, f"session:{identifier}"
        async with self._ground.database.transaction() as connection:
            if await sessions.remove(connection, identifier):
                await self._ground.record(connection, Event(action, thing), caller)
        self._authenticator.forget()
