"""The sender's name is adorned with pictures: it is to be seen in a list, not to name anybody.

Companies and people write their name. Emoji around a name are how mass mailings fight for a glance.
"""

import unicodedata

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Pictures in the sender's name",
    severity=Severity.LOW,
    weight=0.4,
    tags=("tactic:social-engineering",),
)

#: Signs that stand in honest names.
_USUAL = frozenset("©®™°")


def detect(facts: Facts) -> Found | None:
    """Look for pictures in the name of the author."""
    name = facts.sender.name[:200] if facts.sender else ""
    if name.isascii() or not any(map(_is_picture, name)):
        return None
    return Found("The sender's name is decorated with pictures.", (seen("header:from", name),))


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) == "So" and letter not in _USUAL
