import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bartizan.archive.models import messages, observations
from bartizan.archive.public import ARCHIVED, Arrival, VerdictFacts
from bartizan.audit.public import EntryFilter
from bartizan.storage.errors import BlobMissingError
from bartizan.storage.outbox import outbox

START = datetime(2026, 1, 1, tzinfo=UTC)


def digest_of(raw):
    return hashlib.sha256(raw).hexdigest()


async def _rows(database, table):
    async with database.reading() as connection:
        return (await connection.execute(sa.select(table))).mappings().all()


async def test_a_message_is_kept_recorded_and_announced(installation):
    raw = installation.letter(
        "Invoice 42", Date="Fri, 2 Jan 2026 03:04:05 +0000", Message_ID="<1@x>"
    )
    digest = await installation.store(raw)
    verdict = VerdictFacts("hold", 77)
    identifier = await installation.archive.ingest(digest, installation.seen("m1"), verdict)
    (row,) = await _rows(installation.database, messages)
    assert (row["id"], row["sha256"], row["size"]) == (identifier, digest_of(raw), len(raw))
    assert (row["subject"], row["message_id"]) == ("Invoice 42", "1@x")
    assert (row["disposition"], row["score"], row["indexed_at"]) == ("hold", 77, None)
    await installation.ledger.seal()
    (entry,) = (
        await installation.ledger.find(EntryFilter(object=f"archive-message:{identifier}"))
    ).entries
    assert entry.id == row["ledger_entry"]
    assert (entry.action, entry.details["sha256"]) == ("archive:message:archive", digest)
    (news,) = await _rows(installation.database, outbox)
    assert (news["topic"], news["subject"]) == (ARCHIVED, identifier)
    assert news["payload"]["sha256"] == digest


async def test_the_same_observation_told_again_changes_nothing(installation):
    first = await installation.keep(installation.letter(), "m1")
    before = await _rows(installation.database, messages)
    assert await installation.keep(installation.letter(), "m1") == first
    assert await _rows(installation.database, messages) == before
    assert len(await _rows(installation.database, observations)) == 1
    assert len(await _rows(installation.database, outbox)) == 1
    assert await installation.ledger.staged() == 1


async def test_another_delivery_of_the_same_bytes_is_one_more_observation(installation):
    raw = installation.letter()
    first = await installation.keep(raw, "m1")
    await installation.index_all()
    digest = digest_of(raw)
    later = installation.seen("m2", "carol@example.org", at=START + timedelta(days=1))
    again = await installation.archive.ingest(digest, later, VerdictFacts("tag"))
    (row,) = await _rows(installation.database, messages)
    assert again == first == row["id"]
    assert (row["disposition"], row["indexed_at"], row["revision"]) == ("tag", None, 2)
    assert row["first_received_at"] == START
    told = await installation.archive.message(first)
    assert [seen.source_id for seen in told.observations] == ["m1", "m2"]
    assert told.observations[1].recipients == ("carol@example.org",)


async def test_bytes_are_locked_for_the_retention(installation):
    digest = await installation.store(installation.letter(), days=1)
    identifier = await installation.archive.ingest(digest, installation.seen("m1"))
    until = START + timedelta(days=100)
    kept = (await installation.archive.message(identifier)).message.retain_until
    assert kept == (await installation.blobs.stat(digest)).retain_until
    assert kept >= until


async def test_a_longer_lock_is_left_as_it_is(installation):
    digest = await installation.store(installation.letter(), days=4000)
    before = (await installation.blobs.stat(digest)).retain_until
    identifier = await installation.archive.ingest(digest, installation.seen("m1"))
    assert (await installation.archive.message(identifier)).message.retain_until == before


async def test_many_are_archived_at_once_duplicates_included(installation):
    raws = [installation.letter(f"Number {n}") for n in range(30)]
    hashes = [await installation.store(raw) for raw in raws]
    arrivals = [Arrival(hashes[n % 30], installation.seen(f"m{n}")) for n in range(40)]
    ids = await installation.archive.ingest_many(arrivals)
    assert ids[:10] == ids[30:]
    assert len(set(ids)) == len(await _rows(installation.database, messages)) == 30
    assert len(await _rows(installation.database, observations)) == 40
    assert await installation.ledger.staged() == 30
    assert await installation.archive.ingest_many([]) == []


async def test_when_bytes_are_missing_nothing_is_archived(installation):
    digest = await installation.store(installation.letter())
    arrivals = [
        Arrival(digest, installation.seen("m1")),
        Arrival("0" * 64, installation.seen("m2")),
    ]
    with pytest.raises(BlobMissingError):
        await installation.archive.ingest_many(arrivals)
    assert await _rows(installation.database, messages) == []
    assert await installation.ledger.staged() == 0


async def test_concurrent_deliveries_of_one_message_agree(installation):
    digest = await installation.store(installation.letter())
    ids = await asyncio.gather(
        *[installation.archive.ingest(digest, installation.seen(f"m{n}")) for n in range(8)]
    )
    assert len(set(ids)) == 1
    assert len(await _rows(installation.database, observations)) == 8
    assert await installation.ledger.staged() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00", b"\xff" * 5000, b"Subject: \x00\xff=?x?q?=00?=\r\n\r\n\x00",
        b"From: " + b"<" * 9000 + b"\r\n\r\n", b"Date: 99 Foo 99999\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 5000,
        "Subject: \U0001f600 \u202e\u0000\r\n\r\n".encode(),
    ],
)  # fmt: skip
async def test_whatever_the_content_it_is_archived(installation, raw):
    identifier = await installation.keep(raw, "m\u2028 1")
    assert (await installation.archive.message(identifier)).message.sha256 == digest_of(raw)
    await installation.index_all()
    assert (await installation.archive.completeness()).complete


async def test_a_hostile_envelope_is_archived(installation):
    digest = await installation.store(installation.letter())
    observation = installation.seen("m1", "a\x00b@example.org", "\ud800@example.org")
    identifier = await installation.archive.ingest(digest, observation)
    assert len((await installation.archive.message(identifier)).observations[0].recipients) == 2
