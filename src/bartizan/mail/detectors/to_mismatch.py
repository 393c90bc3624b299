"""The message was delivered to somebody whom it does not name.

Senders of thousands write one address, or their own, into To and send copies that nobody sees.
So does an honest blind copy, hence the low weight.
"""

from bartizan.mail.detectors._mass import from_a_list, is_bulk
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Not addressed to you",
    severity=Severity.LOW,
    weight=0.1,
    tags=("tactic:bulk", "attack:T1566"),
)

_TO_ITSELF_WEIGHT = 0.25


def detect(facts: Facts) -> Found | None:
    """Compare who the message says it is to with who it was delivered to."""
    sender, envelope = facts.sender, facts.envelope
    if sender is None or envelope is None or not envelope.recipients:
        return None
    if from_a_list(facts) or is_bulk(facts):
        return None
    named = [*facts.message.addresses("to"), *facts.message.addresses("cc")]
    addresses = {box.address.lower() for box in named if box.domain}
    if addresses & {one.lower() for one in envelope.recipients}:
        return None
    shown = ", ".join(sorted(addresses)[:3]) or "nobody"
    to_itself = addresses == {sender.address.lower()}
    sentence = (
        "The message is addressed to its own author"
        if to_itself
        else (f"The message is addressed to {shown}")
    )
    return Found(
        f"{sentence}, yet it was delivered to {envelope.recipients[0]}.",
        (seen("header:to", shown), seen("envelope:to", envelope.recipients[0])),
        weight=_TO_ITSELF_WEIGHT if to_itself else None,
    )
