import pytest

from bartizan.audit.canonical import commitment, prepare, stamp
from bartizan.audit.checkpoints import Checkpoint
from bartizan.audit.replay import Flaw, Replay, compare_private, compare_tiles
from bartizan.audit.repository import PrivateRow
from bartizan.audit.sealing import Head, chain
from bartizan.audit.tiles import TileId


@pytest.fixture
def sealed(entry, clock, signer):
    moment = stamp(clock.now())
    batch = [prepare(entry(n), f"id-{n}", moment) for n in range(600)]
    return chain(Head(), batch, signer)


def test_replaying_rebuilds_the_tree(sealed, signer):
    replay = Replay(signer.verifier)
    changed = {}
    for begin in range(0, 600, 250):
        until = min(600, begin + 250)
        assert replay.entries(sealed.rows[begin:until], until, {600: sealed.head.note}) == {}
        changed |= replay.grown()
    assert (replay.size, replay.root()) == (600, sealed.head.edge.root())
    assert changed == sealed.tiles
    assert replay.edge() == {tile: sealed.tiles[tile] for tile in (TileId(0, 2), TileId(1, 0))}


def flaw_of(signer, rows, notes=None, **since):
    with pytest.raises(Flaw) as found:
        Replay(signer.verifier, **since).entries(rows, len(rows), notes or {})
    return found.value.index, found.value.sentence


def test_each_kind_of_flaw_has_its_index_and_sentence(sealed, signer):
    rows = sealed.rows[:20]
    gap = [*rows[:5], *rows[6:]]
    assert flaw_of(signer, gap) == (5, "Entry 5 is missing.")
    spoiled = [*rows[:5], rows[5]._replace(canonical=b"{}"), *rows[6:]]
    assert flaw_of(signer, spoiled)[0] == 5
    renamed = [*rows[:5], rows[5]._replace(object="other"), *rows[6:]]
    assert "columns" in flaw_of(signer, renamed)[1]
    swapped = [*rows[:5], rows[6]._replace(place=5), *rows[6:]]
    assert flaw_of(signer, swapped) == (5, "At 5 stands what was sealed as entry 6.")


def test_an_entry_replaced_in_every_row_breaks_the_chain_behind_it(sealed, signer, entry, clock):
    forged = chain(Head(), [prepare(entry("forged"), "id-0", stamp(clock.now()))], signer)
    index, sentence = flaw_of(signer, [forged.rows[0], *sealed.rows[1:20]])
    assert (index, sentence) == (0, "Entry 1 does not follow on entry 0.")


def test_checkpoints_on_the_way_must_be_signed_and_right(sealed, signer):
    wrong_root = Checkpoint(signer.name, 20, bytes(32)).sign(signer)
    wrong_size = Checkpoint(signer.name, 21, bytes(32)).sign(signer)
    rows = sealed.rows[:20]
    assert "root that was signed" in flaw_of(signer, rows, {20: wrong_root})[1]
    assert "signs 21" in flaw_of(signer, rows, {20: wrong_size})[1]
    assert flaw_of(signer, rows, {7: "nonsense"})[0] == 6
    kept = Checkpoint(signer.name, 10, bytes(32))
    assert flaw_of(signer, rows, since=kept)[0] == 9


def test_a_partial_tile_may_have_grown_unless_it_must_be_exact():
    expected, stored = {TileId(0, 3): b"a" * 32}, {TileId(0, 3): b"a" * 32 + b"b" * 32}
    compare_tiles(expected, stored, exact=False, size=1000)
    with pytest.raises(Flaw) as found:
        compare_tiles(expected, stored, exact=True, size=1000)
    assert found.value.index == 3 * 256 + 1
    with pytest.raises(Flaw) as found:
        compare_tiles({TileId(1, 0): b"a" * 64}, {TileId(1, 0): b"a" * 32}, exact=False, size=700)
    assert found.value.index == 256


def test_private_fields_are_all_there_or_shredded_on_record():
    value = commitment(b"salt", "v")
    expected, first = {"id": {"a": value, "b": value}}, {"id": 4}
    both = [PrivateRow("id", name, b"salt", "v") for name in "ab"]
    compare_private(expected, both, set(), first)
    compare_private(expected, [], {"id"}, first)
    for rows, shredded in (
        (both[:1], {"id"}),
        ([], set()),
        ([*both[:1], both[1]._replace(value="w")], set()),
    ):
        with pytest.raises(Flaw) as found:
            compare_private(expected, rows, shredded, first)
        assert found.value.index == 4
