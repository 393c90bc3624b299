"""The tree as tiles: the layout of C2SP tlog-tiles. No I/O.

A tile holds up to 256 hashes of one level; a hash of level L is the root over 256**L leaves, so
each full tile is one hash of the level above. Only the rightmost tile of a level may be partial,
and it only ever grows: a proof for an older, smaller tree reads a prefix of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bartizan.audit.merkle import HASH_SIZE, Node, Range, fold, nodes, perfect_root

WIDTH = 256
FULL = WIDTH * HASH_SIZE
_BITS = 8
_MAX_LEVEL = 63
_MAX_PATH = 64
#: What a uint16 length prefix can say: no entry may be longer.
MAX_ENTRY = 0xFFFF


class TileId(NamedTuple):
    """Which tile: its level, counted from the leaves, and its place in that level."""

    level: int
    place: int


Tiles = Mapping[TileId, bytes]


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: its size, and the partial tile of each level, leaves first."""

    size: int
    partial: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Return the root of the tree."""
        roots: list[bytes] = []
        for tile in reversed(self.partial):
            roots += [_within(tile, node) for node in nodes(0, len(tile) // HASH_SIZE)]
        return fold(roots)


EMPTY_EDGE = Edge(0)


def grow(edge: Edge, leaves: Sequence[bytes]) -> tuple[Edge, dict[TileId, bytes]]:
    """Append leaf hashes; return the new edge and every tile that changed."""
    partial: list[bytes] = []
    changed: dict[TileId, bytes] = {}
    fresh = b"".join(leaves)
    for level in range(_levels(edge.size + len(leaves))):
        width = edge.size >> _BITS * level
        hashes = (edge.partial[level] if level < len(edge.partial) else b"") + fresh
        chunks = [hashes[at : at + FULL] for at in range(0, len(hashes), FULL)]
        if fresh:
            first = width >> _BITS
            changed |= {TileId(level, first + at): chunk for at, chunk in enumerate(chunks)}
        full = [chunk for chunk in chunks if len(chunk) == FULL]
        partial.append(hashes[len(full) * FULL :])
        fresh = b"".join(map(perfect_root, full))
    return Edge(edge.size + len(leaves), tuple(partial)), changed


def edge_tiles(size: int) -> list[TileId]:
    """Return the partial tiles of a tree, the lowest level first; full ones are left out."""
    wide = [(level, size >> _BITS * level) for level in range(_levels(size))]
    return [TileId(level, count >> _BITS) for level, count in wide if count % WIDTH]


def edge_of(size: int, tiles: Tiles) -> Edge:
    """Put the right edge of a tree together from the tiles that `edge_tiles` names.

    Raises:
        KeyError: a tile is missing or holds too few hashes.
    """
    counts = [size >> _BITS * level for level in range(_levels(size))]
    return Edge(
        size,
        tuple(
            _prefix(tiles, TileId(level, count >> _BITS), count % WIDTH)
            for level, count in enumerate(counts)
        ),
    )


def tiles_for(ranges: Iterable[Range]) -> set[TileId]:
    """Return the tiles from which the roots of `ranges` can be computed."""
    return {_tile_of(node)[0] for span in ranges for node in nodes(*span)}


def range_roots(ranges: Iterable[Range], tiles: Tiles) -> list[bytes]:
    """Compute the roots of `ranges` from tiles.

    Raises:
        KeyError: a tile is missing or holds too few hashes.
    """
    return [fold([_root_of(node, tiles) for node in nodes(*span)]) for span in ranges]


def tile_counts(size: int) -> dict[int, int]:
    """Return how many tiles each level of a tree of `size` leaves has."""
    return {level: -(-(size >> _BITS * level) // WIDTH) for level in range(_levels(size))}


def path(tile: TileId | int, width: int = WIDTH) -> str:
    """Return where C2SP tlog-tiles puts a tile, or the entry bundle of that number."""
    level, index = ("entries", tile) if isinstance(tile, int) else (str(tile.level), tile.place)
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    place = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{place}" + ("" if width == WIDTH else f".p/{width}")


def read_path(text: str) -> tuple[TileId | int, int]:
    """Read what `path` writes: the tile, or the number of the entry bundle, and its width.

    Raises:
        ValueError: it is no such path.
    """
    place, _, width_text = text.partition(".p/")
    kind, _, digits = place.removeprefix("tile/").partition("/")
    index = int(digits.replace("/", "").replace("x", "") or "-") if len(text) <= _MAX_PATH else -1
    width = int(width_text or WIDTH)
    found = index if kind == "entries" else TileId(int(kind), index)
    in_bounds = index >= 0 and 0 < width <= WIDTH
    if not in_bounds or path(found, width) != text or not 0 <= _level_of(found) <= _MAX_LEVEL:
        raise ValueError("not the path of a tile")
    return found, width


def bundle(entries: Iterable[bytes]) -> bytes:
    """Encode up to 256 entries as an entry bundle: each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(content: bytes) -> list[bytes]:
    """Decode an entry bundle.

    Raises:
        ValueError: an entry is cut short, or there are more than 256.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if end > len(content) or at + 2 > len(content) or len(entries) == WIDTH:
            raise ValueError("not an entry bundle")
        entries.append(content[at + 2 : end])
        at = end
    return entries


def _levels(size: int) -> int:
    return -(-size.bit_length() // _BITS)


def _level_of(tile: TileId | int) -> int:
    return 0 if isinstance(tile, int) else tile.level


def _tile_of(node: Node) -> tuple[TileId, Node]:
    """Return the tile that holds a node's leaves, and the node as seen inside that tile."""
    level, height = divmod(node.height, _BITS)
    first = node.place << height
    return TileId(level, first >> _BITS), Node(height, (first & WIDTH - 1) >> height)


def _root_of(node: Node, tiles: Tiles) -> bytes:
    tile, inner = _tile_of(node)
    width = (inner.place + 1) << inner.height
    return _within(_prefix(tiles, tile, width), inner)


def _within(tile: bytes, node: Node) -> bytes:
    span = HASH_SIZE << node.height
    return perfect_root(tile[node.place * span : (node.place + 1) * span])


def _prefix(tiles: Tiles, tile: TileId, width: int) -> bytes:
    hashes = tiles[tile][: width * HASH_SIZE] if width else b""
    if len(hashes) != width * HASH_SIZE:
        raise KeyError(tile)
    return hashes
