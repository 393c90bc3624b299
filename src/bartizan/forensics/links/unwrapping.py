"""Says where a link leads in the end, as far as the link itself tells; nothing is ever fetched.

Filters, click counters and open redirectors often carry the next address in their own. It is
taken out, and so on, at most `HOP_LIMIT` times: `redirectors.toml` names the well-known ones,
`wrapping` reads the forms that need code, and any site that passes its visitors on by a parameter
named for that is an open redirector.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bartizan.forensics.links.decoding import carried_address, parameters
from bartizan.forensics.links.known_hosts import Kind, known
from bartizan.forensics.links.wrapping import HopKind, read_special
from bartizan.forensics.urls import Url, find_registration, read_url

#: The longest chain that is followed, and the longest address that is looked into.
HOP_LIMIT = 8
LONGEST = 16_384
_MOST_LABELS = 8

#: What redirecting programs call the place they send to.
_NAMES = frozenset(
    """url u uri link href target to dest destination redirect redirect_url redirecturl redirect_to
    redir rurl r go goto next continue return returnurl return_url out outurl away q adurl lp
    landing forward fwd jump page site l d p location clickurl click_url click rd rdr
    ued murl ds_dest_url eurl xurl desturl deep_link deeplink forwardurl exturl external""".split()
)
#: Programs that take another's address without sending anybody there.
_NOT_LEADING = (
    "share", "intent", "pin/create", "submit", "login", "signin", "sign-in", "oauth", "authorize",
    "validator", "check", "compose", "subscri", "add-to", "embed", "proxy", "cite",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way that carries the next one: its host and what it is."""

    host: str
    kind: HopKind


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    parameters: tuple[str, ...]
    kind: HopKind


def unwrap(url: Url | None) -> tuple[Url | None, tuple[Hop, ...]]:
    """Return the last address that `url` tells of, and the hops before it. Never raises."""
    hops: list[Hop] = []
    while url is not None and url.host and len(hops) < HOP_LIMIT:
        step = _step(url)
        if step is None:
            break
        hops.append(Hop(url.host, step[1]))
        url = step[0]
    return url, tuple(hops)


def _step(url: Url) -> tuple[Url, HopKind] | None:
    if not url.query and not url.fragment and len(url.path) < 8:  # noqa: PLR2004 - "/amp/s/a"
        return None
    for text, kind in _candidates(url):
        target = read_url(text[:LONGEST])
        if target is not None and target.host and _is_elsewhere(target, url):
            return target, kind
    return None


def _is_elsewhere(target: Url, url: Url) -> bool:
    return target.host != url.host or (target.path, target.query) != (url.path, url.query)


def _candidates(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Yield what may be the next address: rules for the host first, the general case last."""
    yield from read_special(url)
    told = parameters(url.query)
    for rule in rules(url.host):
        if url.path.startswith(rule.path):
            yield from _by_rule(told, url.query, rule)
    if told or "=" in url.fragment:
        yield from _by_name(url, told)


def _by_rule(told: list[tuple[str, str]], query: str, rule: _Rule) -> Iterator[tuple[str, HopKind]]:
    for wanted in rule.parameters:
        if not wanted:
            yield query, rule.kind
        for name, value in told:
            if name == wanted and value:
                yield carried_address(value) or _bare(value), rule.kind


def _bare(value: str) -> str:
    """A target without scheme, as some counters write it; what is not a host is not read."""
    return value if "." in value else ""


def _by_name(url: Url, told: list[tuple[str, str]]) -> Iterator[tuple[str, HopKind]]:
    """Any site that sends its visitors elsewhere by a parameter named for it."""
    path = url.path.lower()
    if any(word in path for word in _NOT_LEADING):
        return
    for name, value in told + parameters(url.fragment, 5):
        if name.lower() in _NAMES and len(value) > 6:  # noqa: PLR2004 - "//a.bc"
            text = carried_address(value)
            target = read_url(text[:LONGEST]) if text else None
            if text and target is not None and target.site != url.site:
                yield text, _kind_of(url)


def _kind_of(url: Url) -> HopKind:
    counted = known(url.host) & {Kind.MAIL_SERVICE, Kind.TRACKER}
    return HopKind.TRACKER if counted else HopKind.REDIRECTOR


@lru_cache(4096)
def rules(host: str) -> tuple[_Rule, ...]:
    """Return the rules of `redirectors.toml` that speak of a host."""
    table = _rules()
    registrable = find_registration(host).registrable
    any_suffix = f"{registrable.partition('.')[0]}.*"  # google.co.jp as `google.*`
    found: list[_Rule] = []
    for name in (host, host.removesuffix(registrable) + any_suffix):
        labels = name.split(".")
        for place in range(min(len(labels), _MOST_LABELS)):
            found += table.get(".".join(labels[place:]), ())
    return tuple(dict.fromkeys(found))


@cache
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    text = files(__package__).joinpath("redirectors.toml").read_text(encoding="utf-8")
    table: dict[str, list[_Rule]] = {}
    for told in tomllib.loads(text)["redirector"]:
        rule = _Rule(told.get("path", ""), tuple(told["parameters"]), HopKind(told["kind"]))
        table.setdefault(told["host"], []).append(rule)
    return {host: tuple(found) for host, found in table.items()}
