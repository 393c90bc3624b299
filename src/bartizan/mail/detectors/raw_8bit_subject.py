"""The subject or the author's name is written in bytes that no mail program sends unencoded.

Mail programs encode every letter beyond ASCII; scripts that assemble mail by hand forget to.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Unencoded letters in the header",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:evasion", "attack:T1036"),
)

_FIELDS = {"subject": "subject", "from": "author's name", "to": "recipient's name"}


def detect(facts: Facts) -> Found | None:
    """Look for bytes beyond ASCII; a message that uses them in addresses too was meant so."""
    for name, words in _FIELDS.items():
        value = facts.message.root.header_bytes(name)
        if value is None or value.isascii() or _international(facts):
            continue
        return Found(
            f"The {words} is written in a way that no mail program sends.",
            (seen(f"header:{name}", facts.message.header(name) or ""),),
        )
    return None


def _international(facts: Facts) -> bool:
    """Whether the author's very address needs more than ASCII: only RFC 6532 can carry it."""
    return facts.sender is not None and not facts.sender.address.isascii()
