"""Somebody signed the message, but not its author.

Mail services sign for customers who never set it up; so do the hired servers of fraudsters. Weak.
"""

from bartizan.mail.authentication.results import Result
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Signed by a stranger",
    severity=Severity.LOW,
    weight=0.08,
    tags=("tactic:spoofing", "attack:T1672"),
)

_UNKNOWN = frozenset({Result.TEMPERROR})


def detect(facts: Facts) -> Found | None:
    """Compare the author's domain with those of the signatures that hold."""
    sender, checked = facts.sender, facts.authentication
    if sender is None or not sender.domain or checked is None or from_a_list(facts):
        return None
    if any(one.result in _UNKNOWN for one in checked.dkim) or checked.dmarc.result is Result.PASS:
        return None
    signers = [one.domain for one in checked.dkim if one.result is Result.PASS]
    if not signers or any(same_owner(domain, sender.domain) for domain in signers):
        return None
    return Found(
        f"The message says it is from {sender.domain}, but it was {signers[0]} that signed it.",
        (seen("header:from", sender.address), seen("dkim", signers[0])),
    )
