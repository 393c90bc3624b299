"""The result of authentication: who it is, and what proved it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bartizan.base.actor import Actor
from bartizan.identity.errors import PersonOnlyError


class Means(StrEnum):
    """What proved who somebody is."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Identified:
    """Somebody proved. `reference` is the id of the session, the token family or the key."""

    actor: Actor
    means: Means
    reference: str
    expires_at: datetime


def person_only(means: Means) -> None:
    """Keep keys from doing what would let a leaked key outlive its revocation.

    Raises:
        PersonOnlyError: an API key is asking.
    """
    if means is Means.KEY:
        raise PersonOnlyError("An API key may not do this; sign in with a user name and password.")
