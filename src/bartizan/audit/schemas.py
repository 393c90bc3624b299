"""The ledger as it goes over the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from bartizan.audit.entry import Outcome, SealedEntry
from bartizan.audit.notes import Verifier
from bartizan.audit.proving import ConsistencyProof, InclusionProof
from bartizan.audit.verification import Verification
from bartizan.base.actor import ActorKind

HexHash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ActorView(BaseModel):
    """Who did it."""

    id: str
    kind: ActorKind
    name: str


class EntryView(BaseModel):
    """An entry; `private` maps each private field to SHA-256(salt || value)."""

    index: Annotated[int, Field(ge=0)]
    id: str
    time: datetime
    actor: ActorView
    action: str
    object: str
    outcome: Outcome
    reason: str | None
    request_id: str | None
    details: dict[str, Any]
    private: dict[str, HexHash]
    leaf_hash: HexHash

    @classmethod
    def of(cls, entry: SealedEntry) -> "EntryView":
        """Render an entry."""
        actor = entry.actor
        return cls(
            index=entry.index,
            id=entry.id,
            time=entry.time,
            actor=ActorView(id=actor.id, kind=actor.kind, name=actor.name),
            action=entry.action,
            object=entry.object,
            outcome=entry.outcome,
            reason=entry.reason,
            request_id=entry.request_id,
            details=dict(entry.details),
            private={name: value.hex() for name, value in entry.commitments.items()},
            leaf_hash=entry.leaf_hash.hex(),
        )


class ProofView(BaseModel):
    """An inclusion proof; `text` is all of it as one C2SP tlog-proof file."""

    entry: EntryView
    index: Annotated[int, Field(ge=0)]
    tree_size: Annotated[int, Field(ge=1)]
    leaf_hash: HexHash
    hashes: list[HexHash]
    root_hash: HexHash
    checkpoint: str
    text: str

    @classmethod
    def of(cls, proof: InclusionProof) -> "ProofView":
        """Render a proof."""
        return cls(
            entry=EntryView.of(proof.entry),
            index=proof.index,
            tree_size=proof.tree_size,
            leaf_hash=proof.leaf_hash.hex(),
            hashes=[value.hex() for value in proof.hashes],
            root_hash=proof.root_hash.hex(),
            checkpoint=proof.checkpoint,
            text=proof.text,
        )


class ConsistencyView(BaseModel):
    """Shows that the ledger of `new_size` entries begins with the whole of that of `old_size`."""

    old_size: int
    new_size: int
    old_root: HexHash
    new_root: HexHash
    hashes: list[HexHash]

    @classmethod
    def of(cls, proof: ConsistencyProof) -> "ConsistencyView":
        """Render a proof."""
        return cls(
            old_size=proof.old_size,
            new_size=proof.new_size,
            old_root=proof.old_root.hex(),
            new_root=proof.new_root.hex(),
            hashes=[value.hex() for value in proof.hashes],
        )


class VerifyRequest(BaseModel):
    """What to hold the ledger against, beside itself."""

    checkpoint: str | None = Field(
        None,
        max_length=65_536,
        description="A checkpoint kept elsewhere: shows whether the ledger was set back since.",
    )


class VerificationView(BaseModel):
    """The outcome of verifying everything; all before `first_bad` is as it was signed."""

    ok: bool
    entries: int
    first_bad: int | None
    problem: str | None
    root_hash: HexHash
    checkpoint: str
    milliseconds: int

    @classmethod
    def of(cls, found: Verification) -> "VerificationView":
        """Render an outcome."""
        return cls(
            ok=found.ok,
            entries=found.entries,
            first_bad=found.first_bad,
            problem=found.problem,
            root_hash=found.root_hash.hex(),
            checkpoint=found.checkpoint,
            milliseconds=found.milliseconds,
        )


class KeyView(BaseModel):
    """The public key; `verifier_key` is the one string that offline verification takes."""

    name: str
    key_id: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    public_key: HexHash
    verifier_key: str

    @classmethod
    def of(cls, key: Verifier) -> "KeyView":
        """Render a key."""
        return cls(
            name=key.name,
            key_id=key.key_id.hex(),
            public_key=key.public.hex(),
            verifier_key=key.encode(),
        )
