"""A known sender's name on a message that nothing proves, from a network it never used.

Somebody whose mail always proved itself does not stop doing so by moving. Mailing lists and
forwarders break proofs honestly; they leave marks, and weigh little.
"""

from bartizan.mail.authentication.results import Authentication, Result
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Known sender, new origin",
    severity=Severity.MEDIUM,
    weight=0.45,
    tags=("tactic:impersonation", "attack:T1656"),
)

_KNOWN = 5
_FORWARDED_WEIGHT = 0.05
#: Nobody knows yet whether it proves itself: DNS did not answer.
_UNDECIDED = frozenset({Result.TEMPERROR})


def detect(facts: Facts) -> Found | None:
    """Compare where the message came from with where its author's proved mail came from."""
    sender, history, checked = facts.sender, facts.history, facts.authentication
    if sender is None or history is None or checked is None or facts.envelope is None:
        return None
    if history.seen < _KNOWN or history.infrastructure_seen is not False:
        return None
    if facts.proved or _undecided(checked):
        return None
    address = facts.envelope.remote_address
    return Found(
        f"Mail of {sender.address} has proved itself {history.seen} times; this message does not, "
        f"and it comes from {address}, which that sender never used.",
        (seen("header:from", sender.address), seen("envelope", address)),
        weight=_FORWARDED_WEIGHT if _forwarded(facts, checked) else None,
    )


def _undecided(checked: Authentication) -> bool:
    results = {checked.dmarc.result, checked.spf.result, *(one.result for one in checked.dkim)}
    return bool(results & _UNDECIDED)


def _forwarded(facts: Facts, checked: Authentication) -> bool:
    if checked.arc.result is Result.PASS:
        return True
    return from_a_list(facts) or facts.message.header("resent-from") is not None
