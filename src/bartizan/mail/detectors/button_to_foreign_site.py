"""Most links lead to one well-known or claimed site, and the one that is to be clicked to another.

The links of a real message are kept for looks, and one is exchanged. Neither place is the
sender's.
"""

from collections import Counter

from bartizan.mail.detectors._links import (
    clicked,
    host,
    is_own,
    is_senders,
    is_text,
    owner_of,
    strangers,
    told,
)
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="The one link that differs",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:impersonation", "tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_LEAST = 3


def detect(facts: Facts) -> Found | None:
    """Count the sites of what is clicked; look for one stranger against one that prevails."""
    sites = Counter(owner_of(link) for link in clicked(facts))
    if len(sites) < 2 or _any_own(facts):  # noqa: PLR2004 - two places
        return None
    main, count = sites.most_common(1)[0]
    away = [link for link in strangers(facts) if is_text(link) and owner_of(link) != main]
    if count < _LEAST or len(set(map(owner_of, away))) != 1 or is_senders(away[0], facts):
        return None
    return Found(
        f"Most links lead to {main}, but one leads to {host(away[0])}; neither is the sender's.",
        (told(away[0]),),
    )


def _any_own(facts: Facts) -> bool:
    return any(is_own(link, facts) for link in clicked(facts))
