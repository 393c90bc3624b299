"""Settings of judgement: whom we protect, whom we ask, and how strict we are."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bartizan.base.settings import Section
from bartizan.mail.policies import PolicySettings


class ProtectedPerson(Section):
    """Somebody outsiders pretend to be."""

    name: str = Field(min_length=2, max_length=200, description="The name as it is displayed.")
    addresses: tuple[Annotated[str, Field(max_length=320)], ...] = Field(
        (), description="The addresses that are really theirs."
    )


class DnsSettings(Section):
    """Who answers the questions of SPF, DKIM, DMARC and ARC."""

    mode: Literal["live", "offline"] = Field(
        "live", description="`offline` asks nobody: nothing can be authenticated then."
    )
    servers: tuple[str, ...] = Field(
        (), description="Addresses of DNS servers; empty: those of this machine."
    )
    budget_seconds: float = Field(
        10, gt=0, le=60, description="Time for all questions about one message."
    )


class ExaminationSettings(Section):
    """How far attachments are taken apart, in a process of its own that may fail."""

    enabled: bool = Field(default=True, description="Open attachments and look inside.")
    processes: int = Field(
        2, ge=1, le=64, description="Confined processes that one of our processes keeps."
    )
    memory_mb: int = Field(
        1024, ge=256, le=65_536, description="Memory such a process may have, in MB."
    )
    seconds: float = Field(15, gt=0, le=300, description="Time for one attachment.")
    message_seconds: float = Field(
        30, gt=0, le=600, description="Time for all attachments of a message."
    )
    depth: int = Field(10, ge=1, le=100, description="How deep containers are opened.")
    entries: int = Field(2_000, ge=1, le=10_000, description="Files looked at in an attachment.")
    total_mb: int = Field(
        256, ge=1, le=4_096, description="What an attachment may unpack to altogether, in MB."
    )
    file_mb: int = Field(
        64, ge=1, le=1_024, description="How much of each file in it is looked at, in MB."
    )
    ratio: int = Field(
        200, ge=10, le=10_000, description="How many times its size something may unpack to."
    )


class SignatureSettings(Section):
    """YARA rules that are matched against every part and every file inside."""

    enabled: bool = Field(default=True, description="Whether signatures are looked for.")
    folder: Path | None = Field(
        None, description="A folder of your own rules (`.yar`, `.yara`), used beside ours."
    )


class ClamavSettings(Section):
    """A clamd that is asked about every message."""

    address: str = Field(
        "",
        pattern=r"^(|unix:/.+|(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]/]+):\d{1,5})$",
        description="`host:port` or `unix:/path` of clamd; empty: none is asked.",
    )
    timeout_seconds: float = Field(20, gt=0, le=60, description="Patience for one answer.")
    limit: int = Field(
        25_000_000,
        ge=1_000,
        description="Largest message it is given, in octets; at most clamd's StreamMaxLength.",
    )


class JudgementSettings(Section):
    """How messages are judged."""

    own_domains: tuple[str, ...] = Field(
        (),
        description="Domains that are ours, beside those we take mail for: their look-alikes and "
        "unproved uses are suspicious.",
    )
    people: tuple[ProtectedPerson, ...] = Field(
        (), description="People whose names are protected against impersonation."
    )
    dns: DnsSettings = Field(default_factory=DnsSettings, description="Questions to DNS.")
    examination: ExaminationSettings = Field(
        default_factory=ExaminationSettings, description="Looking into attachments."
    )
    signatures: SignatureSettings = Field(
        default_factory=SignatureSettings, description="Signature rules (YARA)."
    )
    clamav: ClamavSettings = Field(
        default_factory=ClamavSettings, description="ClamAV's daemon, where there is one."
    )
    policy: PolicySettings = Field(
        default_factory=PolicySettings, description="What is done at which score."
    )
