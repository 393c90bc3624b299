"""What can be asked of a pack store's writer, in the store's own units."""

from dataclasses import dataclass
from typing import TypeAlias

from bartizan.base.errors import BartizanError
from bartizan.storage.blobs.index import Entry


@dataclass(frozen=True, slots=True)
class Put:
    """Store `data` until `retain_until` (microseconds since 1970)."""

    sha256: bytes
    data: bytes
    retain_until: int


@dataclass(frozen=True, slots=True)
class Extend:
    """Keep a blob until `retain_until` (microseconds since 1970)."""

    sha256: bytes
    retain_until: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Erase a blob whose date has passed."""

    sha256: bytes


Operation: TypeAlias = Put | Extend | Delete

#: What is known of the blob afterwards (of a deleted one: what was), or why it was not done.
Outcome: TypeAlias = Entry | BartizanError


def size_of(operation: Operation) -> int:
    """Return how many bytes an operation brings along."""
    return len(operation.data) if isinstance(operation, Put) else 0
