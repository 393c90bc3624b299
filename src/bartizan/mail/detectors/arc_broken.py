"""A forwarder's seal on the message is broken.

Forwarders seal (ARC) what they checked. A broken chain was changed after it was sealed, or made
up to look as if somebody trusted had checked the message.
"""

from bartizan.mail.authentication.results import Result
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Broken seal",
    severity=Severity.LOW,
    weight=0.12,
    tags=("tactic:spoofing", "attack:T1036"),
)


def detect(facts: Facts) -> Found | None:
    """Report a chain that fails; one that could not be checked proves nothing."""
    checked = facts.authentication
    if checked is None or checked.arc.result is not Result.FAIL:
        return None
    return Found(
        "The message bears the seals of forwarders, and they do not hold.",
        (seen("arc", checked.arc.sentence),),
    )
