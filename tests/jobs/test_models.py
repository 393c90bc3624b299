import sqlalchemy as sa

from bartizan.jobs import models


async def test_taking_and_looking_are_index_ranges(sqlite):
    queries = {
        "ix_jobs_queue_priority_run_at": "SELECT * FROM jobs_queue WHERE priority = 0 "
        "AND run_at <= 5 AND task IN ('t') ORDER BY run_at LIMIT 9",
        "ix_jobs_queue_run_at": "SELECT run_at FROM jobs_queue WHERE task IN ('t') "
        "ORDER BY run_at LIMIT 1",
    }
    async with sqlite.reading() as connection:
        for index, query in queries.items():
            plan = (await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}"))).all()
            told = " ".join(row[-1] for row in plan)
            assert index in told
            assert "TEMP B-TREE" not in told


def test_every_table_is_the_packages():
    tables = (models.queue, models.keys, models.dead, models.schedules, models.events)
    assert {table.name.partition("_")[0] for table in tables} == {"jobs"}
