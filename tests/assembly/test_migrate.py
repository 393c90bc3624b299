import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bartizan.assembly import tables
from bartizan.assembly.migrate import SchemaError, check_schema, migrate, newest_revision
from bartizan.storage.database import Database
from bartizan.storage.schema import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("initdb"))])
def url(request, tmp_path) -> str:
    """Where an empty database of each kind is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    return request.getfixturevalue("empty_postgresql")


@pytest.fixture
async def empty(url):
    database = Database(url)
    yield database
    await database.close()


def differences(connection) -> list:
    options = {"compare_type": tables.same_type, "target_metadata": metadata}
    context = MigrationContext.configure(connection, opts=options)
    return compare_metadata(context, metadata)


async def test_an_empty_database_gets_exactly_the_schema_of_the_models(empty):
    await migrate(empty)
    async with empty.reading() as connection:
        assert await connection.run_sync(differences) == []
    assert await check_schema(empty) == newest_revision()


async def test_processes_that_start_together_wait_for_each_other(empty):
    await asyncio.gather(*(migrate(empty) for _ in range(4)))
    assert await check_schema(empty) == newest_revision()


async def test_a_missing_column_is_noticed(empty):
    await migrate(empty)
    async with empty.transaction() as connection:
        await connection.execute(text("ALTER TABLE mail_quarantine DROP COLUMN resolution"))
    async with empty.reading() as connection:
        assert await connection.run_sync(differences)


async def test_a_database_of_a_newer_version_is_left_alone(empty):
    await migrate(empty)
    async with empty.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="newer one"):
        await migrate(empty)


async def test_an_empty_database_is_not_fit_for_use(empty):
    with pytest.raises(SchemaError, match="nothing"):
        await check_schema(empty)
