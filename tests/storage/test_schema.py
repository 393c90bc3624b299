from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from bartizan.storage.schema import Instant, Json, metadata

#: Apart from the shared schema, which migrations are compared with.
apart = sa.MetaData()
things = sa.Table(
    "storage_test_things",
    apart,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant),
    sa.Column("facts", Json),
)
MOMENTS = [
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
]


@pytest.fixture
async def prepared(database):
    async with database.transaction() as connection:
        await connection.run_sync(apart.create_all)
    return database


async def test_moments_and_json_come_back_as_they_were(prepared):
    rows = [{"id": n, "at": at, "facts": {"n": [n, None, "é"]}} for n, at in enumerate(MOMENTS)]
    async with prepared.transaction() as connection:
        await connection.execute(things.insert(), rows)
    async with prepared.reading() as connection:
        found = await connection.execute(sa.select(things).order_by(things.c.id))
        assert [dict(row) for row in found.mappings()] == rows


async def test_moments_are_ordered_and_compared_in_the_database(prepared):
    rows = [{"id": number, "at": at} for number, at in enumerate([*MOMENTS, None])]
    async with prepared.transaction() as connection:
        await connection.execute(things.insert().values(facts={}), rows)
    chosen = sa.select(things.c.at).where(things.c.at < MOMENTS[3]).order_by(things.c.at.desc())
    async with prepared.reading() as connection:
        found = list(await connection.scalars(chosen))
    assert found == sorted(MOMENTS[:3], reverse=True)


async def test_a_naive_moment_is_refused(prepared):
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the test
    with pytest.raises(StatementError, match="time zone"):
        async with prepared.transaction() as connection:
            await connection.execute(things.insert().values(id=1, at=naive))


zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
days = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones)  # noqa: DTZ001


@given(days, days)
def test_numbers_keep_moments_and_their_order(one, two):
    kind, dialect = Instant(), sqlite.dialect()
    first, second = (kind.process_bind_param(moment, dialect) for moment in (one, two))
    assert kind.process_result_value(first, dialect) == one
    assert (first < second, first == second) == (one < two, one == two)


def test_json_is_what_each_database_knows_best():
    for dialect, name in ((postgresql.dialect(), "JSONB"), (sqlite.dialect(), "JSON")):
        assert Json.compile(dialect=dialect) == name


def test_constraints_get_names_that_migrations_can_find():
    assert metadata.naming_convention["uq"] == "uq_%(table_name)s_%(column_0_N_name)s"
    elsewhere = sa.MetaData(naming_convention=metadata.naming_convention)
    table = sa.Table("t", elsewhere, sa.Column("a", sa.Integer), sa.UniqueConstraint("a"))
    assert {one.name for one in table.constraints if one.columns} == {"uq_t_a"}
