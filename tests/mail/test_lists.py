from datetime import timedelta

import pytest

from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest
from bartizan.mail import lists
from bartizan.mail.errors import ListEntryExistsError, ListEntryMissingError
from bartizan.mail.evidence import Listed, Listing
from bartizan.mail.lists import NewEntry, normal, patterns_of

ALL = PageRequest(1, 50)


def entry(pattern="partner.test", kind=Listed.ALLOW, scope="", expires_at=None):
    return NewEntry(kind, pattern, scope, "we know them", expires_at)


async def naming(world, *addresses):
    async with world.database.reading() as connection:
        return await lists.naming(connection, addresses, world.clock.now())


async def test_an_entry_names_its_address_or_all_below_its_domain(world):
    await world.mail.lists.add(entry("@Partner.test"), world.alice)
    await world.mail.lists.add(entry("ada@other.test", Listed.BLOCK, "Bo@home.test"), world.alice)
    partner = Listing(Listed.ALLOW, "partner.test")
    assert await naming(world, "x@mail.partner.test") == (partner,)
    assert await naming(world, "ada@other.test", "x@partner.test") == (
        partner, Listing(Listed.BLOCK, "ada@other.test", "bo@home.test"),
    )  # fmt: skip
    assert await naming(world, "x@notpartner.test", "bo@other.test") == ()
    assert await naming(world) == ()


async def test_an_entry_is_over_when_its_time_is_up_and_may_be_made_again(world):
    soon = world.clock.now() + timedelta(hours=1)
    await world.mail.lists.add(entry(expires_at=soon), world.alice)
    assert await naming(world, "x@partner.test")
    world.clock.advance(3600)
    assert await naming(world, "x@partner.test") == ()
    await world.mail.lists.add(entry(), world.alice)
    assert await naming(world, "x@partner.test")
    assert (await world.mail.lists.find(ALL))[1] == 1


async def test_the_same_entry_is_not_made_twice(world):
    await world.mail.lists.add(entry(), world.alice)
    with pytest.raises(ListEntryExistsError):
        await world.mail.lists.add(entry("PARTNER.test"), world.alice)
    await world.mail.lists.add(entry(scope="home.test"), world.alice)
    await world.mail.lists.add(entry(kind=Listed.BLOCK), world.alice)
    assert (await world.mail.lists.find(ALL))[1] == 3


async def test_an_entry_that_would_be_over_already_is_refused(world):
    with pytest.raises(InvalidError, match="expired already"):
        await world.mail.lists.add(entry(expires_at=world.clock.now()), world.alice)


async def test_a_removed_entry_names_nobody(world):
    row = await world.mail.lists.add(entry(), world.alice)
    await world.mail.lists.remove(row["id"], "left us", world.alice)
    assert await naming(world, "x@partner.test") == ()
    with pytest.raises(ListEntryMissingError):
        await world.mail.lists.remove(row["id"], "again", world.alice)


async def test_the_ledger_knows_who_did_it_and_keeps_addresses_private(world):
    row = await world.mail.lists.add(entry(), world.alice, "r1")
    await world.mail.lists.remove(row["id"], "left us", world.alice)
    await world.ledger.seal()
    added, removed = await world.ledger.entry(0), await world.ledger.entry(1)
    assert (added.action, added.object) == ("mail:list:write", f"mail-list:{row['id']}")
    assert (added.details["what"], removed.details["what"]) == ("added", "removed")
    assert (added.actor.name, removed.reason) == ("Alice", "left us")
    assert "partner.test" not in added.canonical.decode()


async def test_lists_are_paged_and_searched(world):
    for name in ("a.test", "b.test", "c.test"):
        await world.mail.lists.add(entry(name), world.alice)
    await world.mail.lists.add(entry("a.test", Listed.BLOCK, "bo@home.test"), world.alice)
    rows, total = await world.mail.lists.find(PageRequest(1, 2))
    assert (total, [row["pattern"] for row in rows]) == (4, ["a.test", "c.test"])
    assert (await world.mail.lists.find(ALL, Listed.BLOCK))[1] == 1
    assert (await world.mail.lists.find(ALL, query="HOME"))[1] == 1
    assert (await world.mail.lists.find(ALL, query="100%"))[1] == 0


@pytest.mark.parametrize(
    "pattern", ["", "@", "a@", "@@x", "a@b@c", "a b.test", "a\n.test", "x\0.test", "a" * 400]
)
def test_what_is_no_address_and_no_domain_is_refused(pattern):
    with pytest.raises(InvalidError):
        normal(pattern)


def test_patterns_are_bounded():
    assert patterns_of("a@x.y.test") == ["a@x.y.test", "x.y.test", "y.test", "test"]
    assert len(patterns_of("a@" + "x." * 5000 + "test")) == 11
