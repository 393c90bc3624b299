"""The first administrator: made once, when there is nobody yet who could make one."""

import secrets
from dataclasses import dataclass

from bartizan.base.actor import SYSTEM
from bartizan.base.ids import new_id
from bartizan.identity.caller import Caller, Event
from bartizan.identity.foundation import Foundation
from bartizan.identity.password_rules import refuse_weak
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.permissions import IdentityPermission
from bartizan.identity.repository import users
from bartizan.identity.repository.users import User
from bartizan.identity.roles import Role
from bartizan.storage.database import lock

#: No letters or digits that look alike; 24 of 31 are 118 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 6


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who was made; `password` only when it was made up and must now be shown, once."""

    username: str
    password: str | None


class FirstStart:
    """The use case of an installation's first start."""

    def __init__(self, ground: Foundation, passwords: PasswordHashing) -> None:
        """Take the parts."""
        self._ground = ground
        self._passwords = passwords

    async def administrator(self) -> FirstAdministrator | None:
        """Make the first administrator; `None` when there are users already.

        Of processes that start together, one makes it. A password that was made up must be
        changed at the first sign-in, since whoever reads the terminal's log has seen it.

        Raises:
            WeakPasswordError: the password in the settings is too easy to guess.
        """
        if await self._inhabited():
            return None
        configured = self._ground.settings.admin_password
        password = made_up_password() if configured is None else configured.get_secret_value()
        user = await self._user(password)
        action, thing, caller = IdentityPermission.USER_WRITE, f"user:{user.id}", Caller(SYSTEM)
        async with self._ground.database.transaction() as connection:
            await lock(connection, "identity:first-start")
            if await users.count(connection):
                return None
            await users.add(connection, user)
            event = Event(
                action,
                thing,
                reason="first start",
                details={"change": ["created"], "roles": list(user.roles)},
                private={"username": user.username},
            )
            await self._ground.record(connection, event, caller)
        return FirstAdministrator(user.username, password if configured is None else None)

    async def _inhabited(self) -> bool:
        async with self._ground.database.reading() as connection:
            return await users.count(connection) > 0

    async def _user(self, password: str) -> User:
        username = self._ground.settings.admin_username.casefold()
        refuse_weak(password, username)
        now = self._ground.clock.now()
        return User(
            id=new_id(),
            username=username,
            display_name="Administrator",
            password_hash=await self._passwords.hash(password),
            roles=(Role.ADMIN,),
            disabled=False,
            # Random, long, told to one terminal: nothing forces a change.
            must_change_password=False,
            created_at=now,
            password_changed_at=now,
        )


def made_up_password() -> str:
    """Return a random password that can be read out: four groups of six."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
