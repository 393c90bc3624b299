import pytest

from bartizan.audit import repository, sealing
from bartizan.audit.canonical import prepare, read_entry, stamp
from bartizan.audit.checkpoints import open_checkpoint
from bartizan.audit.errors import LedgerBrokenError
from bartizan.audit.merkle import EMPTY_ROOT, Frontier
from bartizan.audit.notes import Signer
from bartizan.audit.sealing import Head, chain, read_head, seal_batch


@pytest.fixture
def prepared(entry, clock):
    moment = stamp(clock.now())
    return lambda count, first=0: [
        prepare(entry(number), f"id-{number:033d}", moment)
        for number in range(first, first + count)
    ]


async def seal(database, signer, batch, known=None):
    async with database.transaction() as connection:
        await sealing.hold(connection)
        return await seal_batch(connection, signer, batch, known or Head())


def test_a_chain_links_each_entry_to_the_one_before(prepared, signer):
    first = chain(Head(), prepared(3), signer)
    second = chain(first.head, prepared(2, 3), signer)
    rows = first.rows + second.rows
    frontier = Frontier()
    previous = EMPTY_ROOT
    for index, row in enumerate(rows):
        found = read_entry(row.canonical)
        assert (found.index, found.previous, row.place) == (index, previous, index)
        previous = found.leaf_hash
        frontier.append(previous)
    head = open_checkpoint(second.head.note, signer.name, [signer.verifier])
    assert (head.size, head.root) == (5, frontier.root())


def test_batches_do_not_show_in_the_tree(prepared, signer):
    whole = chain(Head(), prepared(600), signer)
    head = Head()
    for first in range(0, 600, 200):
        head = chain(head, prepared(200, first), signer).head
    assert head == whole.head


async def test_a_remembered_head_and_one_read_again_agree(database, signer, prepared):
    head = await seal(database, signer, prepared(300))
    await seal(database, signer, prepared(10, 300), head)
    async with database.reading() as connection:
        fresh = await read_head(connection, signer.verifier, Head())
        assert await read_head(connection, signer.verifier, fresh) is fresh
    assert fresh.edge.size == 310
    assert (await seal(database, signer, prepared(1, 310))).edge.size == 311


async def refused(database, signer, known=None):
    async with database.reading() as connection:
        with pytest.raises(LedgerBrokenError, match="Nothing more is signed") as found:
            await read_head(connection, signer.verifier, known or Head())
    return found.value.detail


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ('DELETE FROM audit_entries WHERE "index" = 299', "newest entry"),
        ("DELETE FROM audit_checkpoints", "newest entry"),
        ("DELETE FROM audit_tiles WHERE level = 1", "missing or too short"),
        (("UPDATE audit_tiles SET hashes = (SELECT leaf_hash FROM audit_entries WHERE"
         ' "index" = 0) WHERE level = 1'), "do not lead to the root"),
        ("UPDATE audit_checkpoints SET note = (SELECT hashes FROM audit_tiles LIMIT 1)",
         "cannot be trusted"),
    ],
)  # fmt: skip
async def test_nothing_is_signed_on_a_broken_ledger(
    database, signer, prepared, sql, statement, why
):
    await seal(database, signer, prepared(300))
    await sql(database, statement)
    assert why in await refused(database, signer)


async def test_a_ledger_signed_by_another_key_is_refused(database, signer, prepared):
    await seal(database, signer, prepared(1))
    other = Signer.generate(signer.name)
    assert "not signed by the expected key" in await refused(database, other)


async def test_a_ledger_that_shrank_is_refused(database, signer, prepared, sql):
    head = await seal(database, signer, prepared(2))
    longer = await seal(database, signer, prepared(1, 2), head)
    await sql(database, 'DELETE FROM audit_entries WHERE "index" = 2')
    await sql(database, "DELETE FROM audit_checkpoints WHERE size = 3")
    assert "longer a moment ago" in await refused(database, signer, longer)


async def test_a_failed_batch_leaves_nothing(database, signer, prepared):
    await seal(database, signer, prepared(2))

    async def twice():
        async with database.transaction() as connection:
            await seal_batch(connection, signer, prepared(1, 5), Head())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await twice()
    async with database.reading() as connection:
        assert (await repository.tip(connection)).entries == 2
        assert (await read_head(connection, signer.verifier, Head())).edge.size == 2
