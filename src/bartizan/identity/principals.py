"""Turns what is stored about a person or a key into the actor that the rest of the house knows."""

from bartizan.base.actor import Actor, ActorKind
from bartizan.identity.repository.keys import ApiKey
from bartizan.identity.repository.users import User
from bartizan.identity.roles import OWN, narrowed, permissions_of


def person(user: User) -> Actor:
    """Return the actor of a user; whoever must change the password may do nothing else yet."""
    permissions = OWN if user.must_change_password else permissions_of(user.roles)
    return Actor(user.id, ActorKind.USER, user.username, permissions)


def key_holder(key: ApiKey, owner: User | None) -> Actor:
    """Return the actor of a key: never more than its roles, nor than its owner has today."""
    if owner is None:
        permissions = permissions_of(key.roles)
    else:
        holder = Actor(owner.id, ActorKind.USER, owner.username, permissions_of(owner.roles))
        permissions = narrowed(key.roles, holder)
    return Actor(key.id, ActorKind.KEY, key.name, permissions)
