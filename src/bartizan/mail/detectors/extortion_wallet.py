"""A stranger claims to have watched the reader and demands digital money to keep quiet.

The claim is never true: the same text goes to millions, sometimes with an old password in it.
"""

from bartizan.mail.detectors._lure import is_clear, quoted
from bartizan.mail.detectors._wallets import find_wallet
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Blackmail",
    severity=Severity.HIGH,
    weight=0.9,
    tags=("tactic:extortion", "attack:T1657"),
)

_CLEAR, _WEAK = 0.4, 0.1
_MANY = 3


def detect(facts: Facts) -> Found | None:
    """Look for the words of blackmail, and for an address that money is to go to."""
    said = facts.says("extortion")
    if not said:
        return None
    wallet = find_wallet(facts.text) or find_wallet(facts.subject)
    if wallet is not None:
        return Found(
            "The message threatens its reader and demands money to a wallet. Such claims are sent "
            "to millions of people and are not true.",
            (*quoted(said), seen("body", wallet)),
        )
    clear = is_clear(said) and len(said) >= _MANY
    return Found(
        "The message speaks like a blackmailer.",
        quoted(said),
        weight=_CLEAR if clear else _WEAK,
        severity=Severity.MEDIUM if clear else Severity.INFO,
    )
