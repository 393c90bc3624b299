import itertools
import random

import pytest

from bartizan.audit.canonical import read_entry
from bartizan.audit.checkpoints import open_checkpoint
from bartizan.audit.errors import EntryNotFoundError, LedgerBrokenError, SizeUnknownError
from bartizan.audit.merkle import EMPTY_ROOT, extends, includes, leaf_hash
from bartizan.audit.proofs import read_proof


async def test_every_proof_verifies_whatever_the_batches(sqlite_ledger, entry):
    chance = random.Random(6962)
    heads, total = [], 0
    while total < 700:
        count = chance.choice([1, 2, 3, 50, 130])
        await sqlite_ledger.append([entry(number) for number in range(total, total + count)])
        total += count
        note = await sqlite_ledger.checkpoint()
        heads.append(open_checkpoint(note, sqlite_ledger.key.name, [sqlite_ledger.key]))
    for index in [*range(0, total, 37), total - 1]:
        proof = await sqlite_ledger.prove(index)
        assert proof.entry.object == str(index)
        assert includes(index, total, proof.leaf_hash, proof.hashes, heads[-1].root)
    for old, new in itertools.pairwise(heads):
        found = await sqlite_ledger.consistency(old.size, new.size)
        assert (found.old_root, found.new_root) == (old.root, new.root)
        assert extends(old.size, new.size, old.root, new.root, found.hashes)


async def test_the_text_of_a_proof_holds_all_of_it(ledger, entry):
    await ledger.append([entry(number) for number in range(5)])
    proof = await ledger.prove(3)
    parts = read_proof(proof.text)
    head = open_checkpoint(parts.checkpoint, ledger.key.name, [ledger.key])
    assert read_entry(parts.extra) == proof.entry
    assert includes(parts.index, head.size, leaf_hash(parts.extra), parts.hashes, head.root)
    assert (proof.tree_size, proof.root_hash) == (head.size, head.root)


async def test_an_empty_ledger_signs_the_empty_tree(ledger):
    head = open_checkpoint(await ledger.checkpoint(), ledger.key.name, [ledger.key])
    assert (head.size, head.root) == (0, EMPTY_ROOT)
    with pytest.raises(EntryNotFoundError):
        await ledger.prove(0)


async def test_what_is_not_there_is_named(ledger, entry):
    await ledger.append([entry()])
    for index in (1, -1, 2**62):
        with pytest.raises(EntryNotFoundError):
            await ledger.prove(index)
    for old, new in ((0, 1), (1, 2), (2, 1), (-1, 1)):
        with pytest.raises(SizeUnknownError, match="1 entries"):
            await ledger.consistency(old, new)


@pytest.mark.parametrize(
    "statement",
    [
        ("UPDATE audit_entries SET canonical = (SELECT canonical FROM audit_entries WHERE"
        ' "index" = 1) WHERE "index" = 2'),
        'UPDATE audit_entries SET canonical = leaf_hash WHERE "index" = 2',
        "UPDATE audit_tiles SET hashes = (SELECT hashes FROM audit_tiles WHERE level = 1)",
        "DELETE FROM audit_tiles",
        "DELETE FROM audit_checkpoints",
    ],
)  # fmt: skip
async def test_no_proof_is_given_of_what_was_not_signed(database, ledger, entry, sql, statement):
    await ledger.append([entry(number) for number in range(300)])
    await sql(database, statement)
    with pytest.raises(LedgerBrokenError):
        await ledger.prove(2)
    if "tiles" in statement:
        with pytest.raises(LedgerBrokenError):
            await ledger.consistency(2, 300)
