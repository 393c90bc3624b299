"""A link leads to a form that anybody could have built.

Surveys are made with form builders; so are pages that ask for passwords and card numbers.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import first, hosted_by_anybody, says_little
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Form built by anybody",
    severity=Severity.MEDIUM,
    weight=0.25,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_ALONE = 0.4


def detect(facts: Facts) -> Found | None:
    """Look for form builders; a form weighs more where it is all the message is about."""
    forms = hosted_by_anybody(facts.foreign_links, Kind.FORM_BUILDER)
    alone = bool(forms) and says_little(facts) and len(facts.foreign_links) <= len(forms) + 1
    return first(
        forms,
        "A link leads to a form at {host}, where anybody can build one.",
        weight=_ALONE if alone else None,
    )
