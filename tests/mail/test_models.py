import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bartizan.mail.models import messages, quarantine, recipients


async def test_nothing_hangs_on_a_message_that_is_not_there(world):
    with pytest.raises(IntegrityError):
        async with world.database.transaction() as connection:
            await connection.execute(
                recipients.insert().values(
                    message_id="none", position=0, address="a", notify="", state="held", attempts=0
                )
            )


async def test_a_message_is_held_once(world):
    from bartizan.mail.public import Disposition

    identifier = await world.received(disposition=Disposition.HOLD)
    again = sa.select(quarantine).where(quarantine.c.message_id == identifier)
    async with world.database.reading() as connection:
        row = dict((await connection.execute(again)).mappings().one())
    with pytest.raises(IntegrityError):
        async with world.database.transaction() as connection:
            await connection.execute(quarantine.insert().values(row))


def test_lists_have_indexes():
    indexed = {tuple(column.name for column in index.columns) for index in messages.indexes}
    assert {("received_at",), ("state", "id"), ("disposition", "id")} <= indexed
