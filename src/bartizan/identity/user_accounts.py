"""Administration of users: creating, changing, disabling. Nobody acts upon more than they have."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.errors import InvalidError, NotFoundError
from bartizan.base.ids import new_id
from bartizan.base.paging import PageRequest
from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller, Event
from bartizan.identity.errors import (
    EscalationError,
    LastAdministratorError,
    OwnAccountError,
    UsernameTakenError,
)
from bartizan.identity.foundation import Foundation
from bartizan.identity.password_rules import refuse_weak
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.permissions import IdentityPermission
from bartizan.identity.repository import refresh_tokens, sessions, users
from bartizan.identity.repository.users import User
from bartizan.identity.roles import Role, may_grant
from bartizan.identity.schemas import NewUser, UserChange
from bartizan.identity.usernames import folded
from bartizan.storage.database import lock

_ADMINISTRATORS = "identity:administrators"


class UserAccounts:
    """The use cases of user administration."""

    def __init__(
        self, ground: Foundation, passwords: PasswordHashing, authenticator: Authenticator
    ) -> None:
        """Take the parts."""
        self._ground = ground
        self._passwords = passwords
        self._authenticator = authenticator

    async def listed(self, wanted: PageRequest) -> tuple[list[User], int]:
        """Return one page of users by name, and how many there are."""
        async with self._ground.database.reading() as connection:
            found = await users.listed(
                connection, after=_after(wanted), offset=wanted.offset, limit=wanted.page_size
            )
            return found, await users.count(connection)

    async def named(self, username: str) -> User:
        """Return the user of a name.

        Raises:
            NotFoundError: there is none.
        """
        async with self._ground.database.reading() as connection:
            return _found(await users.by_name(connection, folded(username) or ""))

    async def create(self, new: NewUser, caller: Caller) -> User:
        """Create a user, who must change the password at the first sign-in.

        Raises:
            WeakPasswordError: the password is too easy to guess.
            EscalationError: the roles carry more than the caller has.
            UsernameTakenError: there is such a user.
        """
        user = await self._new(new)
        action, thing = IdentityPermission.USER_WRITE, f"user:{user.id}"
        async with self._ground.database.transaction() as connection:
            _refuse_escalation(caller, user.roles)
            if not await users.add(connection, user):
                raise UsernameTakenError("Another user has this name; choose a different one.")
            event = Event(
                action,
                thing,
                details={"change": ["created"], "roles": list(user.roles)},
                private={"username": user.username},
            )
            await self._ground.record(connection, event, caller)
        return user

    async def change(self, identifier: str, wanted: UserChange, caller: Caller) -> User:
        """Change a user; disabling and a new password end the user's sessions and tokens.

        Raises:
            NotFoundError: there is no such user.
            WeakPasswordError: the password is too easy to guess.
            EscalationError: the user has, or would get, more than the caller has.
            OwnAccountError: the caller's own password or disabling.
            LastAdministratorError: nobody could administer any more.
        """
        async with self._ground.database.reading() as connection:
            before = _found(await users.by_id(connection, identifier))
        values = await self._values(before, wanted)
        action, thing = IdentityPermission.USER_WRITE, f"user:{identifier}"
        async with self._ground.database.transaction() as connection:
            await lock(connection, _ADMINISTRATORS)
            before = _found(await users.by_id(connection, identifier))
            _refuse_escalation(caller, [*before.roles, *(wanted.roles or ())])
            _refuse_own(caller, identifier, wanted)
            await users.change(connection, identifier, values)
            await _keep_one_administrator(connection, before)
            ended = await self._end_access(connection, identifier, wanted)
            event = Event(action, thing, details=_told(wanted) | {"sessions_ended": ended})
            await self._ground.record(connection, event, caller)
            after = _found(await users.by_id(connection, identifier))
        self._authenticator.forget()
        return after

    async def _new(self, new: NewUser) -> User:
        username, password = new.username.casefold(), new.password.get_secret_value()
        refuse_weak(password, username)
        now = self._ground.clock.now()
        return User(
            id=new_id(),
            username=username,
            display_name=new.display_name,
            password_hash=await self._passwords.hash(password),
            roles=tuple(new.roles),
            disabled=False,
            must_change_password=True,
            created_at=now,
            password_changed_at=now,
        )

    async def _values(self, user: User, wanted: UserChange) -> dict[str, Any]:
        sent = wanted.model_dump(exclude_none=True, exclude={"password"})
        if wanted.password is None:
            return sent
        password = wanted.password.get_secret_value()
        refuse_weak(password, user.username)
        return sent | {
            "password_hash": await self._passwords.hash(password),
            "password_changed_at": self._ground.clock.now(),
            "must_change_password": True,
        }

    async def _end_access(
        self, connection: AsyncConnection, identifier: str, wanted: UserChange
    ) -> int:
        if not wanted.disabled and wanted.password is None:
            return 0
        await refresh_tokens.revoke_of(connection, identifier, self._ground.clock.now())
        return await sessions.remove_of(connection, identifier)


def _after(wanted: PageRequest) -> str | None:
    name = wanted.after()
    if name is not None and folded(name) != name:
        raise InvalidError("The cursor is not one this API gave; start without it.")
    return name


def _found(user: User | None) -> User:
    if user is None:
        raise NotFoundError("There is no such user.")
    return user


def _refuse_escalation(caller: Caller, roles: list[str] | tuple[str, ...]) -> None:
    if not may_grant(caller.actor, roles):
        raise EscalationError(
            "These roles carry more than your own; ask somebody who has them to do this.",
            permission=IdentityPermission.USER_WRITE,
        )


def _refuse_own(caller: Caller, identifier: str, wanted: UserChange) -> None:
    if caller.actor.id != identifier:
        return
    if wanted.password is not None:
        raise OwnAccountError("Change your own password with POST /api/v1/identity/password.")
    if wanted.disabled:
        raise OwnAccountError("Ask another administrator to disable your account.")


async def _keep_one_administrator(connection: AsyncConnection, before: User) -> None:
    """Called after the change, under the lock: administrators can only become fewer one by one."""
    if Role.ADMIN not in before.roles:
        return
    enabled = await users.enabled_roles(connection)
    if not any(Role.ADMIN in roles for _, roles in enabled):
        raise LastAdministratorError("Make another user an administrator first.")


def _told(wanted: UserChange) -> dict[str, Any]:
    """What the ledger says of a change: the names of what changed; values only of the roles."""
    changed = sorted(wanted.model_dump(exclude_none=True))
    return {"change": changed} | ({} if wanted.roles is None else {"roles": list(wanted.roles)})
