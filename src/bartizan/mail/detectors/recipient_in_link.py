"""A link carries its recipient's address to a stranger.

Phishing pages fill in the victim's address, or report who clicked. It often stands after the `#`,
where no server sees it, or is written in base 64 so that filters do not.
"""

from bartizan.forensics.links.oddities import carried_mailboxes
from bartizan.mail.detectors._links import (
    host,
    is_farewell,
    is_text,
    owner_of,
    place,
    says_little,
    strangers,
    told,
)
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Your address is in the link",
    severity=Severity.HIGH,
    weight=0.35,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_HIDDEN, _AMONG_OTHERS = 0.65, 0.15
_MANY_LINKS = 50


def detect(facts: Facts) -> Found | None:
    """Look for addresses in links that lead away: those of recipients, or hidden ones."""
    recipients = _recipients(facts)
    links = strangers(facts)[:_MANY_LINKS]
    alone = says_little(facts) and len(set(map(owner_of, links))) == 1
    for link in links:
        carried = carried_mailboxes(place(link))
        hidden = _are_hidden(carried, link)
        if carried and (hidden or not recipients.isdisjoint(carried)):
            return Found(
                f"A link tells {host(link)} the e-mail address of the one who opens it.",
                (told(link),),
                weight=_HIDDEN if hidden else _weight(link, alone=alone),
            )
    return None


def _weight(link: Link, *, alone: bool) -> float | None:
    """Newsletters carry it in what ends a subscription; what is clicked instead weighs more."""
    return None if alone and is_text(link) and not is_farewell(link) else _AMONG_OTHERS


def _recipients(facts: Facts) -> set[str]:
    written = [
        mailbox.address for name in ("to", "cc") for mailbox in facts.message.addresses(name)
    ]
    real = facts.envelope.recipients if facts.envelope else ()
    return {address.lower() for address in (*written[:100], *real)}


def _are_hidden(carried: tuple[str, ...], link: Link) -> bool:
    """Whether an address stands where servers do not see it or people cannot read it."""
    target = place(link)
    readable = f"{target.path}?{target.query}".lower().replace("%40", "@")
    return link.in_page and any(address not in readable for address in carried)
