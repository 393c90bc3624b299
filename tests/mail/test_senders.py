import asyncio
from datetime import UTC, datetime, timedelta

from bartizan.mail import senders
from bartizan.mail.likeness import keys_of, named
from bartizan.mail.models import Label, correspondents, infrastructure, likenesses
from bartizan.mail.models import senders as table
from bartizan.mail.sightings import Sighting, Written

DAY = timedelta(days=1)
AT = datetime(2026, 3, 1, tzinfo=UTC)


def seen(address="ada@partner.test", at=AT, *, proved=True, network="192.0.2.0/24", to=()):
    return Sighting(
        address=address,
        domain=address.partition("@")[2],
        proved=proved,
        at=at,
        infrastructure=(("network", network),) if proved else (),
        written_to=tuple(Written(*one) for one in to),
    )


async def remember(database, *sightings):
    async with database.transaction() as connection:
        await senders.remember(connection, sightings)


async def rows(database, what):
    """Return what is stored, apart from what is counted of whole domains."""
    async with database.reading() as connection:
        found = await connection.execute(what.select().order_by(*what.primary_key))
        return [row for row in found.mappings() if not row["address"].startswith("@")]


async def test_messages_of_one_batch_and_of_many_add_up(database):
    await remember(database, seen(at=AT + DAY), seen(), seen("bo@partner.test"))
    await remember(database, seen(at=AT + 3 * DAY), seen(at=AT + 2 * DAY))
    found = {row["address"]: row for row in await rows(database, table)}
    ada = found["ada@partner.test"]
    assert (ada["messages"], ada["first_seen"], ada["last_seen"]) == (4, AT, AT + 3 * DAY)
    assert found["bo@partner.test"]["messages"] == 1
    assert (await rows(database, infrastructure))[0]["messages"] == 4


async def test_an_older_message_never_moves_the_last_date_back(database):
    await remember(database, seen(at=AT + DAY))
    await remember(database, seen(at=AT))
    [row] = await rows(database, table)
    assert row["last_seen"] == AT + DAY


async def test_what_is_claimed_is_counted_apart(database):
    await remember(database, seen(), seen(proved=False), seen(proved=False))
    await remember(database, seen("bo@partner.test"))
    async with database.reading() as connection:
        rows = await senders.standing_of(connection, ["ada@partner.test"])
    counted = {standing: row["messages"] for standing, row in rows.items()}
    assert counted == {
        ("ada@partner.test", True): 1,
        ("ada@partner.test", False): 2,
        ("@partner.test", True): 2,
    }


async def test_of_strangers_nothing_is_known(database):
    async with database.reading() as connection:
        assert await senders.standing_of(connection, ["x@y.test"]) == {}
        assert await senders.written_to(connection, ["x@y.test"]) == {}
        assert await senders.networks_of(connection, [("x@y.test", "192.0.2.0/24")]) == frozenset()
        assert await senders.watching_since(connection) is None


async def test_networks_and_what_was_written_are_told(database):
    home, away = ("ada@partner.test", "192.0.2.0/24"), ("ada@partner.test", "198.51.100.0/24")
    await remember(database, seen(), seen("us@home.test", to=[("ada@partner.test", "")]))
    await remember(database, seen("bo@partner.test", network=away[1]))
    async with database.reading() as connection:
        assert await senders.networks_of(connection, [home, away]) == {home}
        assert await senders.written_to(connection, [home[0], "x@y.test"]) == {home[0]: 1}
        assert await senders.watching_since(connection) == AT


async def test_whom_we_write_to_is_found_under_every_name_given(database):
    await remember(database, seen(to=[("bo@client.test", "berg bo")]))
    await remember(database, seen(to=[("bo@client.test", "")]))
    await remember(database, seen(to=[("bo@client.test", "berg bob")]))
    [row] = await rows(database, correspondents)
    assert row["messages"] == 3
    async with database.reading() as connection:
        for name in ("berg bo", "berg bob"):
            [found] = await senders.alike(connection, named(name))
            assert found["address"] == "bo@client.test"


async def test_who_is_alike_shares_a_key_and_is_used_most(database):
    people = [("bo@client.test", "berg bo"), ("other@client.test", ""), ("x@else.test", "")]
    await remember(database, seen(to=people), seen(to=people[1:2]))
    async with database.reading() as connection:
        near = await senders.alike(connection, keys_of("bo@cliemt.test", ""))
        both = await senders.alike(connection, [*named("berg bo"), *keys_of(people[1][0], "")])
        assert await senders.alike(connection, []) == []
    assert {row["address"] for row in near} == {"bo@client.test"}
    assert both[0]["address"] == "other@client.test"
    assert {row["address"] for row in both} == {"bo@client.test", "other@client.test"}


async def test_decisions_are_counted_and_taken_back(database):
    await remember(database, seen())
    standing = ("ada@partner.test", True)
    async with database.transaction() as connection:
        await senders.count_decisions(connection, {standing: {Label.PHISH: 1}})
        await senders.count_decisions(connection, {standing: {Label.PHISH: -1, Label.HAM: 1}})
        await senders.count_decisions(connection, {("nobody@x.test", True): {Label.HAM: 1}})
    [row] = await rows(database, table)
    assert (row["phish"], row["ham"], row["released"]) == (0, 1, 0)


async def test_what_is_old_is_forgotten_unless_people_decided(database):
    await remember(database, seen(to=[("bo@client.test", "")]), seen("eve@evil.test"))
    await remember(database, seen("new@x.test", at=AT + 9 * DAY))
    async with database.transaction() as connection:
        counted = {("eve@evil.test", True): {Label.PHISH: 1}}
        await senders.count_decisions(connection, counted)
        assert await senders.forget(connection, AT + DAY) == 3  # two of them whole domains
    assert [row["address"] for row in await rows(database, table)] == [
        "eve@evil.test",
        "new@x.test",
    ]
    assert [row["address"] for row in await rows(database, infrastructure)] == ["new@x.test"]
    assert await rows(database, correspondents) == []
    assert await rows(database, likenesses) == []


async def test_writers_that_meet_wait_for_each_other(database):
    people = [f"p{number}@x.test" for number in range(30)]
    batches = [people, people[::-1], people[15:] + people[:15]] * 3
    await asyncio.gather(
        *(remember(database, *(seen(address) for address in batch)) for batch in batches)
    )
    assert {row["messages"] for row in await rows(database, table)} == {9}
