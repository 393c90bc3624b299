"""What one judged message adds to the report of the domain that it says it is from.

A domain's owner learns what DMARC asked for and how far it was done, never what else we thought of
the message: RFC 9990 warns against telling senders about filters. Local parts and recipients are
left out altogether.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from bartizan.mail.authentication.domains import is_within, normalised
from bartizan.mail.authentication.results import (
    Authentication,
    DkimResult,
    DmarcResult,
    PublishedPolicy,
    Result,
    SpfResult,
)
from bartizan.mail.feedback.aggregate import AuthResult, Override, Record
from bartizan.mail.verdict import Disposition, Envelope, Verdict

#: RFC 9990, section "DKIM Signatures in Aggregate Reports".
MOST_SIGNATURES: Final = 100
_SHORT = 255
#: Names are ASCII by now; what is not printable, XML and databases may refuse.
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_STRENGTH = ("none", "quarantine", "reject")
_DONE = {Disposition.HOLD: "quarantine", Disposition.REJECT: "reject"}
_SPF_RESULTS = frozenset(Result) - {Result.POLICY}
_DKIM_RESULTS = frozenset(Result) - {Result.SOFTFAIL}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A message as its author's domain hears of it; `record` has a count of one."""

    domain: str
    published: PublishedPolicy
    record: Record


def evaluated(envelope: Envelope, verdict: Verdict, *, from_list: bool) -> Evaluated | None:
    """Return what a message adds to a report; `None` where nobody asks for one.

    `from_list` tells that the message came through a mailing list, as far as it says.
    """
    found, address = verdict.authentication, _address(envelope.remote_address)
    if found is None or address is None:
        return None
    dmarc = found.dmarc
    if dmarc.published is None or not dmarc.published.rua or not dmarc.policy_domain:
        return None
    disposition, overrides = _disposition(dmarc, verdict.disposition, from_list=from_list)
    record = Record(
        source_ip=address,
        count=1,
        disposition=disposition,
        dkim=_aligned(dmarc, "dkim"),
        spf=_aligned(dmarc, "spf"),
        header_from=_clean(dmarc.domain),
        envelope_from=_clean(normalised(envelope.mail_from.rpartition("@")[2])),
        overrides=overrides,
        results=(*_signatures(found), *_sender(found.spf)),
    )
    return Evaluated(dmarc.policy_domain, dmarc.published, record)


def _aligned(dmarc: DmarcResult, method: str) -> str:
    return "pass" if method in dmarc.aligned else "fail"


def _disposition(
    dmarc: DmarcResult, done: Disposition, *, from_list: bool
) -> tuple[str, tuple[Override, ...]]:
    """Return how far the policy was carried out, and why not further where it was not."""
    asked = _asked(dmarc)
    if dmarc.result is Result.PASS:
        return ("none" if asked == "none" else "pass"), ()
    if asked == "none":
        return "none", ()
    if dmarc.published is not None and dmarc.published.testing:
        return "none", (Override(type="policy_test_mode"),)
    if dmarc.result is Result.TEMPERROR:
        comment = "A check did not finish, so nothing is known for certain."
        return "none", (Override(type="other", comment=comment),)
    disposition = min(asked, _DONE.get(done, "none"), key=_STRENGTH.index)
    if disposition == asked:
        return disposition, ()
    return disposition, (Override(type="mailing_list" if from_list else "local_policy"),)


def _asked(dmarc: DmarcResult) -> str:
    """Return the policy that the record would have for this domain; tests do not change reports."""
    published = dmarc.published
    if published is None or not published.testing:
        return str(dmarc.policy or "none")
    below = published.sp or published.p
    return str(published.p if dmarc.domain == dmarc.policy_domain else below)


def _signatures(found: Authentication) -> tuple[AuthResult, ...]:
    """Return what DKIM found, the signatures that matter to DMARC first."""
    told = [one for one in found.dkim if one.result in _DKIM_RESULTS]
    told = sorted(told, key=lambda one: _priority(one, found.dmarc))
    named = ((one, _clean(normalised(one.domain)), _clean(one.selector)) for one in told)
    return tuple(
        AuthResult(method="dkim", domain=domain, selector=selector, result=str(one.result))
        for one, domain, selector in named
        if domain and selector
    )[:MOST_SIGNATURES]


def _priority(signature: DkimResult, dmarc: DmarcResult) -> int:
    if signature.result is not Result.PASS:
        return 3
    domain = normalised(signature.domain)
    if domain == dmarc.domain:
        return 0
    return 1 if is_within(domain, dmarc.policy_domain or dmarc.domain) else 2


def _sender(spf: SpfResult) -> tuple[AuthResult, ...]:
    """Return what SPF found; the null sender's identity is its greeting's (RFC 7208, 2.4)."""
    domain = _clean(normalised(spf.domain))
    if not domain or spf.result not in _SPF_RESULTS:
        return ()
    return (AuthResult(method="spf", domain=domain, scope="mfrom", result=str(spf.result)),)


def _address(text: str) -> str | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("?", text)[:_SHORT]
