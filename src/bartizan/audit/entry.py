"""What is recorded: who did what to which thing, how it ended, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bartizan.base.actor import Actor


class Outcome(StrEnum):
    """How the recorded thing ended."""

    DONE = "done"
    ALLOWED = "allowed"
    DENIED = "denied"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision or deed, as its maker describes it.

    `action` is a permission word (`mail:quarantine:release`); `object` names the thing, such as
    a message's id. `details` is plain JSON without secrets, readable by all who may read the
    ledger, for ever. `private` holds personal data: the signed leaf carries only a salted hash of
    each value, so that salt and value can be destroyed later without breaking a proof.
    """

    actor: Actor
    action: str
    object: str
    outcome: Outcome
    reason: str | None = None
    request_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry with its place in the ledger, read back from its signed bytes.

    `commitments` maps each private field to SHA-256(salt || value); `canonical` is what the leaf
    hash is taken over.
    """

    index: int
    id: str
    time: datetime
    actor: Actor
    action: str
    object: str
    outcome: Outcome
    reason: str | None
    request_id: str | None
    details: Mapping[str, Any]
    commitments: Mapping[str, bytes]
    previous: bytes
    leaf_hash: bytes
    canonical: bytes
