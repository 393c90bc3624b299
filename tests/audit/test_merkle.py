import base64
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit import merkle
from bartizan.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    Node,
    consistency_ranges,
    extends,
    fold,
    includes,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    nodes,
    perfect_root,
)

#: The leaves and roots of RFC 6962's reference implementation (rfc6962_test.go, merkle tests).
LEAVES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57", (b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b"
    b"\x6c\x6d\x6e\x6f"),
]  # fmt: skip
ROOT_OF_ALL = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def frontier_root(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def test_the_constants_of_rfc_6962():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert leaf_hash(b"L123456").hex() == (
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )
    assert node_hash(b"N123", b"N456").hex() == (
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


def test_the_reference_tree():
    assert frontier_root([leaf_hash(leaf) for leaf in LEAVES]).hex() == ROOT_OF_ALL


def vectors(data, kind):
    found = sorted((data / "suites" / "merkle" / kind).rglob("*.json"))
    assert found
    return [(path, json.loads(path.read_text())) for path in found]


def hashes(values):
    return [base64.b64decode(value or "") for value in values or []]


def test_every_inclusion_vector(data):
    for path, case in vectors(data, "inclusion"):
        leaf, root = hashes([case["leafHash"], case["root"]])
        proof = hashes(case["proof"])
        found = includes(case["leafIdx"], case["treeSize"], leaf, proof, root)
        assert found is not case["wantErr"], path


def test_every_consistency_vector(data):
    for path, case in vectors(data, "consistency"):
        old, new = hashes([case["root1"], case["root2"]])
        found = extends(case["size1"], case["size2"], old, new, hashes(case["proof"]))
        assert found is not case["wantErr"], path


@pytest.mark.parametrize("size", [*range(1, 40), 64, 65, 127, 128, 255, 256, 257])
def test_every_proof_of_a_tree_verifies(size):
    leaves = [leaf_hash(bytes([number % 256, number >> 8])) for number in range(size)]
    root = naive_root(leaves)
    assert frontier_root(leaves) == root

    def roots(ranges):
        return [naive_root(leaves[begin:end]) for begin, end in ranges]

    for index in range(size):
        proof = roots(inclusion_ranges(index, size))
        assert includes(index, size, leaves[index], proof, root)
        assert not includes((index + 1) % (size + 1), size, leaves[index], proof, root)
        old = index + 1
        steps = roots(consistency_ranges(old, size))
        assert extends(old, size, naive_root(leaves[:old]), root, steps)


@given(st.integers(1, 200), st.data())
def test_a_flipped_bit_proves_nothing(size, data):
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = [naive_root(leaves[a:b]) for a, b in inclusion_ranges(index, size)]
    parts = [leaves[index], naive_root(leaves), *proof]
    which = data.draw(st.integers(0, len(parts) - 1))
    spoiled = bytearray(parts[which])
    spoiled[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    parts[which] = bytes(spoiled)
    assert not includes(index, size, parts[0], parts[2:], parts[1])


@given(st.integers(0, 2**70), st.integers(0, 2**70), st.lists(st.binary(max_size=40), max_size=80))
def test_hostile_proofs_are_refused_without_an_error(first, second, proof):
    zero = bytes(32)
    assert not includes(first, second, zero, proof, os.urandom(32))
    assert not extends(first, second, zero, os.urandom(32), proof)


def test_what_is_not_a_hash_proves_nothing():
    assert includes(0, 1, leaf_hash(b""), [], leaf_hash(b""))
    assert not includes(0, 1, b"short", [], b"short")
    assert not extends(1, 1, b"short", b"short", [])


def test_nothing_can_be_shown_from_the_empty_tree():
    assert not extends(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not extends(0, 1, EMPTY_ROOT, leaf_hash(b""), [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (5, 4)])
def test_a_leaf_that_does_not_exist_has_no_proof(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_ranges(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (-1, 1)])
def test_sizes_that_do_not_follow_have_no_proof(old, new):
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_ranges(old, new)


def test_nodes_cover_a_range_left_to_right():
    assert list(nodes(0, 7)) == [Node(2, 0), Node(1, 2), Node(0, 6)]
    assert list(nodes(8, 8)) == []


def test_a_perfect_subtree_folds_to_its_root():
    leaves = [leaf_hash(bytes([number])) for number in range(16)]
    assert perfect_root(b"".join(leaves)) == naive_root(leaves)
    assert fold([]) == EMPTY_ROOT
    assert fold(leaves[:1]) == leaves[0]


def test_a_frontier_stays_small():
    frontier = Frontier()
    frontier.extend(leaf_hash(bytes([number & 255])) for number in range(1000))
    assert frontier.size == 1000
    assert len(frontier._roots) == (1000).bit_count()


def test_split_is_below_its_size():
    assert [merkle._split(size) for size in (2, 3, 4, 5, 8, 9)] == [1, 2, 2, 4, 4, 8]
