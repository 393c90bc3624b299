import errno
import os

import pytest

from bartizan.storage.blobs.erase import erase, overwrite, punch_hole


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 300_000)
    descriptor = os.open(path, os.O_RDWR)
    yield path, descriptor
    os.close(descriptor)


@pytest.mark.parametrize("how", [erase, overwrite])
@pytest.mark.parametrize(("offset", "size"), [(10, 0), (10, 1), (4095, 4098), (0, 300_000)])
def test_just_the_range_turns_into_zeros(written, how, offset, size):
    path, descriptor = written
    how(descriptor, offset, size)
    assert path.read_bytes() == b"x" * offset + bytes(size) + b"x" * (300_000 - offset - size)


def test_more_than_one_write_of_zeros(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"y" * 2_500_000)
    with path.open("r+b") as file:
        overwrite(file.fileno(), 1, 2_400_000)
    data = path.read_bytes()
    assert (data[0:1], data.count(b"y")) == (b"y", 100_000)


def test_a_hole_gives_its_room_back(written):
    path, descriptor = written
    os.fsync(descriptor)
    before = path.stat().st_blocks
    if not punch_hole(descriptor, 0, 300_000):
        pytest.skip("this file system has no holes")
    os.fsync(descriptor)
    assert path.stat().st_blocks < before
    assert path.stat().st_size == 300_000


def test_a_file_open_for_reading_only_refuses(written):
    path, _ = written
    descriptor = os.open(path, os.O_RDONLY)
    with pytest.raises(OSError) as refused:  # noqa: PT011 - the number is asserted
        erase(descriptor, 0, 10)
    os.close(descriptor)
    assert refused.value.errno == errno.EBADF
    assert path.read_bytes() == b"x" * 300_000


def test_where_holes_cannot_be_made_it_says_so():
    reading, writing = os.pipe()
    try:
        with pytest.raises(OSError, match="seek"):
            punch_hole(writing, 0, 1)
    finally:
        os.close(reading)
        os.close(writing)
