"""A domain imitates one of ours: look-alike letters, a letter more or less, our name within it.

`examp1e.com`, `exarnple.com`, `xn--exmple-cua.com` and `example-billing.com` are read as
`example.com` by people in a hurry.
"""

from collections.abc import Callable, Iterator

from bartizan.forensics.confusables import distance, skeleton
from bartizan.mail.detectors._domains import owner, shown
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Look-alike domain",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:impersonation", "tactic:lookalike-domain", "attack:T1583.001"),
)

_SHORTEST = 5  # shorter names are within one edit of too many honest ones
_MANY_LINKS = 200


def detect(facts: Facts) -> Found | None:
    """Compare the domains of the author, the reply address and the links with ours."""
    ours = facts.organisation.domains
    for where, domain in _domains(facts):
        for own in ours:
            how = imitates(domain, own)
            if how is not None:
                return Found(
                    f"{domain} is not {own}: it {how}.",
                    (seen(where, domain),),
                )
    return None


def imitates(domain: str, own: str) -> str | None:
    """Tell how `domain` imitates `own`, or `None` when it does not."""
    theirs, name = _name(domain), _name(own)
    if _belongs(domain, own) or not theirs or len(name) < _SHORTEST:
        return None
    return next((how for similar, how in _IMITATIONS if similar(theirs, name)), None)


def _belongs(domain: str, own: str) -> bool:
    return domain == own or domain.endswith("." + own) or own.endswith("." + domain)


def _name(domain: str) -> str:
    """The label that people read: of `mail.example.co.uk`, `example`."""
    return shown(owner(domain)).split(".")[0]


def _domains(facts: Facts) -> Iterator[tuple[str, str]]:
    for mailbox in facts.senders:
        yield "header:from", mailbox.domain
    for mailbox in facts.reply_to:
        yield "header:reply-to", mailbox.domain
    for host in sorted({link.target.host for link in facts.links[:_MANY_LINKS] if link.target}):
        yield "link", host


def _one_letter_off(theirs: str, name: str) -> bool:
    return distance(skeleton(theirs), skeleton(name), limit=1) <= 1


_IMITATIONS: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (lambda theirs, name: theirs == name, "has our name under another ending"),
    (lambda theirs, name: skeleton(theirs) == skeleton(name), "uses letters that look like ours"),
    (_one_letter_off, "differs from ours in one letter"),
    (lambda theirs, name: name in theirs.split("-"), "carries our name beside other words"),
)
