"""The door of SPF: from what the SMTP session said to a result with its sentence."""

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

from bartizan.mail.authentication.dns.questions import Evaluation
from bartizan.mail.authentication.domains import is_full, normalised
from bartizan.mail.authentication.results import Result, SpfIdentity, SpfResult
from bartizan.mail.authentication.spf.check import (
    Asker,
    Check,
    PermanentError,
    Ruling,
    TemporaryError,
)
from bartizan.mail.authentication.wording import shown

#: SMTP allows 64 octets of local part and 255 of domain (RFC 5321, section 4.5.3.1).
LONGEST_SENDER = 512

_SENTENCES = {
    Result.PASS: "{ip} is among the servers that {domain} allows to send its mail ({term}).",
    Result.FAIL: "{ip} is not among the servers that {domain} allows to send its mail ({term}).",
    Result.SOFTFAIL: "{domain} thinks that {ip} is not one of its servers, without insisting "
    "({term}).",
    Result.NEUTRAL: "{domain} says nothing for or against {ip} ({term}).",
    Result.NONE: "{domain} publishes no SPF record, so nobody can say who may send its mail.",
}


def evaluate_spf(
    remote_address: str, helo: str, mail_from: str, now: datetime
) -> Evaluation[SpfResult]:
    """Check the sender's domain, or the greeting's where the sender is empty (section 2.4)."""
    sender = mail_from.strip().removeprefix("<").removesuffix(">")
    identity = SpfIdentity.MAIL_FROM if sender else SpfIdentity.HELO
    local, _, domain = (sender or helo).rpartition("@")
    domain = normalised(domain)
    address = _address(remote_address)
    refusal = _refusal(address, domain, sender)
    if address is None or refusal is not None:
        return SpfResult(
            result=Result.NONE, domain=shown(domain), sentence=refusal or "", identity=identity
        )
    asker = Asker(
        address, helo[:LONGEST_SENDER], local or "postmaster", domain, int(now.timestamp())
    )
    return (yield from _checked(asker, identity))


def _checked(asker: Asker, identity: SpfIdentity) -> Evaluation[SpfResult]:
    check, domain, explanation = Check(asker), asker.sender_domain, None
    try:
        ruling = yield from check.ruling(domain)
        if ruling.result is Result.FAIL:
            explanation = yield from check.explanation(ruling)
    except TemporaryError as error:
        ruling = Ruling(Result.TEMPERROR)
        sentence = f"Whether {asker.address} may send mail of {domain} is not known: {error}."
    except PermanentError as error:
        ruling = Ruling(Result.PERMERROR)
        sentence = f"The SPF record of {domain} cannot be used: {error}."
    else:
        sentence = _sentence(ruling, asker)
    return SpfResult(
        result=ruling.result,
        domain=domain,
        sentence=sentence,
        mechanism=None if ruling.term is None else shown(ruling.term),
        explanation=explanation,
        identity=identity,
    )


def _sentence(ruling: Ruling, asker: Asker) -> str:
    return _SENTENCES[ruling.result].format(
        ip=asker.address,
        domain=asker.sender_domain,
        term=shown(ruling.term or "its record does not mention it", 60),
    )


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; IPv4 mapped into IPv6 is IPv4 (section 5)."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _refusal(address: IPv4Address | IPv6Address | None, domain: str, sender: str) -> str | None:
    """Say why there is nothing to check (section 4.3), `None` where there is."""
    if address is None:
        return "The connecting address is not known, so SPF has nothing to check."
    if not is_full(domain) or len(sender) > LONGEST_SENDER:
        return f"“{shown(domain)}” is not a domain name that SPF could check."
    return None
