"""The message alarms its reader about a charge and gives a number to ring.

There is no link to check: the fraud goes on by telephone. Receipts have numbers too; they come
from the shop's own address.
"""

import re

from bartizan.mail.detectors._lure import free_mailbox, is_clear, quoted
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Number to ring about a charge",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:callback-phishing", "attack:T1566.004"),
)

_WEAK, _FAIR = 0.08, 0.25
_SCANNED, _FILES = 20_000, 5
#: Ten digits or more with any sign or a letter-like zero between them, as they are dialled.
_NUMBER = re.compile(
    r"(?<![\w.,/=-])(?:\+|00)?(?:\d{1,3}[ .\-]{0,2})?\(?[\dOo]{3,4}\)?[ .\-\u2013]{1,3}"
    r"[\dOo]{3}[ .\-\u2013]{0,3}[\dOo]{4}(?![\w-])"
)


def detect(facts: Facts) -> Found | None:
    """Look for words of a charge to be called off, and a telephone number beside them."""
    said = facts.says("callback")
    number = _number(facts) if said else None
    if number is None:
        return None
    free = free_mailbox(facts)
    told = (*quoted(said), seen("body", number))
    if free is not None:
        return Found(
            f"The message asks its reader to ring {number}, and comes from a free mailbox "
            f"({free}).",
            told,
            weight=ABOUT.weight if is_clear(said) else _FAIR,
            severity=None if is_clear(said) else Severity.LOW,
        )
    pressed = is_clear(said) and not facts.links
    return Found(
        f"The message asks its reader to ring {number}.",
        told,
        weight=_FAIR if pressed else _WEAK,
        severity=Severity.LOW if pressed else Severity.INFO,
    )


def _number(facts: Facts) -> str | None:
    """Return the first telephone number of the subject, the text or an attached document."""
    for text in (facts.subject, facts.text, *_documents(facts)):
        match = _NUMBER.search(text[:_SCANNED])
        if match is not None:
            return match[0].strip()
    return None


def _documents(facts: Facts) -> list[str]:
    files = [file for one in facts.attachments if one.examination for file in one.examination.files]
    return [file.text for file in files[:_FILES] if file.text]
