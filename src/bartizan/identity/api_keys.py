"""API keys: made by people for programs, never stronger than who made them."""

from dataclasses import dataclass
from datetime import timedelta

from bartizan.base.actor import Actor, ActorKind
from bartizan.base.errors import InvalidError, NotFoundError
from bartizan.base.ids import is_id, new_id
from bartizan.base.paging import PageRequest
from bartizan.identity.authenticate import Authenticator
from bartizan.identity.caller import Caller, Event
from bartizan.identity.errors import EscalationError, PersonOnlyError
from bartizan.identity.foundation import Foundation
from bartizan.identity.key_format import KeyText, new_key
from bartizan.identity.permissions import IdentityPermission
from bartizan.identity.repository import keys
from bartizan.identity.repository.keys import ApiKey
from bartizan.identity.roles import may_grant
from bartizan.identity.schemas import NewKey
from bartizan.identity.secret_tokens import digest


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key at the one moment its text is known."""

    text: KeyText
    key: ApiKey


class ApiKeys:
    """The use cases of API keys."""

    def __init__(self, ground: Foundation, authenticator: Authenticator) -> None:
        """Take the parts."""
        self._ground = ground
        self._authenticator = authenticator

    async def listed(self, wanted: PageRequest, actor: Actor) -> tuple[list[ApiKey], int]:
        """Return one page of keys, newest first, and how many there are.

        One's own; everybody's for holders of `identity:key:read`.
        """
        owner = None if actor.may(IdentityPermission.KEY_READ) else actor.id
        async with self._ground.database.reading() as connection:
            found = await keys.listed(
                connection,
                owner,
                after=_after(wanted),
                offset=wanted.offset,
                limit=wanted.page_size,
            )
            return found, await keys.count(connection, owner)

    async def create(self, new: NewKey, caller: Caller) -> IssuedKey:
        """Make a key that belongs to the caller, or to the installation when that calls.

        Raises:
            PersonOnlyError: an API key is asking.
            EscalationError: the roles carry more than the caller has.
        """
        text, now = new_key(), self._ground.clock.now()
        days = new.expires_in_days or self._ground.settings.key_days
        key = ApiKey(
            id=new_id(),
            name=new.name,
            owner_id=caller.actor.id if caller.actor.kind is ActorKind.USER else None,
            prefix=text.prefix,
            key_hash=digest(text.text),
            roles=tuple(new.roles),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        action, thing = IdentityPermission.KEY_WRITE, f"key:{key.id}"
        async with self._ground.database.transaction() as connection:
            _refuse_stronger(caller.actor, key)
            await keys.add(connection, key)
            event = Event(action, thing, details=_told(key))
            await self._ground.record(connection, event, caller)
        return IssuedKey(text, key)

    async def revoke(self, identifier: str, caller: Caller) -> None:
        """Revoke a key of one's own; anybody's with `identity:key:write`.

        Raises:
            NotFoundError: there is no such key, it is not the caller's, or it is revoked already.
        """
        action, thing = IdentityPermission.KEY_WRITE, f"key:{identifier}"
        async with self._ground.database.transaction() as connection:
            key = await keys.by_id(connection, identifier)
            if key is None or not _may_revoke(caller.actor, key):
                raise NotFoundError("There is no such key among those you may revoke.")
            if not await keys.revoke(connection, identifier, self._ground.clock.now()):
                raise NotFoundError("This key is revoked already.")
            event = Event(action, thing, details={"change": ["revoked"], "name": key.name})
            await self._ground.record(connection, event, caller)
        self._authenticator.forget()


def _after(wanted: PageRequest) -> str | None:
    identifier = wanted.after()
    if identifier is not None and not is_id(identifier):
        raise InvalidError("The cursor is not one this API gave; start without it.")
    return identifier


def _refuse_stronger(actor: Actor, key: ApiKey) -> None:
    if actor.kind is ActorKind.KEY:
        raise PersonOnlyError(
            "An API key may not make keys; sign in with a user name and password."
        )
    if not may_grant(actor, key.roles):
        raise EscalationError(
            "A key cannot do more than who makes it; choose lesser roles.",
            permission=IdentityPermission.KEY_WRITE,
        )


def _may_revoke(actor: Actor, key: ApiKey) -> bool:
    return actor.may(IdentityPermission.KEY_WRITE) or key.owner_id == actor.id


def _told(key: ApiKey) -> dict[str, object]:
    return {
        "change": ["created"],
        "name": key.name,
        "prefix": key.prefix,
        "roles": list(key.roles),
        "expires_at": key.expires_at.isoformat(),
    }
