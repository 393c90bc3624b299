import asyncio
from dataclasses import replace

import pytest

from bartizan.audit.public import Ledger, Signer
from bartizan.base.actor import SYSTEM
from bartizan.base.clock import ManualClock, SystemClock
from bartizan.mail import senders
from bartizan.mail.authentication.results import Result
from bartizan.mail.evidence import Listed, Organisation, Resemblance
from bartizan.mail.gathering import gather
from bartizan.mail.lists import Lists, NewEntry
from bartizan.mail.models import Label
from bartizan.mail.sender_book import KeptBook, claimed_addresses
from bartizan.mail.sightings import Sighting, Written
from bartizan.mail.verdict import Envelope

DAY = 86_400


@pytest.fixture
def clock():
    return ManualClock(SystemClock().now())


@pytest.fixture
def book(database, clock):
    return KeptBook(database, clock)


def facts(sender="Bo Berg <bo@client.test>", *, authentication=None, client="192.0.2.9"):
    envelope = Envelope(
        mail_from="bounce@client.test", recipients=("us@home.test",), remote_address=client,
        helo="x",
    )  # fmt: skip
    raw = f"From: {sender}\r\n\r\nHi\r\n".encode()
    return gather(raw, envelope, authentication, Organisation())


async def remember(database, clock, address="bo@client.test", *, proved=True, to=()):
    found = Sighting(
        address=address,
        domain=address.partition("@")[2],
        proved=proved,
        at=clock.now(),
        infrastructure=(("network", "192.0.2.0/24"),) if proved else (),
        written_to=tuple(Written(*one) for one in to),
    )
    async with database.transaction() as connection:
        await senders.remember(connection, [found])


async def test_a_stranger_has_a_history_of_nothing(book):
    history = (await book.recall(facts())).history
    assert (history.seen, history.claimed, history.infrastructure_seen) == (0, 0, None)
    assert history.watched_days == 0


async def test_a_known_sender_is_recalled(book, database, clock, authenticated):
    await remember(database, clock)
    await remember(database, clock, proved=False)
    clock.advance(20 * DAY)
    await remember(database, clock, "us@home.test", to=[("bo@client.test", "")])
    known = (await book.recall(facts(authentication=authenticated))).history
    assert (known.seen, known.claimed, known.domain_seen, known.written_to) == (1, 1, 1, 1)
    assert (known.infrastructure_seen, known.watched_days) == (True, 20)
    away = (await book.recall(facts(client="198.51.100.7"))).history
    assert away.infrastructure_seen is False


async def test_decisions_about_forgeries_are_not_about_the_one_forged(
    book, database, clock, authenticated
):
    await remember(database, clock)
    await remember(database, clock, proved=False)
    async with database.transaction() as connection:
        counted = {
            ("bo@client.test", False): {Label.PHISH: 2},
            ("bo@client.test", True): {Label.RELEASED: 3},
        }
        await senders.count_decisions(connection, counted)
    proved = (await book.recall(facts(authentication=authenticated))).history
    forged = (await book.recall(facts())).history
    assert (proved.confirmed_bad, proved.released) == (0, 3)
    assert (forged.confirmed_bad, forged.released) == (2, 0)


async def test_who_resembles_a_correspondent_is_named(book, database, clock):
    await remember(database, clock, "us@home.test", to=[("bo@client.test", "berg bo")])
    near = (await book.recall(facts("Bo <bo@cliemt.test>"))).history
    namesake = (await book.recall(facts("Berg Bo <b@free.test>"))).history
    himself = (await book.recall(facts())).history
    assert near.resembles == Resemblance("bo@client.test", "address")
    assert namesake.resembles == Resemblance("bo@client.test", "name")
    assert himself.resembles is None


async def test_messages_judged_side_by_side_get_each_their_own_answer(
    book, database, clock, authenticated
):
    await remember(database, clock)
    blocked = NewEntry(Listed.BLOCK, "evil.test", "", "noise")
    ledger = Ledger(database, Signer.generate("test.example/ledger"), clock)
    await Lists(database, ledger, clock).add(blocked, SYSTEM)
    senders_of = ["Bo <bo@client.test>", "Eve <eve@evil.test>", "nobody", "C <c@client.test>"]
    found = await asyncio.gather(*(book.recall(facts(one)) for one in senders_of * 5))
    assert [one.history and one.history.seen for one in found] == [1, 0, None, 0] * 5
    assert [len(one.listings) for one in found] == [0, 1, 0, 0] * 5


async def test_without_an_author_there_is_no_history(book):
    assert (await book.recall(facts("nobody"))).history is None


@pytest.mark.parametrize("sender", ["\0@x.test", "a\udc80@x.test", "a" * 5000 + "@x.test"])
async def test_hostile_authors_are_looked_up_without_harm(book, sender):
    taken = facts()
    mailbox = taken.senders[0]._replace(address=sender)
    await book.recall(replace(taken, senders=(mailbox,)))


def test_the_author_and_the_envelope_are_claimed():
    assert claimed_addresses(facts()) == ("bo@client.test", "bounce@client.test")


@pytest.fixture
def authenticated():
    from bartizan.mail.authentication.results import (
        ArcResult,
        Authentication,
        DmarcResult,
        SpfResult,
    )

    return Authentication(
        spf=SpfResult(result=Result.NONE, domain="client.test", sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=Result.PASS, domain="client.test", sentence="."),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )
