import pytest

from bartizan.assembly.migrate import SchemaError, newest_revision
from bartizan.storage.database import Database


async def test_every_part_says_what_it_sees(bartizan):
    seen = {name: await check() for name, check in bartizan.checks.items()}
    assert list(seen) == ["database", "disk", "queue", "ledger", "search"]
    assert seen["database"].startswith(f"schema {newest_revision()} on sqlite")
    assert "waiting" in seen["queue"]


async def test_a_schema_of_another_version_fails_the_check(bartizan):
    await bartizan.database.close()
    async with bartizan.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SchemaError, match="bartizan migrate"):
        await bartizan.checks["database"]()


def test_the_database_of_the_checks_is_the_installations(bartizan):
    assert isinstance(bartizan.database, Database)
