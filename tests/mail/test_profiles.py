import pytest

from bartizan.mail.errors import SenderMissingError
from bartizan.mail.evidence import Listed
from bartizan.mail.lists import NewEntry


async def test_a_sender_is_shown_as_proved_and_as_claimed(world):
    await world.received(proved=True)
    await world.received()
    await world.received(client="203.0.113.9")
    entry = NewEntry(Listed.BLOCK, "example.com", "bob@example.org", "noise")
    await world.mail.lists.add(entry, world.alice)
    profile, named = await world.mail.profiles.of("Alice@Example.com")
    assert (profile.proved["messages"], profile.claimed["messages"]) == (1, 2)
    assert (profile.domain_seen, profile.written_to) == (1, 0)
    assert [(row["kind"], row["value"]) for row in profile.infrastructure] == [
        ("network", "192.0.2.0/24"), ("spf", "example.com"),
    ]  # fmt: skip
    assert [one.scope for one in named] == ["bob@example.org"]


@pytest.mark.parametrize("address", ["x@y.test", "nobody", "a\0b@c.test", "a" * 400])
async def test_nobody_knows_a_stranger(world, address):
    with pytest.raises(SenderMissingError):
        await world.mail.profiles.of(address)


async def test_whom_our_people_write_to_is_known_before_they_answer(make_world):
    world = await make_world(judgement={"own_domains": ["example.com"]})
    await world.received(proved=True)
    profile, _ = await world.mail.profiles.of("bob@example.org")
    assert (profile.written_to, profile.proved, profile.claimed) == (1, None, None)


async def test_a_sender_is_forgotten_when_nothing_came_for_long(make_world):
    world = await make_world(senders={"keep_days": 30})
    await world.received()
    world.clock.advance(29 * 86_400)
    assert await world.mail.profiles.forget() == 0
    world.clock.advance(2 * 86_400)
    assert await world.mail.profiles.forget() == 1
    with pytest.raises(SenderMissingError):
        await world.mail.profiles.of("alice@example.com")
