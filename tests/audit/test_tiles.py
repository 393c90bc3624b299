import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.merkle import (
    Frontier,
    consistency_ranges,
    extends,
    includes,
    inclusion_ranges,
    leaf_hash,
)
from bartizan.audit.tiles import (
    EMPTY_EDGE,
    FULL,
    TileId,
    bundle,
    edge_of,
    edge_tiles,
    grow,
    path,
    range_roots,
    read_bundle,
    read_path,
    tile_counts,
    tiles_for,
)

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(70_000)]


def grown(*sizes):
    """Grow a tree through `sizes`; return its edge and its tiles."""
    edge, tiles = EMPTY_EDGE, {}
    for size in sizes:
        edge, changed = grow(edge, LEAVES[edge.size : size])
        tiles |= changed
    return edge, tiles


def frontier_root(size):
    frontier = Frontier()
    frontier.extend(LEAVES[:size])
    return frontier.root()


def test_the_layout_of_70_000_leaves_is_the_specifications():
    edge, tiles = grown(70_000)
    per_level = {
        level: [len(tiles[tile]) // 32 for tile in sorted(tiles) if tile.level == level]
        for level in range(3)
    }
    assert per_level == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}
    assert tile_counts(70_000) == {0: 274, 1: 2, 2: 1}
    assert edge.root() == frontier_root(70_000)


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above():
    edge, tiles = grown(256)
    assert {tile: len(hashes) for tile, hashes in tiles.items()} == {
        TileId(0, 0): FULL,
        TileId(1, 0): 32,
    }
    assert edge_tiles(256) == [TileId(1, 0)]
    assert edge_of(256, tiles) == edge


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6), st.data())
def test_however_it_grows_every_proof_verifies(batches, data):
    sizes = [sum(batches[: at + 1]) for at in range(len(batches))]
    edge, tiles = grown(*sizes)
    size = sizes[-1]
    assert edge.root() == frontier_root(size)
    assert edge_of(size, tiles) == edge
    for old in sizes:
        index = data.draw(st.integers(0, old - 1))
        spans = inclusion_ranges(index, old)
        needed = {tile: tiles[tile] for tile in tiles_for(spans)}
        proof = range_roots(spans, needed)
        assert includes(index, old, LEAVES[index], proof, frontier_root(old))
        steps = range_roots(consistency_ranges(old, size), tiles)
        assert extends(old, size, frontier_root(old), edge.root(), steps)


def test_a_proof_in_a_deep_tree_reads_a_tile_of_each_level():
    edge, tiles = grown(70_000)
    spans = inclusion_ranges(69_000, 70_000)
    assert {tile.level for tile in tiles_for(spans)} == {0, 1, 2}
    assert includes(69_000, 70_000, LEAVES[69_000], range_roots(spans, tiles), edge.root())


def test_a_missing_or_short_tile_is_named():
    _, tiles = grown(300)
    with pytest.raises(KeyError):
        edge_of(300, {})
    short = tiles | {TileId(0, 1): tiles[TileId(0, 1)][:-32]}
    with pytest.raises(KeyError):
        edge_of(300, short)
    with pytest.raises(KeyError):
        range_roots([(0, 300)], short)


@pytest.mark.parametrize(
    ("tile", "width", "text"),
    [
        (TileId(0, 1_234_067), 256, "tile/0/x001/x234/067"),
        (TileId(0, 273), 112, "tile/0/273.p/112"),
        (TileId(2, 0), 1, "tile/2/000.p/1"),
        (7, 256, "tile/entries/007"),
        (1000, 9, "tile/entries/x001/000.p/9"),
    ],
)
def test_paths_are_the_specifications(tile, width, text):
    assert path(tile, width) == text
    assert read_path(text) == (tile, width)


@given(st.text(max_size=80) | st.from_regex(r"tile/[0-9a-z]{1,4}/[x0-9/]{1,20}(\.p/\d{1,4})?"))
def test_only_what_path_writes_is_a_path(text):
    try:
        tile, width = read_path(text)
    except ValueError:
        return
    assert path(tile, width) == text


@pytest.mark.parametrize(
    "text",
    ["tile/0/1", "tile/00/001", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/257",
     "tile/0/000.p/256", "tile/0/x000/001", "tile/-1/000", "tile/entries/", "0/000"],
)  # fmt: skip
def test_what_is_no_path_is_refused(text):
    with pytest.raises(ValueError, match=r"tile|invalid"):
        read_path(text)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_its_entries_back(entries):
    assert read_bundle(bundle(entries)) == entries


@given(st.binary(max_size=2000))
def test_a_hostile_bundle_is_read_or_refused(content):
    try:
        assert bundle(read_bundle(content)) == content
    except ValueError:
        return


def test_a_bundle_of_257_is_refused():
    with pytest.raises(ValueError, match="bundle"):
        read_bundle(bundle([b""] * 257))
