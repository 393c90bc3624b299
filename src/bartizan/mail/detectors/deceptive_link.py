"""A link is built to be misread: a user name that looks like a host, a bare address, code.

None of these is needed by honest mail: `https://bank.example@evil.example/`, a host written as a
number, letters of several alphabets in one name, a link that is a program.
"""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from bartizan.forensics.confusables import mixed_scripts
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Deceptive link",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:evasion", "attack:T1566.002"),
)

_MANY_LINKS = 500
#: Loopback, link-local and private networks (RFC 1918, RFC 3927, RFC 4193, RFC 4291).
_OUR_SIDE = tuple(
    ip_network(network)
    for network in (
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def detect(facts: Facts) -> Found | None:
    """Look at each link for the ways a link lies."""
    for link in facts.links[:_MANY_LINKS]:
        for told in _TRICKS:
            sentence = told(link)
            if sentence is not None:
                return Found(sentence, (seen(f"part:{link.part}", link.href),))
    return None


def _userinfo(link: Link) -> str | None:
    if link.url is None or "." not in (link.url.userinfo or ""):
        return None
    return f"A link begins like one address but leads to {link.url.host}."


def _numeric_host(link: Link) -> str | None:
    if link.url is None or not link.url.is_ip or not _is_elsewhere(link.url.host):
        return None
    return f"A link leads to the bare network address {link.url.host} instead of a name."


def _mixed_alphabets(link: Link) -> str | None:
    if link.url is None or not mixed_scripts(link.url.host_unicode):
        return None
    return f"A link's host mixes alphabets to look like another: {link.url.host_unicode}."


def _code(link: Link) -> str | None:
    if link.url is None:
        return None
    if link.url.scheme in ("javascript", "vbscript"):
        return "A link would run a program instead of opening a page."
    if link.url.scheme == "data" and link.url.path.lower().startswith("text/html"):
        return "A link carries a whole page inside itself, so that no server can be checked."
    return None


def _is_elsewhere(host: str) -> bool:
    """Whether an address lies outside the networks that a company numbers by itself."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    return not any(address in network for network in _OUR_SIDE)


_TRICKS: tuple[Callable[[Link], str | None], ...] = (
    _userinfo,
    _numeric_host,
    _mixed_alphabets,
    _code,
)
