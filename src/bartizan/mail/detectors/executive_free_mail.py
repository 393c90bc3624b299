"""Somebody with a high title asks for a favour from a free mailbox.

The usual opening of fraud against companies: the chief, on the road, with a quick task.
"""

import re

from bartizan.forensics.confusables import fold
from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A chief on a free mailbox",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:bec", "tactic:impersonation", "attack:T1656"),
)

_TITLE = re.compile(
    r"\b(?:ceo|cfo|coo|cto|chief \w{2,20} officer|president|chairman|chairwoman"
    r"|(?:managing|executive|finance|general) director|director|geschaftsfuhrer\w{0,2}|vorstand"
    r"|inhaber|pdg|directeur|directrice|directora?|gerente|presidente|direttore"
    r"|amministratore delegato|diretora?|directeur|bestuurder|principal|headmaster)\b"
)
_FAVOUR = re.compile(
    r"\b(?:gift ?cards?|wire transfer|bank transfer|quick (?:task|favou?r|question)|are you (?:at "
    r"your desk|available|free|in the office|busy)|need a favou?r|(?:your|cell) (?:cell|mobile|"
    r"phone|whatsapp|number)|in a meeting|discreet\w{0,3}|confidential|direct deposit|payroll"
    r"|urgent (?:task|request|payment)|uberweisung|gutschein\w{0,8}|geschenkkarte\w?"
    r"|vertraulich|sind sie (?:verfugbar|im buro)|handynummer|virement|confidentiel"
    r"|etes vous (?:disponible|au bureau)|carte cadeau|transferencia|confidencial"
    r"|esta (?:disponivel|disponible)|bonifico|riservat[ao]|overboeking|vertrouwelijk)\b"
)
_OPENING = 4_000


def detect(facts: Facts) -> Found | None:
    """Look for a title in the name or the signature's first lines, and for the favour."""
    sender = facts.sender
    if sender is None or not is_free_mail(sender.domain):
        return None
    if _TITLE.search(fold(sender.name[:200])) is None:
        return None
    favour = _FAVOUR.search(facts.folded[:_OPENING])
    if favour is None:
        return None
    return Found(
        f"{sender.name} writes from {sender.address}, a mailbox that anybody could have opened, "
        "and asks for what fraudsters ask for.",
        (*shown_sender(facts), seen("body", favour[0])),
    )
