"""How the ledger signs and how often it seals."""

from pathlib import Path

from pydantic import Field

from bartizan.base.settings import Section


class AuditSettings(Section):
    """Settings of the ledger."""

    origin: str = Field(
        "bartizan/ledger",
        min_length=1,
        max_length=100,
        pattern=r"^[A-Za-z0-9._/-]+$",
        description="Name of this ledger and its key in every checkpoint; one per installation, "
        "such as `bartizan/example.com`. It cannot change once the key exists.",
    )
    key_file: Path | None = Field(
        None,
        description="The Ed25519 signing key; made at first start. Unset: `audit.key` in the "
        "data folder. Every process that seals needs the same one.",
    )
    batch: int = Field(2000, ge=1, le=10_000, description="Most entries sealed in one transaction.")
    seal_seconds: float = Field(
        0.25, gt=0, le=60, description="Pause between two looks for staged entries."
    )
    verify_page: int = Field(
        2000, ge=1, le=20_000, description="Entries that verification holds in memory at a time."
    )
