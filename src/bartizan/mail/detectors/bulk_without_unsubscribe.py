"""The message calls itself bulk mail and offers no way out.

Whoever sends to many by right must let them leave, and the large receivers insist on it.
"""

import re

from bartizan.mail.detectors._mass import from_a_list, is_bulk
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Bulk mail without a way out",
    severity=Severity.LOW,
    weight=0.05,
    tags=("tactic:bulk", "attack:T1566"),
)

_WAY_OUT = re.compile(
    r"unsubscri|opt.?out|preferences|d[ée]sabonn|d[ée]sinscri|abbestell|abmelden|darse de baja|"
    r"cancelar (?:a )?(?:inscri|suscri)|descadastr|disiscri|cancella|uitschrij|afmeld|отпис|退订",
    re.IGNORECASE,
)
_READ = 200_000


def detect(facts: Facts) -> Found | None:
    """Look for a List-Unsubscribe field, then for words of leaving in the text and its links."""
    if not is_bulk(facts) or from_a_list(facts) or _WAY_OUT.search(facts.text[-_READ:]):
        return None
    if any(_WAY_OUT.search(link.href[:2000]) for link in facts.links):
        return None
    told = facts.message.header("precedence") or ""
    return Found(
        "The message was sent to many and offers no way to leave their number.",
        (seen("header:precedence", told),),
    )
