import pytest
from sqlalchemy.exc import IntegrityError

from bartizan.identity.models import sessions, users
from bartizan.storage.schema import metadata


def test_tables_carry_the_packages_name():
    ours = {name for name in metadata.tables if name.startswith("identity_")}
    assert ours == {
        "identity_users",
        "identity_sessions",
        "identity_refresh_tokens",
        "identity_keys",
        "identity_throttle",
    }


def test_no_column_could_hold_a_secret_itself():
    for name, table in metadata.tables.items():
        if name.startswith("identity_"):
            assert not {"password", "token", "key", "secret"} & set(table.columns.keys())


async def test_a_session_needs_its_user(database, clock):
    now = clock.now()
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(
                sessions.insert().values(
                    id="s",
                    token_hash="h",
                    user_id="nobody",
                    created_at=now,
                    last_seen_at=now,
                    expires_at=now,
                )
            )
    async with database.reading() as connection:
        assert (await connection.execute(users.select())).all() == []
