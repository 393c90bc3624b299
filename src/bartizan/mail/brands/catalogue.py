"""The brands we know, as their files tell: names, own domains, and how careful to be with them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bartizan.forensics.confusables import fold
from bartizan.forensics.letters import find_words
from bartizan.forensics.urls import find_registration

#: `can't` is one word, lest its end be read with what follows (`t-online`).
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*(?:'(?:t|re|ll|ve|d|m)\b)?")
_COUNTRY, _LONG_HOUSE = 2, 5


@dataclass(frozen=True, slots=True)
class Brand:
    """A widely imitated brand.

    `ordinary` names are words of everyday language too (`Orange`, `Chase`): they count only where
    the context says that the brand is meant; `phrases` (`Apple ID`) always do. `everywhere` brands
    own their name under the endings of most countries. `houses` are words in the domains of the
    independent local houses of one name (`sparkasse-musterstadt.de`), too many to list.
    """

    id: str
    sector: str
    names: tuple[str, ...]
    domains: frozenset[str]
    ordinary: bool = False
    phrases: tuple[str, ...] = ()
    everywhere: bool = False
    houses: tuple[str, ...] = ()

    def owns(self, host: str) -> bool:
        """Tell whether a host is the brand's own, not that of a customer of its services."""
        registration = find_registration(host)
        if registration.site != registration.registrable:
            return registration.site in self.domains
        if any(parent in self.domains for parent in _parents(host)):
            return True
        return self.everywhere and _is_theirs_abroad(registration.site, self.labels)

    def may_own(self, host: str) -> bool:
        """Tell whether a host could be that of a local house: only its owner can say."""
        label, _, ending = find_registration(host).site.partition(".")
        if not self.houses or len(ending) != _COUNTRY:
            return False
        parts = label.split("-")
        return any(
            house in parts or (len(house) >= _LONG_HOUSE and house in label)
            for house in self.houses
        )

    @property
    def labels(self) -> frozenset[str]:
        """The first labels of the brand's own domains: `paypal` of `paypal.com`."""
        return frozenset(domain.partition(".")[0] for domain in self.domains)


def _parents(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


_ABROAD = re.compile(r"(?:com?\.|net\.|org\.)?[a-z]{2}\Z")


def _is_theirs_abroad(site: str, labels: frozenset[str]) -> bool:
    label, _, ending = site.partition(".")
    return label in labels and _ABROAD.match(ending) is not None


@cache
def shipped_brands() -> Mapping[str, Brand]:
    """Return every brand by its id.

    Raises:
        ValueError: two brands share an id.
        TypeError: a brand has a field that none should have, or lacks one.
    """
    found: dict[str, Brand] = {}
    for brand in _every_brand():
        if brand.id in found:
            raise ValueError(f"Two brands are called {brand.id}; rename one.")
        found[brand.id] = brand
    return found


def _every_brand() -> Iterator[Brand]:
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            sector = file.name.removesuffix(".toml")
            for identifier, fields in tomllib.loads(file.read_text("utf-8")).items():
                yield read_brand(identifier, sector, fields)


def read_brand(identifier: str, sector: str, fields: Mapping[str, object]) -> Brand:
    """Read one table of a sector's file.

    Raises:
        TypeError: a field is unknown, missing, or of another kind.
    """
    told = {key: _frozen(key, value) for key, value in fields.items()}
    if not told.get("names") or not told.get("domains"):
        raise TypeError(f"The brand {identifier} needs names and domains.")
    return Brand(identifier, sector, **told)  # type: ignore[arg-type]


def _frozen(key: str, value: object) -> object:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"{key} must be true, false or a list of texts.")
    return frozenset(value) if key == "domains" else tuple(value)


def find_brand(identifier: str) -> Brand | None:
    """Return the brand of that id, if there is one."""
    return shipped_brands().get(identifier)


def words(text: str) -> list[str]:
    """Return the words of a text that was folded; `&` joins (`at&t`), all else parts."""
    found: list[str] = []
    for piece in find_words(text.replace("\u2019", "'"), "&'"):
        if piece.isalnum():
            found.append(piece)
        else:
            found += _WORD.findall(piece)
    return found


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(words(fold(text)))
