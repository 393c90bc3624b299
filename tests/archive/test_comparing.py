import asyncio

from bartizan.storage.search.port import Document


async def test_a_complete_index_says_so(installation):
    for number in range(3):
        await installation.keep(installation.letter(f"{number}"))
    await installation.index_all()
    found = await installation.archive.completeness()
    assert (found.messages, found.indexed, found.complete) == (3, 3, True)


async def test_an_empty_archive_is_complete(installation):
    assert (await installation.archive.completeness()).complete


async def test_what_is_missing_and_what_is_left_over_is_named(installation):
    ids = [await installation.keep(installation.letter(f"{number}")) for number in range(4)]
    await installation.index_all()
    writer = await asyncio.to_thread(installation.open_writer)
    writer.remove([ids[1]])
    writer.put([Document("stray", {"subject": "nobody's"})])
    writer.commit()
    writer.close()
    found = await installation.archive.completeness()
    assert (found.messages, found.indexed, found.complete) == (4, 4, False)
    assert (found.missing, found.missing_total) == ((ids[1],), 1)
    assert (found.superfluous, found.superfluous_total) == (("stray",), 1)


async def test_at_most_a_hundred_are_named_but_all_are_counted(installation):
    for number in range(120):
        await installation.keep(installation.letter(f"{number}"))
    found = await installation.archive.completeness()
    assert (len(found.missing), found.missing_total, found.indexed) == (100, 120, 0)
