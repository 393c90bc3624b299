"""Who does something: the person, key or process that every decision is attributed to."""

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override


class ActorKind(StrEnum):
    """What sort of actor it is."""

    USER = "user"
    KEY = "key"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal and what it may do.

    `permissions` holds permission words (`mail:quarantine:release`) or patterns in which `*`
    stands for any one word; a lone `*` allows everything.
    """

    id: str
    kind: ActorKind
    name: str
    permissions: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        """Tell whether this actor holds `permission`, literally or by a pattern."""
        if permission in self.permissions or "*" in self.permissions:
            return True
        words = permission.split(":")
        return any(_covers(pattern.split(":"), words) for pattern in self.permissions)

    @override
    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def _covers(pattern: list[str], words: list[str]) -> bool:
    return len(pattern) == len(words) and all(
        part in ("*", word) for part, word in zip(pattern, words, strict=True)
    )


SYSTEM = Actor(id="bartizan", kind=ActorKind.SYSTEM, name="Bartizan", permissions=frozenset({"*"}))
ANONYMOUS = Actor(id="anonymous", kind=ActorKind.ANONYMOUS, name="nobody")
