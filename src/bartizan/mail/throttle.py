"""Limits on what one address may do, in bounded memory whoever asks."""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from typing import Final

_SHARED_BITS: Final = 64


def client_key(address: str) -> str:
    """Return what an address is counted under: itself, or its /64 where it is IPv6.

    One IPv6 customer usually owns a whole /64; counting single addresses would not slow them.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> _SHARED_BITS << _SHARED_BITS))
    return str(parsed)


class TokenBuckets:
    """A token bucket per key: `rate` tokens a second, at most `burst` saved up.

    Only `capacity` keys are remembered; the one unused for longest is forgotten first, and starts
    with a full bucket if it comes back.
    """

    def __init__(self, rate: float, burst: float, *, capacity: int = 50_000) -> None:
        self._rate = rate
        self._burst = burst
        self._capacity = capacity
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, now: float, amount: float = 1.0) -> bool:
        """Take `amount` tokens at monotonic second `now`, or tell that there are too few."""
        saved, at = self._buckets.pop(key, (self._burst, now))
        saved = min(self._burst, saved + max(0.0, now - at) * self._rate)
        granted = saved >= amount
        self._buckets[key] = (saved - amount if granted else saved, now)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        return granted


class Occupancy:
    """How many of something each key has at the moment, up to a limit for one and for all."""

    def __init__(self, per_key: int, overall: int) -> None:
        self._per_key = per_key
        self._overall = overall
        self._counts: dict[str, int] = {}
        self._total = 0

    @property
    def total(self) -> int:
        """How many there are altogether."""
        return self._total

    def enter(self, key: str) -> bool:
        """Count one more for `key`, or tell that a limit is reached."""
        mine = self._counts.get(key, 0)
        if mine >= self._per_key or self._total >= self._overall:
            return False
        self._counts[key] = mine + 1
        self._total += 1
        return True

    def leave(self, key: str) -> None:
        """Count one less for a `key` that entered."""
        left = self._counts[key] - 1
        self._total -= 1
        if left:
            self._counts[key] = left
        else:
            del self._counts[key]
