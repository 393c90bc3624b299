"""Who owns a domain, as far as names tell: shared by the detectors that compare domains."""

from bartizan.forensics.urls import find_registration, read_url
from bartizan.mail.evidence import Facts


def owner(domain: str) -> str:
    """Return the part of a domain that somebody controls: of `a.b.example.co.uk`, the last three.

    Names under a shared suffix (`someone.github.io`) belong to their customer. A name that is
    under no known suffix owns itself.
    """
    return find_registration(domain.lower()).site or domain.lower()


def same_owner(one: str, other: str) -> bool:
    """Tell whether two domains are controlled by the same party, as far as names tell."""
    return owner(one) == owner(other)


def shown(domain: str) -> str:
    """Return a domain as readers are shown it: letters instead of punycode."""
    url = read_url(f"http://{domain}/")
    return url.host_unicode if url is not None else domain


def is_ours(facts: Facts, domain: str) -> bool:
    """Tell whether a domain is one of the organisation's or below one."""
    host = domain.lower()
    return any(host == own or host.endswith("." + own) for own in facts.organisation.domains)
