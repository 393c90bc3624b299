"""From a score to what is done: thresholds, overrides for domains, allow and deny lists.

The most specific rule wins: deny list, then allow list, then the thresholds of the recipient's
domain (the longest match), then the defaults. An allow entry counts only for mail that proved to
come from there: names and domains alone are what attackers forge.

Besides the lists of the settings there are those that people keep (`Facts.listings`), for
everybody, a domain of recipients or one recipient. A block for some recipients withholds the
message from them and from nobody else; one that covers all of them rejects it. A message has one
disposition, the strictest of its recipients': an allow entry of one of them never releases it to
the others.
"""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from bartizan.base.settings import Section
from bartizan.mail.authentication.results import Result
from bartizan.mail.evidence import Facts, Listed, Listing
from bartizan.mail.verdict import Disposition

#: An address, or a domain that also covers its subdomains; lower case.
SenderPattern = Annotated[str, Field(pattern=r"^[^\s@]*@?[^\s@]+$", max_length=320)]
_Score = Annotated[int, Field(ge=1, le=101)]


class Thresholds(Section):
    """The scores from which a message is tagged, held, rejected; 101 means never."""

    tag_at: _Score = Field(50, description="Score from which a message is delivered with a tag.")
    hold_at: _Score = Field(75, description="Score from which a message is held in quarantine.")
    reject_at: _Score = Field(
        101, description="Score from which a message is rejected: kept, never delivered."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.tag_at <= self.hold_at <= self.reject_at:
            raise ValueError("the thresholds must rise: tag_at <= hold_at <= reject_at")
        return self

    def disposition(self, score: int) -> Disposition:
        """Return what these thresholds do with a score."""
        steps = (
            (self.reject_at, Disposition.REJECT),
            (self.hold_at, Disposition.HOLD),
            (self.tag_at, Disposition.TAG),
        )
        return next((what for limit, what in steps if score >= limit), Disposition.DELIVER)


class PolicySettings(Section):
    """What is done with judged mail."""

    default: Thresholds = Field(default_factory=Thresholds, description="For every recipient.")
    domains: dict[str, Thresholds] = Field(
        default_factory=dict,
        description="For recipients of a domain and its subdomains; the longest match wins.",
    )
    allow: tuple[SenderPattern, ...] = Field(
        (), description="Addresses and domains delivered whatever is suspected, if authenticated."
    )
    deny: tuple[SenderPattern, ...] = Field(
        (), description="Addresses and domains whose mail is never delivered."
    )


def decide(score: int, facts: Facts, policy: PolicySettings) -> tuple[Disposition, str]:
    """Return what is done with a message, and the name of the rule that says so."""
    denied = _listed(_claimed(facts), policy.deny) or _blocked_for_all(facts)
    if denied is not None:
        return Disposition.REJECT, f"deny:{denied}"
    proved = _proved(facts)
    allowed = _listed(proved, policy.allow)
    if allowed is not None:
        return Disposition.DELIVER, f"allow:{allowed}"
    return _strictest(score, facts, policy, _naming(facts, Listed.ALLOW, proved))


def in_force(recipients: Iterable[str], policy: PolicySettings) -> Thresholds:
    """Return the thresholds for a message to these recipients: the lowest of theirs."""
    rules = [_thresholds(_rule_for(one, policy), policy) for one in recipients] or [policy.default]
    return Thresholds(
        tag_at=min(rule.tag_at for rule in rules),
        hold_at=min(rule.hold_at for rule in rules),
        reject_at=min(rule.reject_at for rule in rules),
    )


def withheld(facts: Facts) -> tuple[str, ...]:
    """Return the recipients who block a sender of this message, unless all of them do."""
    blocks = _naming(facts, Listed.BLOCK, _claimed(facts))
    recipients = _recipients(facts)
    blocking = tuple(one for one in recipients if _entry_for(one, blocks) is not None)
    return blocking if len(blocking) < len(recipients) else ()


def _blocked_for_all(facts: Facts) -> str | None:
    """Return the block that leaves nobody to deliver to."""
    blocks = _naming(facts, Listed.BLOCK, _claimed(facts))
    found = [_entry_for(one, blocks) for one in _recipients(facts) or ("",)]
    return found[0].pattern if found[0] is not None and None not in found else None


def _strictest(
    score: int, facts: Facts, policy: PolicySettings, allowing: list[Listing]
) -> tuple[Disposition, str]:
    """One message has one disposition: of those its recipients' rules give, the strictest."""
    gone = frozenset(withheld(facts))
    recipients = [one for one in _recipients(facts) if one not in gone] or [""]
    ranked = {_for_recipient(score, one, policy, allowing) for one in recipients}
    order = list(Disposition)
    return max(sorted(ranked, key=lambda rule: rule[1]), key=lambda rule: order.index(rule[0]))


def _for_recipient(
    score: int, recipient: str, policy: PolicySettings, allowing: list[Listing]
) -> tuple[Disposition, str]:
    allowed = _entry_for(recipient, allowing)
    if allowed is not None:
        return Disposition.DELIVER, f"allow:{allowed.pattern}"
    rule = _rule_for(recipient, policy)
    return (
        _thresholds(rule, policy).disposition(score),
        f"domain:{rule}" if rule else "default",
    )


def _recipients(facts: Facts) -> tuple[str, ...]:
    return facts.envelope.recipients if facts.envelope else ()


def _naming(facts: Facts, kind: Listed, addresses: list[str]) -> list[Listing]:
    """Return the people's entries of a kind that name one of these addresses."""
    return [
        entry
        for entry in facts.listings
        if entry.kind is kind and _listed(addresses, (entry.pattern,)) is not None
    ]


def _entry_for(recipient: str, entries: list[Listing]) -> Listing | None:
    """Return an entry that counts for a recipient: everybody's, their domain's or their own."""
    address = recipient.lower()
    return next(
        (entry for entry in entries if not entry.scope or _matches(entry.scope, address)), None
    )


def _rule_for(address: str, policy: PolicySettings) -> str | None:
    domain = address.rpartition("@")[2].lower()
    matching = [name for name in policy.domains if covers(name, domain)]
    return max(matching, key=len, default=None)


def _thresholds(rule: str | None, policy: PolicySettings) -> Thresholds:
    return policy.default if rule is None else policy.domains[rule]


def _claimed(facts: Facts) -> list[str]:
    """Every address the message says it is from: From and the envelope's sender."""
    claimed = [mailbox.address.lower() for mailbox in facts.senders]
    if facts.envelope and facts.envelope.mail_from:
        claimed.append(facts.envelope.mail_from.lower())
    return claimed


def _proved(facts: Facts) -> list[str]:
    """The author's address, if authentication proved its domain."""
    sender, checked = facts.sender, facts.authentication
    if sender is None or checked is None or len(facts.senders) != 1:
        return []
    return [sender.address.lower()] if checked.dmarc.result is Result.PASS else []


def _listed(addresses: list[str], patterns: tuple[str, ...]) -> str | None:
    for pattern in patterns:
        if any(_matches(pattern.lower(), address) for address in addresses):
            return pattern
    return None


def _matches(pattern: str, address: str) -> bool:
    local, _, domain = pattern.rpartition("@")
    if local:
        return pattern == address
    return covers(domain, address.rpartition("@")[2])


def covers(parent: str, domain: str) -> bool:
    """Tell whether `domain` is `parent` or lies below it."""
    return domain == parent or domain.endswith("." + parent)
