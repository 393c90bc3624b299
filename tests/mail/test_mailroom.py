import pytest

from bartizan.base.paging import PageRequest
from bartizan.mail.errors import MessageDeletedError, MessageMissingError, PartMissingError
from bartizan.mail.listing import MessageFilter
from bartizan.mail.public import Disposition


async def test_a_list_brings_its_recipients(world):
    identifier = await world.received(to=("a@example.org", "b@example.org"))
    listed = await world.mail.mailroom.find(MessageFilter(), PageRequest())
    assert (listed.total, listed.recipients) == (
        1, {identifier: ["a@example.org", "b@example.org"]},
    )  # fmt: skip


async def test_a_dossier_holds_everything(world):
    identifier = await world.received(disposition=Disposition.HOLD)
    dossier = await world.mail.mailroom.dossier(identifier)
    assert dossier.verdict == world.judge.verdict
    assert dossier.held["state"] == "held"
    assert dossier.content.header("subject") == "The minutes"


async def test_bytes_are_handed_out_and_that_is_recorded(world):
    identifier = await world.received()
    raw = await world.mail.mailroom.raw(identifier, world.alice, "r1")
    assert raw == world.judge.seen[0]
    _, content = await world.mail.mailroom.part(identifier, 0, world.alice, None)
    assert content == b"Hello Bob.\r\n"
    assert await world.ledger.seal() == 3


async def test_a_part_that_is_not_there_is_not_recorded(world):
    identifier = await world.received()
    with pytest.raises(PartMissingError, match="parts 0 to 0"):
        await world.mail.mailroom.part(identifier, 1, world.alice, None)
    assert await world.ledger.seal() == 1


async def test_what_was_deleted_is_not_handed_out(world):
    identifier = await world.received(disposition=Disposition.HOLD)
    await world.mail.quarantine.delete([identifier], world.alice, "phish")
    with pytest.raises(MessageDeletedError):
        await world.mail.mailroom.raw(identifier, world.alice, None)
    assert (await world.mail.mailroom.dossier(identifier)).content is None


async def test_what_never_was_is_missing(world):
    with pytest.raises(MessageMissingError):
        await world.mail.mailroom.content("nothing")
