"""Merkle trees of RFC 6962, section 2: hashes, proofs and their verification. No I/O.

A tree is named by its size alone. Everything wanted from one is a list of leaf ranges; a range
is made of perfect subtrees ("nodes"), each named by its height and its place in that height.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_SIZE = 32
#: The root of the tree without leaves.
EMPTY_ROOT = sha256(b"").digest()

#: Leaves `[begin, end)`, as RFC 6962's D[begin:end].
Range = tuple[int, int]


class Node(NamedTuple):
    """A perfect subtree: leaves `[place << height, (place + 1) << height)`."""

    height: int
    place: int


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf, which can never be mistaken for an inner node's."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: bytes) -> bytes:
    """Return the root over a power of two of concatenated hashes."""
    while len(hashes) > HASH_SIZE:
        hashes = b"".join(
            [sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)]
        )
    return hashes


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over adjacent perfect subtrees, the largest and leftmost first."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def nodes(begin: int, end: int) -> Iterator[Node]:
    """Yield the perfect subtrees of a range that RFC 6962's splits produce, left to right."""
    while begin < end:
        height = (end - begin).bit_length() - 1
        yield Node(height, begin >> height)
        begin += 1 << height


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove leaf `index` in a tree of `size`, the lowest first.

    RFC 6962, section 2.1.1, without its recursion.

    Raises:
        ValueError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    begin, end, ranges = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Return the ranges whose roots prove that the tree of `old` leaves begins that of `new`.

    RFC 6962, section 2.1.2, without its recursion.

    Raises:
        ValueError: not `0 < old <= new`; nothing can be proved about the empty tree.
    """
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof leads from size {old} to size {new}")
    begin, end, ranges = 0, new, []
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin:
        ranges.append((begin, end))
    return ranges[::-1]


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `proof` shows that `leaf` (a leaf hash) is number `index` under `root`.

    RFC 9162, section 2.1.3.2; whatever is not 32 bytes long proves nothing.
    """
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            skip = _trailing_zeros(place)
            place, last = place >> skip, last >> skip
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether `proof` shows that the `new` tree begins with the whole of the `old` one.

    RFC 9162, section 2.1.4.2. From the empty tree nothing can be shown.
    """
    if not 0 < old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(steps) and _climb(old - 1, new - 1, steps, (old_root, new_root))


def _climb(place: int, last: int, steps: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    skip = _trailing_zeros(~place)
    place, last = place >> skip, last >> skip
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            skip = _trailing_zeros(place)
            place, last = place >> skip, last >> skip
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (before, after) == roots


class Frontier:
    """The roots of the perfect subtrees of a growing tree: all that appending needs.

    A compact range `[0, size)`; memory grows with the logarithm of the size.
    """

    def __init__(self) -> None:
        """Start with the empty tree."""
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the right."""
        carry = self.size
        while carry & 1:
            leaf = node_hash(self._roots.pop(), leaf)
            carry >>= 1
        self._roots.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes at the right, in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return fold(self._roots)


def _split(size: int) -> int:
    """Return the largest power of two below `size`: where RFC 6962 cuts a tree in two."""
    return 1 << (size - 1).bit_length() - 1


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1 if number else 0


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
