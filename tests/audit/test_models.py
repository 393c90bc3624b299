import sqlalchemy as sa

from bartizan.audit import models
from bartizan.audit.repository import EntryRow
from bartizan.storage.schema import metadata


def test_every_table_carries_the_name_of_its_package():
    ours = [models.staged, models.entries, models.tiles, models.checkpoints, models.private]
    assert {table.name for table in ours} == {
        name for name in metadata.tables if name.startswith("audit_")
    }


def test_a_row_has_the_columns_of_its_table_in_order():
    names = ["index" if name == "place" else name for name in EntryRow._fields]
    assert [column.name for column in models.entries.c] == names


async def test_every_filter_has_its_index(database):
    async with database.reading() as connection:
        indexes = await connection.run_sync(
            lambda raw: sa.inspect(raw).get_indexes("audit_entries")
        )
    first = {index["column_names"][0] for index in indexes}
    assert first >= {"actor_id", "action", "object", "time"}
