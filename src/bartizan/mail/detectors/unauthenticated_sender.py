"""Nothing vouches for the author, although the domain says who may.

The domain publishes no DMARC policy, so nobody asked for the message to be refused; but SPF or
DKIM knows its servers, and this message did not come from them.
"""

from bartizan.mail.authentication.results import Authentication, Result
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Sender unproven",
    severity=Severity.MEDIUM,
    weight=0.2,
    tags=("tactic:spoofing", "attack:T1672"),
)

_WEIGHTS = {Result.FAIL: 0.3, Result.SOFTFAIL: 0.2, Result.NEUTRAL: 0.1}
_BROKEN_WEIGHT = 0.12


def detect(facts: Facts) -> Found | None:
    """Look at SPF and DKIM for the author's own domain, where DMARC has nothing to say."""
    sender, checked = facts.sender, facts.authentication
    if sender is None or not sender.domain or checked is None:
        return None
    if checked.dmarc.result is not Result.NONE or _vouched(sender.domain, checked):
        return None
    if same_owner(checked.spf.domain, sender.domain) and checked.spf.result in _WEIGHTS:
        return Found(
            f"{sender.domain} publishes which servers send its mail; this one is not among them.",
            (seen("header:from", sender.address), seen("spf", checked.spf.sentence)),
            weight=_WEIGHTS[checked.spf.result],
        )
    return _broken(sender.domain, checked)


def _vouched(domain: str, checked: Authentication) -> bool:
    """Whether SPF or DKIM passed for the domain, or may yet: nobody knows is not held against."""
    hopeful = (Result.PASS, Result.TEMPERROR)
    claims = [(checked.spf.domain, checked.spf.result)]
    claims += [(one.domain, one.result) for one in checked.dkim]
    return any(result in hopeful and same_owner(name, domain) for name, result in claims)


def _broken(domain: str, checked: Authentication) -> Found | None:
    for one in checked.dkim:
        if one.result is Result.FAIL and same_owner(one.domain, domain):
            return Found(
                f"The signature of {one.domain} on the message does not hold.",
                (seen("dkim", one.sentence),),
                weight=_BROKEN_WEIGHT,
            )
    return None
