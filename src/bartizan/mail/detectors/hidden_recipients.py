"""The message does not say whom it is to, and asks for a click or an answer.

Honest round letters hide their recipients too, so this weighs little by itself.
"""

from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.detectors._senders import recipients
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Recipients not named",
    severity=Severity.LOW,
    weight=0.25,
    tags=("tactic:bulk", "attack:T1566"),
)


def detect(facts: Facts) -> Found | None:
    """Look for a message to nobody that has a link or another address to answer to."""
    if from_a_list(facts) or any(one.domain for one in recipients(facts)):
        return None
    sender = facts.sender
    elsewhere = any(
        one.domain and (sender is None or one.address != sender.address) for one in facts.reply_to
    )
    if not elsewhere and not any(link.url for link in facts.links):
        return None
    return Found(
        "The message does not say whom it is sent to.",
        (seen("header:to", facts.message.header("to") or "(nobody)"),),
    )
