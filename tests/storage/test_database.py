import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bartizan.base.clock import SystemClock
from bartizan.storage.database import Database, insert_new, lock
from bartizan.storage.errors import DatabaseAwayError, DatabaseUrlError
from bartizan.storage.outbox import announce, outbox


async def rows(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.scalar(sa.select(sa.func.count()).select_from(outbox))) or 0)


async def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await announce(connection, "a.b.c", "1", {})
            raise RuntimeError
    assert await rows(database) == 0


async def test_reading_changes_nothing(database):
    async with database.reading() as connection:
        await announce(connection, "a.b.c", "1", {})
    assert await rows(database) == 0


async def test_writers_wait_for_each_other_instead_of_failing(database):
    async def write(count: int) -> None:
        for number in range(count):
            async with database.transaction() as connection:
                await lock(connection, "test")
                await announce(connection, "a.b.c", str(number), {})

    await asyncio.gather(*(write(10) for _ in range(4)))
    assert await rows(database) == 40


async def test_insert_new_passes_over_taken_keys(database):
    now = SystemClock().now()
    row = {"id": "1", "topic": "t", "subject": "s", "payload": {}, "announced_at": now}
    async with database.transaction() as connection:
        assert await insert_new(connection, outbox, [row]) == 1
        assert await insert_new(connection, outbox, [row]) == 0
        assert await insert_new(connection, outbox, []) == 0
    assert await rows(database) == 1


async def test_a_database_that_is_away_is_named(free_port):
    away = Database(f"postgresql://nobody@127.0.0.1:{free_port}/none")
    with pytest.raises(DatabaseAwayError):
        async with away.reading():
            pass
    await away.close()


async def test_a_disk_without_room_is_named(sqlite):
    with pytest.raises(DatabaseAwayError):
        async with sqlite.transaction() as connection:
            await connection.execute(sa.text("PRAGMA max_page_count = 1"))
            for number in range(1000):
                await announce(connection, "a.b.c", "1" * 200, {"number": number})


@pytest.mark.peer("initdb")
async def test_a_session_that_the_server_ends_is_named(postgresql):
    with pytest.raises(DatabaseAwayError):
        async with postgresql.transaction() as connection:
            await connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert await rows(postgresql) == 0


async def test_a_mistake_in_a_question_is_no_absence(database):
    with pytest.raises(DBAPIError):
        async with database.reading() as connection:
            await connection.execute(sa.text("SELECT nothing FROM nowhere"))


def test_an_unknown_kind_of_database_is_refused():
    with pytest.raises(DatabaseUrlError, match="mysql"):
        Database("mysql://localhost/x")
