"""SPF records as data (RFC 7208, sections 4.5, 4.6, 5, 6 and 12): the whole syntax, no DNS."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from bartizan.mail.authentication.spf.macros import (
    MacroError,
    MacroString,
    parse_domain_spec,
    parse_macros,
)
from bartizan.mail.authentication.wording import shown

#: Records beyond this length are not evaluated; real ones stay below 2,000 characters.
LONGEST_RECORD = 8192

_MODIFIER = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9_.-]*)=(?P<value>.*)", re.DOTALL)
_MECHANISM = re.compile(
    r"(?P<qualifier>[+?~-]?)(?P<name>[A-Za-z][A-Za-z0-9_.-]*)(?P<rest>(?:[:/].*)?)", re.DOTALL
)
_LENGTH4, _LENGTH6 = r"(?:/(?P<four>0|[1-9][0-9]?))?", r"(?:/(?P<six>0|[1-9][0-9]{0,2}))?"
_HOSTS = re.compile(rf"(?::(?P<domain>.+?))?{_LENGTH4}(?:/{_LENGTH6})?", re.DOTALL)
_IP4 = re.compile(rf":(?P<network>[0-9.]{{7,15}}){_LENGTH4}")
_IP6 = re.compile(rf":(?P<network>[0-9A-Fa-f:.]{{2,45}}){_LENGTH6}")
_BITS4, _BITS6 = 32, 128


class RecordError(ValueError):
    """The record breaks the grammar; the text says where."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism: what it is called, where it looks, and how many leading bits must agree.

    `network` belongs to `ip4` and `ip6`; `text` is the term as published.
    """

    qualifier: str
    name: str
    text: str
    domain: MacroString | None = None
    network: IPv4Address | IPv6Address | None = None
    bits4: int = _BITS4
    bits6: int = _BITS6

    def covers(
        self, network: IPv4Address | IPv6Address, address: IPv4Address | IPv6Address
    ) -> bool:
        """Say whether `address` is of `network`'s family and agrees in the leading bits."""
        if network.version != address.version:
            return False
        ignored = network.max_prefixlen - (self.bits4 if network.version == 4 else self.bits6)  # noqa: PLR2004 - IPv4
        return int(network) >> ignored == int(address) >> ignored


@dataclass(frozen=True, slots=True)
class Record:
    """A parsed record: mechanisms in order, and the two modifiers that mean something."""

    mechanisms: tuple[Mechanism, ...]
    redirect: MacroString | None = None
    explanation: MacroString | None = None


def is_record(text: str) -> bool:
    """Say whether a TXT record claims to be SPF, version 1 (section 4.5)."""
    return text[:6].lower() == "v=spf1" and text[6:7] in {"", " "}


def parse_record(text: str) -> Record:
    """Parse a record for which `is_record` holds.

    Raises:
        RecordError: a term anywhere in it breaks the grammar.
    """
    if len(text) > LONGEST_RECORD:
        raise RecordError(f"it is longer than {LONGEST_RECORD:,} characters")
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, MacroString] = {}
    for term in filter(None, text[6:].split(" ")):
        try:
            _read(term, mechanisms, modifiers)
        except MacroError as error:
            raise RecordError(f"in “{shown(term, 60)}” {error}") from error
    return Record(tuple(mechanisms), modifiers.get("redirect"), modifiers.get("exp"))


def _read(term: str, mechanisms: list[Mechanism], modifiers: dict[str, MacroString]) -> None:
    modifier = _MODIFIER.fullmatch(term)
    if modifier is None:
        mechanisms.append(_mechanism(term))
        return
    name = modifier["name"].lower()
    if name not in {"redirect", "exp"}:
        parse_macros(modifier["value"])
    elif name in modifiers:
        raise MacroError(f"{name} appears twice")
    else:
        modifiers[name] = parse_domain_spec(modifier["value"])


def _mechanism(term: str) -> Mechanism:
    match = _MECHANISM.fullmatch(term)
    parse = match and _KINDS.get(match["name"].lower())
    if not match or not parse:
        raise MacroError("there is no mechanism that we know")
    return parse(match, term)


def _start(match: re.Match[str]) -> tuple[str, str]:
    return match["qualifier"] or "+", match["name"].lower()


def _all(match: re.Match[str], term: str) -> Mechanism:
    if match["rest"]:
        raise MacroError("nothing may follow “all”")
    return Mechanism(*_start(match), term)


def _named(match: re.Match[str], term: str) -> Mechanism:
    """Parse `include` and `exists`, which need a domain, and `ptr`, which may have one."""
    rest = match["rest"]
    if not rest and match["name"].lower() == "ptr":
        return Mechanism(*_start(match), term)
    if not rest.startswith(":"):
        raise MacroError("a domain is missing")
    return Mechanism(*_start(match), term, domain=parse_domain_spec(rest[1:]))


def _hosts(match: re.Match[str], term: str) -> Mechanism:
    """Parse `a` and `mx`: an optional domain and one or two prefix lengths."""
    hosts = _HOSTS.fullmatch(match["rest"])
    if hosts is None:
        raise MacroError("the domain or the prefix length is malformed")
    domain = None if hosts["domain"] is None else parse_domain_spec(hosts["domain"])
    bits4, bits6 = _bits(hosts["four"], _BITS4), _bits(hosts["six"], _BITS6)
    return Mechanism(*_start(match), term, domain=domain, bits4=bits4, bits6=bits6)


def _ip4(match: re.Match[str], term: str) -> Mechanism:
    found = _IP4.fullmatch(match["rest"])
    try:
        network = IPv4Address(found["network"] if found else "")
    except AddressValueError as error:
        raise MacroError("there is no IPv4 network") from error
    bits = _bits(found and found["four"], _BITS4)
    return Mechanism(*_start(match), term, network=network, bits4=bits)


def _ip6(match: re.Match[str], term: str) -> Mechanism:
    found = _IP6.fullmatch(match["rest"])
    try:
        network = IPv6Address(found["network"] if found else "")
    except AddressValueError as error:
        raise MacroError("there is no IPv6 network") from error
    bits = _bits(found and found["six"], _BITS6)
    return Mechanism(*_start(match), term, network=network, bits6=bits)


def _bits(digits: str | None, most: int) -> int:
    bits = most if digits is None else int(digits)
    if bits > most:
        raise MacroError(f"a prefix cannot have {bits} bits")
    return bits


_KINDS: dict[str, Callable[[re.Match[str], str], Mechanism]] = {
    "all": _all,
    "include": _named,
    "exists": _named,
    "ptr": _named,
    "a": _hosts,
    "mx": _hosts,
    "ip4": _ip4,
    "ip6": _ip6,
}
