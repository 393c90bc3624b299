"""The author's domain says how to recognise its mail, and this message does not pass.

A failed check alone is weak (forwarding breaks it); a failed check that the domain's owner asks
receivers to act on, or one for our own domain, is strong.
"""

from bartizan.mail.authentication.results import DmarcResult, Result
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Sender not proved",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:spoofing", "attack:T1672"),
)

_WEIGHTS = {"reject": 0.7, "quarantine": 0.6, "none": 0.2}
_OWN_DOMAIN = 0.9


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
    if checked.dmarc.result is not Result.FAIL:
        return None
    policy = checked.dmarc.policy or "none"
    return Found(
        f"{checked.dmarc.domain} did not send this, as far as its own published rules tell"
        + (f"; it asks receivers to {policy} such mail." if policy != "none" else "."),
        (seen("dmarc", checked.dmarc.sentence),),
        weight=_WEIGHTS.get(policy, _WEIGHTS["none"]),
        severity=Severity.MEDIUM if policy == "none" else None,
    )


def _unproved(dmarc: DmarcResult) -> bool:
    """Nobody knows is not proof either, but an unanswered question is not held against it."""
    return dmarc.result in (Result.FAIL, Result.NONE, Result.PERMERROR)
