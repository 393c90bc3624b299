"""Settings of judgement: whom we protect, whom we ask, and how strict we are."""

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
    policy: PolicySettings = Field(
        default_factory=PolicySettings, description="What is done at which score."
    )
