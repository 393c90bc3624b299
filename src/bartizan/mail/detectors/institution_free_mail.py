"""An institution seems to write from a mailbox that anybody can open.

Courts, authorities, banks and parcel services have domains of their own.
"""

import re

from bartizan.forensics.confusables import fold
from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Institution on a free mailbox",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:impersonation", "tactic:free-mail", "attack:T1656"),
)

#: Folded words; those that are family names as well (`Bank`, `Post`) need company.
_INSTITUTION = re.compile(
    r"\b(?:banco|banque|bank of|central bank|world bank|federal (?:reserve|bureau|ministry)"
    r"|ministry of|department of|united nations|embassy|customs|supreme court|high court"
    r"|tribunal|amtsgericht"
    r"|finanzamt|zollamt|polizei|bundes\w{2,20}|sparkasse|ministerio|ministere|ministero"
    r"|gendarmerie|police nationale|policia|polizia|receita federal|tesouro nacional|correios?"
    r"|alfandega|aduana|gov[ .-]?br|impots|tresor public|internal revenue|tax (?:office|refund)"
    r"|social security|parcel service|delivery service|courier (?:company|service)"
    r"|postal service|help ?desk|it support|mail(?:box)? admin\w{0,12}|system admin\w{0,12}"
    r"|customer (?:service|care|support)|kundenservice|kundendienst|service client|suporte"
    r"|atendimento|comunicado|notificacao|intimacao|protocolo"
    r"|processo (?:civil|trabalhista|judicial)|security (?:team|department)"
    r"|billing (?:team|department)|lottery|loteria)\b"
)


def detect(facts: Facts) -> Found | None:
    """Look for words of institutions in a name whose address is at a free mailbox provider."""
    sender = facts.sender
    if sender is None or not is_free_mail(sender.domain):
        return None
    if _INSTITUTION.search(fold(sender.name[:200])) is None:
        return None
    return Found(
        f"{sender.name} seems to be an institution, but {sender.address} is a mailbox that anybody "
        "could have opened.",
        shown_sender(facts),
    )
