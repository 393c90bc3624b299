import asyncio
import threading
import time

import pytest

from bartizan.base.errors import ThrottledError
from bartizan.identity.passwords import PasswordHashing


async def test_a_hash_fits_its_password_only(hashing):
    stored = await hashing.hash("quarry-lantern")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await hashing.verify(stored, "quarry-lantern")).fits
    assert not (await hashing.verify(stored, "quarry-lanterm")).fits
    assert not (await hashing.verify(stored, "")).fits


async def test_equal_passwords_have_different_hashes(hashing):
    assert await hashing.hash("quarry") != await hashing.hash("quarry")


async def test_one_password_typed_on_two_keyboards_is_one(hashing):
    stored = await hashing.hash("caf\u00e9 \ufb01ne")
    assert (await hashing.verify(stored, "cafe\u0301 fine")).fits


async def test_text_that_is_no_unicode_is_still_only_wrong(hashing):
    stored = await hashing.hash("quarry")
    assert not (await hashing.verify(stored, "\ud800")).fits


async def test_a_broken_hash_fits_nothing(hashing):
    for stored in ("", "plain", "$argon2id$v=19$m=19456,t=2,p=1$x", "$2b$12$abc"):
        assert not (await hashing.verify(stored or None, "quarry")).fits


async def test_a_hash_of_other_cost_fits_and_is_outdated(hashing):
    cheap = PasswordHashing(memory_kib=1024)
    stored = await cheap.hash("quarry")
    cheap.close()
    match = await hashing.verify(stored, "quarry")
    assert match.fits
    assert match.outdated
    assert not (await hashing.verify(await hashing.hash("quarry"), "quarry")).outdated


async def test_nobody_takes_as_long_as_somebody(hashing):
    stored = await hashing.hash("quarry")

    async def fastest(known):
        times = []
        for _ in range(7):
            started = time.perf_counter()
            await hashing.verify(known, "wrong")
            times.append(time.perf_counter() - started)
        return min(times)

    somebody, nobody = await fastest(stored), await fastest(None)
    assert 0.5 < nobody / somebody < 2


async def test_hashing_leaves_the_event_loop_free(hashing):
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.ensure_future(tick())
    await asyncio.gather(*(hashing.hash("quarry") for _ in range(4)))
    ticking.cancel()
    assert ticks >= 5


async def test_what_does_not_fit_into_the_queue_is_refused_at_once():
    pool = PasswordHashing(threads=1, queue=2)
    answers = await asyncio.gather(*(pool.hash("quarry") for _ in range(6)), return_exceptions=True)
    refused = [one for one in answers if isinstance(one, ThrottledError)]
    assert len(refused) == 3
    assert refused[0].facts["retry_after"] == 1
    assert await pool.hash("quarry")
    pool.close()


async def test_a_caller_who_gives_up_does_not_make_room_before_the_thread_is_done():
    pool = PasswordHashing(threads=1, queue=0)
    hold = threading.Event()
    stuck = asyncio.ensure_future(pool._run(lambda: hold.wait(30)))
    await asyncio.sleep(0.05)
    stuck.cancel()
    await asyncio.sleep(0)
    with pytest.raises(ThrottledError):
        await pool.hash("quarry")
    hold.set()
    for _ in range(100):
        await asyncio.sleep(0.01)
        try:
            assert await pool.hash("quarry")
            break
        except ThrottledError:
            continue
    else:
        pytest.fail("the room was never given back")
    pool.close()
