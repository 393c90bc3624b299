"""A link or the sender's domain carries a brand's name without being the brand's.

`paypal.com.example`, `amaz0n.example`, `paypal-support.example`: the eye finds the name it knows.
"""

import re
from collections.abc import Iterator

from bartizan.mail.brands.belonging import comes_from
from bartizan.mail.brands.hosts import How, Imitation, imitated
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Brand in a foreign address",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:impersonation", "tactic:lookalike-domain", "attack:T1583.001"),
    basis=Basis.BRAND,
)

_MANY_LINKS, _LONGEST_NAME = 200, 200
_IN_NAME = re.compile(r"@((?:[\w-]{1,63}\.){1,6}[a-z]{2,20})\b", re.IGNORECASE)
#: Names below somebody else's domain are mostly tenants of a service, and other endings of a name
#: often belong to the brand after all.
_WEIGHTS = {
    How.WHOLE_DOMAIN: 0.85,
    How.LOOK_ALIKE: 0.85,
    How.ONE_LETTER: 0.6,
    How.LURE: 0.7,
    How.OTHER_ENDING: 0.25,
    How.BESIDE: 0.3,
    How.BELOW: 0.15,
}
_WEAK = 0.3


def detect(facts: Facts) -> Found | None:
    """Look at the hosts of the author and of the links, and report the gravest imitation."""
    found = [
        (where, host, imitation)
        for where, host in _hosts(facts)
        if (imitation := imitated(host)) is not None and not comes_from(imitation.brand, facts)
    ]
    if not found:
        return None
    where, host, imitation = max(found, key=lambda one: _WEIGHTS[one[2].how])
    return _found(where, host, imitation)


def _found(where: str, host: str, imitation: Imitation) -> Found:
    weight = _WEIGHTS[imitation.how]
    return Found(
        f"{host} is not known to belong to {imitation.brand.names[0]}; it {imitation.how} "
        f"{imitation.brand.names[0]}.",
        (seen(where, host),),
        weight=weight,
        severity=Severity.LOW if weight <= _WEAK else None,
    )


def _hosts(facts: Facts) -> Iterator[tuple[str, str]]:
    sender = facts.sender
    if sender is not None and sender.domain and not is_ours(facts, sender.domain):
        yield "header:from", sender.domain.lower()
    if sender is not None:
        for host in _IN_NAME.findall(sender.name[:_LONGEST_NAME]):
            yield "header:from", host.lower()
    links = (link.url.host for link in facts.links[:_MANY_LINKS] if link.url)
    for host in dict.fromkeys(links):
        if not is_ours(facts, host):
            yield "link", host
