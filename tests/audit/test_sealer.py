import asyncio

from bartizan.audit.sealer import Sealer
from bartizan.audit.settings import AuditSettings

QUICK = AuditSettings(seal_seconds=0.01)


async def until(condition, seconds=10):
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.01)


async def test_what_is_staged_is_sealed_by_itself(database, ledger, entry):
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(2):
            tasks.create_task(Sealer(ledger, QUICK).run(stop))
        for number in range(5):
            async with database.transaction() as connection:
                await ledger.record(connection, entry(number))
        await until(lambda: sealed(ledger, 5))
        stop.set()
    assert (await ledger.verify()).entries == 5


async def sealed(ledger, count):
    return (await ledger.verify()).entries == count


async def test_stopping_seals_what_is_left(database, ledger, entry):
    async with database.transaction() as connection:
        await ledger.record(connection, entry())
    stop = asyncio.Event()
    stop.set()
    await Sealer(ledger, QUICK).run(stop)
    assert (await ledger.staged(), (await ledger.verify()).entries) == (0, 1)


async def test_a_broken_ledger_does_not_stop_the_sealer(database, ledger, entry, sql):
    await ledger.append([entry()])
    [(note,)] = await sql(database, "SELECT note FROM audit_checkpoints")
    await sql(
        database,
        "UPDATE audit_checkpoints SET note = (SELECT canonical FROM audit_entries LIMIT 1)",
    )
    async with database.transaction() as connection:
        await ledger.record(connection, entry())
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Sealer(ledger, QUICK).run(stop))
        await asyncio.sleep(0.1)
        assert await ledger.staged() == 1
        await sql(database, "UPDATE audit_checkpoints SET note = :note", note=note)
        await until(lambda: sealed(ledger, 2))
        stop.set()
