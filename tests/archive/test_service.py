import asyncio
import hashlib
import random
import time

import pytest

from bartizan.archive.errors import MessageMissingError, ProofPendingError
from bartizan.archive.public import Arrival, Requester
from bartizan.audit.public import EntryFilter
from bartizan.base.actor import Actor, ActorKind
from bartizan.storage.errors import BlobMissingError

AUDITOR = Requester(Actor("u1", ActorKind.USER, "Ada"), "request-1", "case 7")


async def test_the_exact_bytes_come_back_and_the_ledger_says_who_took_them(installation):
    raw = installation.letter("Exact \u00e4") + b"\x00\xff tail without line end"
    identifier = await installation.keep(raw)
    message, content = await installation.archive.export(identifier, AUDITOR)
    assert content == raw
    assert message.sha256 == hashlib.sha256(raw).hexdigest()
    await installation.ledger.seal()
    wanted = EntryFilter(action="archive:message:export")
    (entry,) = (await installation.ledger.find(wanted)).entries
    assert (entry.actor.id, entry.object, entry.reason) == (
        "u1", f"archive-message:{identifier}", "case 7"
    )  # fmt: skip
    assert entry.request_id == "request-1"


async def test_a_message_is_found_by_hash_too(installation):
    identifier = await installation.keep(installation.letter(body="the text"))
    told = await installation.archive.message(identifier)
    assert told == await installation.archive.message(told.message.sha256)
    assert told.text == "the text"
    assert told.ledger_index is None
    await installation.ledger.seal()
    assert (await installation.archive.message(identifier)).ledger_index == 0


@pytest.mark.parametrize("use", ["message", "proof"])
async def test_what_is_not_archived_is_missing(installation, use):
    with pytest.raises(MessageMissingError):
        await getattr(installation.archive, use)("0" * 64)


async def test_nothing_is_recorded_when_nothing_is_handed_out(installation):
    with pytest.raises(MessageMissingError):
        await installation.archive.export("unknown", AUDITOR)
    with pytest.raises(BlobMissingError):
        await installation.archive.ingest("0" * 64, installation.seen("m1"))
    assert await installation.ledger.staged() == 0


async def test_the_proof_is_of_the_entry_that_archived_the_message(installation):
    identifier = await installation.keep(installation.letter())
    with pytest.raises(ProofPendingError):
        await installation.archive.proof(identifier)
    await installation.ledger.seal()
    proof = await installation.archive.proof(identifier)
    assert (proof.entry.object, proof.entry.action) == (
        f"archive-message:{identifier}", "archive:message:archive"
    )  # fmt: skip
    assert proof.text.startswith("c2sp.org/tlog-proof@v1")


async def test_a_rebuild_waits_until_everything_is_searchable_again(installation):
    for number in range(3):
        await installation.keep(installation.letter(f"{number}"))
    assert await installation.archive.rebuild() == 3
    assert (await installation.archive.completeness()).complete


async def test_a_rebuild_leaves_the_work_to_the_process_that_indexes(installation):
    await installation.keep(installation.letter())
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(installation.indexer.run(stop))
        await asyncio.sleep(0.3)
        assert await installation.archive.rebuild() == 1
        stop.set()


async def test_real_mail_is_archived_found_and_fetched_unaltered(
    installation, data, record_property
):
    raws = _sample(data, 300)
    hashes = [await installation.store(raw) for raw in raws]
    arrivals = [
        Arrival(digest, installation.seen(f"m{n}", f"u{n % 7}@example.org"))
        for n, digest in enumerate(hashes)
    ]
    started = time.perf_counter()
    ids = [
        identifier
        for at in range(0, len(arrivals), 64)
        for identifier in await installation.archive.ingest_many(arrivals[at : at + 64])
    ]
    ingested = time.perf_counter()
    await installation.index_all()
    indexed = time.perf_counter()
    record_property("ingested_per_second", len(raws) / (ingested - started))
    record_property("indexed_per_second", len(raws) / (indexed - ingested))
    compared = await installation.archive.completeness()
    assert (compared.complete, compared.messages) == (True, len(set(hashes)))
    for raw, identifier in random.Random(1).sample(list(zip(raws, ids, strict=True)), 25):
        assert (await installation.archive.export(identifier, AUDITOR))[1] == raw
        await _assert_found_by_its_subject(installation, identifier)


async def _assert_found_by_its_subject(installation, identifier):
    message = (await installation.archive.message(identifier)).message
    words = [word for word in message.subject.split() if word.isascii() and word.isalpha()]
    if words:
        query = f"sha256:{message.sha256} " + " ".join(f'subject:"{word}"' for word in words[:5])
        found = await installation.archive.search(query)
        assert [hit.message.id for hit in found.hits] == [identifier]


def _sample(data, count):
    folders = (data / "mail" / name for name in ("ham-list", "phish", "spam-2002"))
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.read_bytes() for path in random.Random(7).sample(paths, count)]
