"""The page goes elsewhere by itself, or makes its links lead elsewhere than they say.

`<meta http-equiv=refresh>` opens another page unasked; `<base href>` moves every short link.
"""

from bartizan.forensics.urls import read_url
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A page that leads elsewhere",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:evasion", "attack:T1566.002"),
)

_BASE_WEIGHT = 0.3


def detect(facts: Facts) -> Found | None:
    """Look for a page that moves on, then for one whose links are moved to a stranger's host."""
    for page in facts.html:
        target = next(filter(None, page.meta_refresh), None)
        if target is not None:
            return Found(
                "A page in the message opens another one by itself.", (seen("meta", target),)
            )
    for page in facts.html:
        base = read_url(page.base_href) if page.base_href else None
        if base is not None and base.host and not _is_authors(base.host, facts):
            return Found(
                f"Short links of the message are made to lead to {base.host}.",
                (seen("base", page.base_href or ""),),
                weight=_BASE_WEIGHT,
            )
    return None


def _is_authors(host: str, facts: Facts) -> bool:
    return facts.sender is not None and same_owner(host, facts.sender.domain)
