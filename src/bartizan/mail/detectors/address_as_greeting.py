"""The message greets its reader by their mail address, or by what stands before its @.

Whoever writes to lists of addresses knows nothing else of their readers.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Greeting is a mail address",
    severity=Severity.LOW,
    weight=0.4,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_GREETING = re.compile(
    r"\b(?:dear|hello|hi|hey|attention|attn|greetings|welcome|hallo|sehr geehrter?|lieber?"
    r"|guten tag|bonjour|cher|chere|hola|estimad[oa]|querid[oa]|ola|prezad[oa]|car[oa]|beste"
    r"|geachte|gentile|ciao|salve)[\s,:;*!\"'<-]{1,6}([^\s,;:!<>\"]{3,120})"
)
_SCANNED, _GREETINGS, _READERS = 2_000, 10, 20
_SHORTEST = 4
#: Mailboxes of a role: nobody is called so.
_ROLES = frozenset(
    """info sales contact admin office support hello mail team service webmaster postmaster
    accounts accounting billing help jobs press marketing kontakt ventas contacto contato""".split()
)


def detect(facts: Facts) -> Found | None:
    """Compare what follows the greeting with the addresses that the message goes to."""
    names, opening = frozenset(_names(facts)), _opening(facts)
    if not any(name in opening for name in names):  # greetings are slow to look for
        return None
    for match in islice(_GREETING.finditer(opening), _GREETINGS):
        if match[1].rstrip(".)*") in names:
            return Found(
                f"The message greets its reader as {match[1]}, not by name.",
                (seen("body", match[0]),),
            )
    return None


def _opening(facts: Facts) -> str:
    """Return the subject and how the text begins, however long the subject is."""
    subject, _, body = facts.folded.partition("\n")
    return f"{subject[:_SCANNED]}\n{body[:_SCANNED]}"


def _names(facts: Facts) -> Iterator[str]:
    """Yield addresses of readers, and their first half where it is no first name."""
    for address in _readers(facts):
        local = address.partition("@")[0]
        yield address
        if len(local) >= _SHORTEST and (local in _ROLES or not local.isalpha()):
            yield local


def _readers(facts: Facts) -> list[str]:
    told = facts.envelope.recipients if facts.envelope is not None else ()
    shown = tuple(mailbox.address for mailbox in facts.message.addresses("to")[:_READERS])
    return [address.lower() for address in (*told[:_READERS], *shown) if "@" in address]
