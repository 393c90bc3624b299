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
    signatures: SignatureSettings = Field(
        default_factory=SignatureSettings, description="Signature rules (YARA)."
    )
    clamav: ClamavSettings = Field(
        default_factory=ClamavSettings, description="ClamAV's daemon, where there is one."
    )
    policy: PolicySettings = Field(
        default_factory=PolicySettings, description="What is done at which score."
    )
