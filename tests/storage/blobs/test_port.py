"""The contract of `BlobStore`: every adapter passes every test here."""

import asyncio
import hashlib
from datetime import timedelta

import pytest

from bartizan.storage.blobs.port import BlobInfo, BlobStore
from bartizan.storage.errors import BlobMissingError, RetentionError

SECOND = timedelta(seconds=1)


@pytest.fixture(params=["store"])
def blobs(request) -> BlobStore:
    """Each adapter, in turn, empty, on the clock of the test."""
    return request.getfixturevalue(request.param)


async def test_what_is_put_is_got(blobs, until, clock):
    info = await blobs.put(b"a letter", retain_until=until)
    assert info == BlobInfo(
        hashlib.sha256(b"a letter").hexdigest(), len(b"a letter"), clock.now(), until
    )
    assert await blobs.get(info.sha256) == b"a letter"
    assert await blobs.stat(info.sha256) == info


@pytest.mark.parametrize("data", [b"", b"\0", bytes(3_000_000), bytes(range(256)) * 300])
async def test_any_bytes_are_kept_as_they_are(blobs, until, data):
    assert await blobs.get((await blobs.put(data, retain_until=until)).sha256) == data


@pytest.mark.parametrize("name", ["0" * 64, "", "x", "0" * 63, "../../etc/passwd", "A" * 64])
async def test_what_was_never_put_is_missing(blobs, name, until):
    for attempt in (
        blobs.get(name), blobs.stat(name), blobs.extend(name, until), blobs.delete(name)
    ):  # fmt: skip
        with pytest.raises(BlobMissingError):
            await attempt


async def test_the_same_bytes_are_one_blob(blobs, until, clock):
    first = await blobs.put(b"twice", retain_until=until)
    clock.advance(60)
    assert await blobs.put(b"twice", retain_until=until) == first
    assert [info async for info in blobs.walk()] == [first]


async def test_putting_again_extends_but_never_shortens(blobs, until):
    first = await blobs.put(b"twice", retain_until=until)
    later = await blobs.put(b"twice", retain_until=until + SECOND)
    assert later.retain_until == until + SECOND
    assert (await blobs.put(b"twice", retain_until=until)).retain_until == until + SECOND
    assert (await blobs.stat(first.sha256)).retain_until == until + SECOND


async def test_many_at_once_are_each_acknowledged_rightly(blobs, until, name_of):
    letters = [f"letter {number % 40}".encode() for number in range(200)]
    infos = await asyncio.gather(*(blobs.put(data, retain_until=until) for data in letters))
    assert [info.sha256 for info in infos] == [name_of(data) for data in letters]
    assert len([info async for info in blobs.walk()]) == 40


async def test_extending_moves_the_date_only_forward(blobs, until):
    name = (await blobs.put(b"held", retain_until=until)).sha256
    assert (await blobs.extend(name, until + SECOND)).retain_until == until + SECOND
    assert (await blobs.extend(name, until + SECOND)).retain_until == until + SECOND
    with pytest.raises(RetentionError) as refused:
        await blobs.extend(name, until)
    assert refused.value.facts["retain_until"] == (until + SECOND).isoformat()
    assert (await blobs.stat(name)).retain_until == until + SECOND


async def test_nothing_goes_before_its_date(blobs, until, clock):
    name = (await blobs.put(b"kept", retain_until=until)).sha256
    clock.advance((until - clock.now() - SECOND).total_seconds())
    with pytest.raises(RetentionError):
        await blobs.delete(name)
    assert await blobs.get(name) == b"kept"
    clock.advance(1)
    await blobs.delete(name)
    with pytest.raises(BlobMissingError):
        await blobs.get(name)
    assert [info async for info in blobs.walk()] == []


async def test_an_extension_counts_against_deletion(blobs, until, clock):
    name = (await blobs.put(b"kept", retain_until=clock.now())).sha256
    await blobs.extend(name, until)
    clock.advance(60)
    with pytest.raises(RetentionError):
        await blobs.delete(name)


async def test_what_was_deleted_may_be_put_anew(blobs, until, clock):
    name = (await blobs.put(b"again", retain_until=clock.now())).sha256
    await blobs.delete(name)
    with pytest.raises(BlobMissingError):
        await blobs.delete(name)
    clock.advance(60)
    info = await blobs.put(b"again", retain_until=until)
    assert info.stored_at == clock.now()
    assert info.retain_until == until
    assert await blobs.get(name) == b"again"


async def test_walking_is_in_order_and_whole(blobs, until):
    names = [
        (await blobs.put(str(number).encode(), retain_until=until)).sha256 for number in range(30)
    ]
    assert [info.sha256 async for info in blobs.walk()] == sorted(names)


async def test_a_naive_date_is_refused(blobs, until):
    with pytest.raises(ValueError, match="time zone"):
        await blobs.put(b"when?", retain_until=until.replace(tzinfo=None))
