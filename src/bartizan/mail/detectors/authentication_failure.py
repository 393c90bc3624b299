"""The author's domain says how to recognise its mail, and this message does not pass.

A failed check alone is weak (forwarding breaks it); a failed check that the domain's owner asks
receivers to act on, or one for our own domain, is strong. A check that did not finish is neither
a pass nor a failure.
"""

from bartizan.mail.authentication.results import (
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
)
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Evidence, Severity

ABOUT = About(
    title="Sender not proved",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:spoofing", "attack:T1672"),
)

_WEIGHTS = {"reject": 0.7, "quarantine": 0.6, "none": 0.2}
#: The owner asks for nothing, but SPF knows the sending server to be none of the domain's.
_SPF_TOO_WEIGHT = 0.35
#: Forwarders change messages, and so break what authors proved; seals that hold say who did.
_SEALED_SHARE = 0.6
_OWN_DOMAIN = 0.9
_APPENDED_WEIGHT = 0.4


def detect(facts: Facts) -> Found | None:
    """Weigh a DMARC failure by what the owner asks for and by whose domain it is."""
    sender, checked = facts.sender, facts.authentication
    if sender is None or checked is None:
        return None
    if sender.domain in facts.organisation.domains and _unproved(checked.dmarc):
        return Found(
            f"The message claims to come from {sender.domain}, which is ours, but nothing proves "
            "that we sent it.",
            (seen("header:from", sender.address), seen("dmarc", checked.dmarc.sentence)),
            weight=_OWN_DOMAIN,
        )
    if checked.dmarc.result is Result.FAIL:
        return _failed(checked)
    return _appended(sender.domain, checked.dkim)


def _unproved(dmarc: DmarcResult) -> bool:
    """Nobody knows is not proof either, but an unanswered question is not held against it."""
    return dmarc.result in (Result.FAIL, Result.NONE, Result.PERMERROR)


def _failed(checked: Authentication) -> Found:
    policy = checked.dmarc.policy or "none"
    return Found(
        f"{checked.dmarc.domain} did not send this, as far as its own published rules tell"
        + (f"; it asks receivers to {policy} such mail." if policy != "none" else "."),
        tuple(_evidence(checked)),
        weight=_weight(policy, checked),
        severity=Severity.MEDIUM if policy == "none" else None,
    )


def _weight(policy: str, checked: Authentication) -> float:
    weight = _WEIGHTS.get(policy, _WEIGHTS["none"])
    if policy == "none" and _spf_denies(checked):
        weight = _SPF_TOO_WEIGHT
    if checked.arc.result is Result.PASS:
        weight *= _SEALED_SHARE
    return round(weight, 3)


def _spf_denies(checked: Authentication) -> bool:
    denied = checked.spf.result is Result.FAIL
    return denied and same_owner(checked.spf.domain, checked.dmarc.domain)


def _evidence(checked: Authentication) -> list[Evidence]:
    """DMARC's sentence, then why: what SPF says, and each signature in the author's name."""
    found = [seen("dmarc", checked.dmarc.sentence)]
    if _spf_denies(checked):
        found.append(seen("spf", checked.spf.sentence))
    author = checked.dmarc.domain
    found += [seen("dkim", one.sentence) for one in checked.dkim if same_owner(one.domain, author)]
    return found


def _appended(domain: str, signatures: tuple[DkimResult, ...]) -> Found | None:
    """The author signed a part of the body, and somebody wrote more behind it."""
    for one in signatures:
        if one.unsigned_bytes and same_owner(one.domain, domain):
            return Found(
                f"{one.domain} signed only the beginning of the message; what follows may be "
                "anybody's.",
                (seen("dkim", one.sentence),),
                weight=_APPENDED_WEIGHT,
                severity=Severity.MEDIUM,
            )
    return None
