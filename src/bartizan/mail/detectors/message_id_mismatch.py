"""The message's own number was not made by a mail program of its author's.

Mail programs write `something@host`, the host being their own or the author's domain. Numbers
without a host, or made at `localhost`, come from scripts; one made in the name of a stranger's
domain is at most a hint, since services send for others.
"""

import re

from bartizan.forensics.identifiers import parse_message_ids
from bartizan.mail.detectors._domains import owner
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Odd message number",
    severity=Severity.LOW,
    weight=0.1,
    tags=("tactic:evasion", "attack:T1036"),
)

_STRANGER_WEIGHT = 0.05
_LOCAL = re.compile(r"(?:localhost(?:\.localdomain)?|\[?127\.\d+\.\d+\.\d+\]?|\[?::1\]?)")
_SIGNER = re.compile(rb"(?:^|;)\s*d\s*=\s*([^;\s]{1,255})")
#: Services that number what they send for their customers' own domains.
_SERVICES = frozenset(
    """outlook.com google.com gmail.com yahoo.com yahoodns.net icloud.com me.com apple.com zoho.com
    fastmail.com messagingengine.com amazonses.com amazonaws.com sendgrid.net sendgrid.com
    mailgun.org mailgun.net mandrillapp.com mcsv.net mcdlv.net rsgsv.net postmarkapp.com
    sparkpostmail.com exacttarget.com marketo.org marketo.com hubspot.com hubspotemail.net
    sendinblue.com brevo.com mailjet.com zendesk.com salesforce.com freshdesk.com intercom.io
    mimecast.com pphosted.com constantcontact.com createsend.com klaviyomail.com
    github.com""".split()
)


def detect(facts: Facts) -> Found | None:
    """Look at the form of the Message-ID, then at whose name it bears."""
    value = facts.message.header("message-id")
    sender = facts.sender
    if value is None or sender is None or not sender.domain:
        return None
    identifiers = parse_message_ids(value)
    host = identifiers[0].rpartition("@")[2].lower() if identifiers else ""
    evidence = (seen("header:message-id", value), seen("header:from", sender.address))
    if not identifiers or "@" not in identifiers[0]:
        return Found("The message's number is not of the form that mail programs write.", evidence)
    if _LOCAL.fullmatch(host):
        return Found("The message was numbered by a script: its number names no host.", evidence)
    if "." not in host or from_a_list(facts) or owner(host) in _SERVICES | _known(facts):
        return None
    return Found(
        f"The message is from {sender.domain}, but was numbered by {host}.",
        evidence,
        weight=_STRANGER_WEIGHT,
    )


def _known(facts: Facts) -> set[str]:
    """Whoever openly had a hand in the message: author, sender, signers, reply addresses."""
    message = facts.message
    boxes = (*facts.senders, *facts.reply_to, *message.addresses("sender"))
    boxes += message.addresses("return-path")
    domains = {box.domain for box in boxes}
    for field in message.fields:
        if field.name == "dkim-signature":
            signer = _SIGNER.search(field.value[:4000])
            domains.add(signer[1].decode("ascii", "replace") if signer else "")
    if facts.envelope is not None:
        domains.add(facts.envelope.mail_from.rpartition("@")[2])
    return {owner(domain) for domain in domains if domain}
