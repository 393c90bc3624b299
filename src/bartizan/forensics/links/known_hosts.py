"""What is publicly known about hosts: shorteners, services that send mail, free hosting and so on.

The knowledge is in `known/*.toml`, one file a kind; a file's name is the kind. An entry stands for
a host and its subdomains; `*` stands for letters, digits and hyphens; `host/path` stands for one
service of a larger host.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

_MOST_LABELS = 10


class Kind(StrEnum):
    """What a host is known for."""

    SHORTENER = "shortener"
    MAIL_SERVICE = "mail_service"
    TRACKER = "tracker"
    FREE_HOSTING = "free_hosting"
    DYNAMIC_DNS = "dynamic_dns"
    FILE_HOST = "file_host"
    STORAGE = "storage"
    FORM_BUILDER = "form_builder"
    PLATFORM = "platform"
    OPEN_MAIL = "open_mail"
    ABUSED_SUFFIX = "abused_suffix"
    WORST_SUFFIX = "worst_suffix"


@dataclass(frozen=True, slots=True)
class _Knowledge:
    names: Mapping[str, frozenset[Kind]]
    patterns: tuple[tuple[re.Pattern[str], Kind], ...]
    paths: Mapping[str, tuple[tuple[str, Kind], ...]]


def known(host: str, path: str = "") -> frozenset[Kind]:
    """Return what an ASCII host, or the service at this path of it, is known for."""
    kinds = _known_host(host)
    services = _knowledge().paths
    for name in _suffixes(host):
        for begin, kind in services.get(name, ()):
            if path.startswith(begin):
                return kinds | {kind}
    return kinds


def is_free_mail(domain: str) -> bool:
    """Tell whether anybody may have a mailbox at this very domain; what lies below it is other."""
    return Kind.OPEN_MAIL in _knowledge().names.get(domain.lower(), ())


@lru_cache(16_384)
def _known_host(host: str) -> frozenset[Kind]:
    knowledge = _knowledge()
    kinds = {kind for name in _suffixes(host) for kind in knowledge.names.get(name, ())}
    kinds.update(kind for pattern, kind in knowledge.patterns if pattern.search(host))
    return frozenset(kinds)


def _suffixes(host: str) -> Iterator[str]:
    """Yield `c`, `b.c`, `a.b.c` of `a.b.c`, as far as names go."""
    labels = host.rsplit(".", _MOST_LABELS)
    for place in range(len(labels)):
        yield ".".join(labels[place:])


@cache
def _knowledge() -> _Knowledge:
    names: dict[str, set[Kind]] = {}
    patterns: list[tuple[re.Pattern[str], Kind]] = []
    paths: dict[str, list[tuple[str, Kind]]] = {}
    for kind, entry in _entries():
        host, slash, path = entry.partition("/")
        if slash:
            paths.setdefault(host, []).append((f"/{path}", kind))
        elif "*" not in host:
            names.setdefault(host, set()).add(kind)
    for kind in Kind:
        starred = [entry for of, entry in _entries() if of is kind and "*" in entry]
        if starred:
            patterns.append((_pattern(starred), kind))
    return _Knowledge(
        {name: frozenset(kinds) for name, kinds in names.items()},
        tuple(patterns),
        {host: tuple(services) for host, services in paths.items()},
    )


def _pattern(entries: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(
        "[a-z0-9-]{0,63}".join(map(re.escape, entry.split("*"))) for entry in entries
    )
    return re.compile(rf"(?:^|\.)(?:{alternatives})\Z")


@cache
def _entries() -> tuple[tuple[Kind, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[Kind, str]]:
    folder = files(__package__).joinpath("known")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        kind = Kind(file.name.removesuffix(".toml"))
        yield from ((kind, entry) for entry in told["hosts"].split())
        yield from ((Kind.WORST_SUFFIX, entry) for entry in told.get("worst", "").split())
