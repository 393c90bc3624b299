from bartizan.mail.public import Disposition


async def test_an_empty_house_has_empty_figures(world):
    found = await world.mail.overviews.last(24)
    assert (found.received, found.held_now, found.by_hour, found.top_reasons) == (0, 0, [], [])
    assert found.median_milliseconds is None


async def test_only_what_came_in_lately_counts_but_the_whole_quarantine(world):
    await world.received(disposition=Disposition.HOLD)
    world.clock.advance(3 * 3600)
    await world.received(disposition=Disposition.TAG)
    found = await world.mail.overviews.last(2)
    assert (found.received, found.tagged, found.held, found.held_now) == (1, 1, 0, 1)
    assert len(found.by_hour) == 1
    both = await world.mail.overviews.last(24)
    assert [(hour.received, hour.held) for hour in both.by_hour] == [(1, 1), (1, 0)]
    assert all(hour.at.minute == 0 for hour in both.by_hour)


async def test_late_mail_is_counted_as_deferred(world):
    identifier = await world.received()
    await world.work()
    found = await world.mail.overviews.last(24)
    assert (found.deferred, found.waiting, found.delivered) == (1, 1, 0), identifier


async def test_reasons_are_ranked(world):
    for disposition in (Disposition.HOLD, Disposition.TAG, Disposition.DELIVER):
        await world.received(disposition=disposition)
    [top] = (await world.mail.overviews.last(24)).top_reasons
    assert (top.id, top.title, top.count) == ("lookalike_domain", "Look-alike domain", 2)
