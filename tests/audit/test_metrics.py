from prometheus_client import REGISTRY

from bartizan.audit.sealer import Sealer


def sample(name):
    return REGISTRY.get_sample_value(name)


async def test_sealed_entries_and_batches_are_counted(ledger, entry):
    entries = sample("bartizan_audit_entries_total")
    batches = sample("bartizan_audit_seal_seconds_count")
    await ledger.append([entry(), entry()])
    assert sample("bartizan_audit_entries_total") == entries + 2
    assert sample("bartizan_audit_seal_seconds_count") == batches + 1


async def test_the_backlog_is_shown(database, ledger, entry, sql):
    await ledger.append([entry()])
    await sql(
        database,
        "UPDATE audit_checkpoints SET note = (SELECT canonical FROM audit_entries LIMIT 1)",
    )
    async with database.transaction() as connection:
        await ledger.record_many(connection, [entry()] * 3)
    assert not await Sealer(ledger)._seal()
    assert sample("bartizan_audit_staged") == 3
