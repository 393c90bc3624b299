"""The message says next to nothing and has a link: the reader is to be curious."""

from itertools import islice

from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Nothing but a link",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:social-engineering", "attack:T1566.002"),
)

_FEW, _NONE = 60, 20
_NONE_WEIGHT = 0.45


def detect(facts: Facts) -> Found | None:
    """Count the letters that are shown, where there is no picture and no file to look at."""
    if facts.attachments or any(page.images for page in facts.html):
        return None
    link = next((one for one in facts.links if _leads_away(one)), None)
    if link is None:
        return None
    letters = sum(1 for _ in islice(filter(str.isalpha, facts.text), _FEW + 1))
    if letters > _FEW:
        return None
    return Found(
        "The message says hardly anything and offers a link.",
        (seen(f"part:{link.part}", link.href),),
        weight=_NONE_WEIGHT if letters <= _NONE else None,
    )


def _leads_away(link: Link) -> bool:
    return link.url is not None and link.url.scheme in ("http", "https")
