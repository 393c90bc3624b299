"""Changing one's own password: prove the current one; everything signed in with it ends."""

from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller, Event
from bartizan.identity.errors import BadCredentialsError, WeakPasswordError, WrongPasswordError
from bartizan.identity.foundation import Foundation
from bartizan.identity.identified import Identified, Means, person_only
from bartizan.identity.login import Login
from bartizan.identity.password_rules import refuse_weak
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.permissions import IdentityAction
from bartizan.identity.repository import refresh_tokens, sessions, users
from bartizan.identity.sessions import OpenedSession, Sessions


class OwnPassword:
    """The use case of changing one's password."""

    def __init__(
        self,
        ground: Foundation,
        login: Login,
        passwords: PasswordHashing,
        opening: Sessions,
        authenticator: Authenticator,
    ) -> None:
        """Take the parts."""
        self._ground = ground
        self._login = login
        self._passwords = passwords
        self._opening = opening
        self._authenticator = authenticator

    async def change(
        self, identified: Identified, current: str, new: str, caller: Caller
    ) -> OpenedSession | None:
        """Change the password, end all sessions and tokens, and return a session in their place.

        Somebody who came with an access token gets none and signs in again.

        Raises:
            PersonOnlyError: an API key is asking.
            WeakPasswordError: the new password is too easy to guess, or is the current one.
            WrongPasswordError: the current password is wrong.
            ThrottledError: too many wrong passwords.
        """
        person_only(identified.means)
        username = identified.actor.name
        refuse_weak(new, username)
        if new == current:
            raise WeakPasswordError("Choose a password that is not the current one.")
        new_hash = await self._passwords.hash(new)
        try:
            opened = await self._replace(identified, current, new_hash, caller)
        except BadCredentialsError as error:
            raise WrongPasswordError("The current password is wrong; nothing changed.") from error
        self._authenticator.forget()
        return opened

    async def _replace(
        self, identified: Identified, current: str, new_hash: str, caller: Caller
    ) -> OpenedSession | None:
        action, username, now = (
            IdentityAction.PASSWORD_CHANGE,
            identified.actor.name,
            self._ground.clock.now(),
        )
        async with self._login.admitted(username, current, action, caller) as (connection, user):
            await users.change(
                connection,
                user.id,
                {
                    "password_hash": new_hash,
                    "password_changed_at": now,
                    "must_change_password": False,
                },
            )
            ended = await sessions.remove_of(connection, user.id)
            await refresh_tokens.revoke_of(connection, user.id, now)
            event = Event(action, f"user:{user.id}", details={"sessions_ended": ended})
            await self._ground.record(connection, event, caller)
            if identified.means is not Means.SESSION:
                return None
            opened, _ = await self._opening.begin(connection, user, caller)
            return opened
