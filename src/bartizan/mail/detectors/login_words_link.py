"""A stranger's host is named for signing in, verifying or paying.

`secure-account-update.example` belongs to nobody: companies ask for such things under their own
name.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, is_text, says_little, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Host named for signing in",
    severity=Severity.HIGH,
    weight=0.45,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_IN_PATH = 0.1


def detect(facts: Facts) -> Found | None:
    """Look for such words in hosts, then in paths where the link is what the message is about."""
    links = [link for link in strangers(facts) if is_text(link)]
    named = first(
        (link for link in links if Oddity.LOGIN_HOST in link.oddities),
        "A link leads to {host}, which is named for signing in but is not the sender's.",
    )
    if named is not None or not says_little(facts):
        return named
    return first(
        (link for link in links if Oddity.LOGIN_PATH in link.oddities),
        "A link leads to a page for signing in or verifying at {host}, which is not the sender's.",
        _IN_PATH,
    )
