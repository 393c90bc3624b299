import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4  # noqa: TID251 - what ours is told apart from

import pytest

from bartizan.base.clock import SystemClock
from bartizan.base.ids import is_id, new_id, time_of


def test_ids_are_version_7_of_the_rfc_variant():
    parsed = UUID(new_id())
    assert parsed.version == 7
    assert parsed.variant == "specified in RFC 4122"


def test_ids_of_one_process_strictly_increase_even_across_threads():
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: [new_id() for _ in range(5_000)], range(4)))
    assert all(run == sorted(run) for run in runs)
    assert len({identifier for run in runs for identifier in run}) == 20_000


def test_an_id_tells_when_it_was_made():
    assert abs(time_of(new_id()) - SystemClock().now()) < timedelta(seconds=30)


def test_other_uuids_are_told_apart():
    other = str(uuid4())
    with pytest.raises(ValueError, match="UUIDv7"):
        time_of(other)
    assert not is_id(other)
    assert not is_id("nonsense")
    assert not is_id(new_id().upper())
    assert is_id(new_id())


def test_a_forked_child_makes_ids_of_its_own():
    def first_of_child() -> str:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(write, new_id().encode())
            os._exit(0)
        os.waitpid(child, 0)
        os.close(write)
        with os.fdopen(read) as told:
            return told.read()

    new_id()
    children = [first_of_child() for _ in range(3)]
    assert len({identifier[19:] for identifier in [*children, new_id()]}) == 4
