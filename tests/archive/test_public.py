from bartizan.archive import public


async def test_the_door_offers_all_that_mail_needs(installation):
    """What the assembly does with an event of the mail system, through the door alone."""
    digest = await installation.store(installation.letter("Through the door"))
    seen = public.Observation("m1", installation.clock.now(), "a@example.com", ("b@example.org",))
    arrival = public.Arrival(digest, seen, public.VerdictFacts("deliver", 3))
    (identifier,) = await installation.archive.ingest_many([arrival])
    await installation.index_all()
    found = await installation.archive.search("door", order=public.Order.RELEVANCE)
    assert [hit.message.id for hit in found.hits] == [identifier]


def test_all_that_the_door_names_is_there():
    assert all(hasattr(public, name) for name in public.__all__)
