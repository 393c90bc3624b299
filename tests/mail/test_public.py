from bartizan.mail import public


def test_the_door_opens_to_everything_it_names():
    assert all(hasattr(public, name) for name in public.__all__)


async def test_one_mail_system_shares_its_stores(world):
    identifier = await world.received(disposition=public.Disposition.HOLD)
    [result] = await world.mail.quarantine.release([identifier], world.alice, "fine")
    assert result.ending is public.Ending.RELEASED
    assert (await world.mail.overviews.last(1)).waiting == 1
    await world.mail.close()
