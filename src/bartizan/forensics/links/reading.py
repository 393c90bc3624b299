"""One address read once: where it leads, what that place is known for, what is odd in it."""

from dataclasses import dataclass

from bartizan.forensics.links.known_hosts import Kind, known
from bartizan.forensics.links.oddities import Oddity, find_oddities
from bartizan.forensics.links.unwrapping import Hop, unwrap
from bartizan.forensics.urls import Url, read_url


@dataclass(frozen=True, slots=True)
class Reading:
    """What an `href` comes to.

    `url` is what a browser makes of it, `target` the last address that it tells of, `hops` those
    before; `kinds` and `oddities` are the target's.
    """

    url: Url | None
    target: Url | None
    hops: tuple[Hop, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    oddities: frozenset[Oddity] = frozenset()


def read_link(href: str) -> Reading:
    """Read one address; never raises."""
    url = read_url(href)
    target, hops = unwrap(url)
    if target is None or not target.host:
        return Reading(url, target, hops)
    kinds = known(target.host, target.path)
    if target.is_on_shared_suffix and not kinds:
        kinds = frozenset({Kind.FREE_HOSTING})
    return Reading(url, target, hops, kinds, find_oddities(target))
