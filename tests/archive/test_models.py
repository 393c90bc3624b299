import sqlalchemy as sa

from bartizan.archive import models


async def test_what_waits_for_the_index_is_found_by_an_index(installation):
    queries = (
        "SELECT * FROM archive_messages WHERE indexed_at IS NULL ORDER BY id LIMIT 9",
        "SELECT count(*) FROM archive_messages WHERE indexed_at IS NULL",
    )
    if installation.database.dialect != "sqlite":
        return
    async with installation.database.reading() as connection:
        for query in queries:
            plan = (await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}"))).all()
            told = " ".join(row[-1] for row in plan)
            assert "ix_archive_messages_indexed_at_id" in told
            assert "TEMP B-TREE" not in told


def test_no_table_points_outside_the_package():
    for table in (models.messages, models.observations, models.texts, models.index_orders):
        assert table.name.startswith("archive_")
        assert all(key.column.table.name.startswith("archive_") for key in table.foreign_keys)
