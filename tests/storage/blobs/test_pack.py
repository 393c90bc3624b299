import errno
import os

import pytest

from bartizan.storage.blobs.layout import drafts_in, pack_path, packs_in
from bartizan.storage.blobs.lock import hold
from bartizan.storage.blobs.pack import Pack, pack_id, reading
from bartizan.storage.blobs.record import PACK_HEAD_SIZE, Kind, Record, encode_record


@pytest.fixture
def pack(layout):
    pack = Pack.create(layout.content)
    yield pack
    pack.close()


def record(pack: Pack) -> bytes:
    return encode_record(Record(Kind.RETAIN, 0, bytes(32), 0, 0), pack.marker)


def test_a_new_pack_is_named_held_and_private(layout, pack):
    (path,) = packs_in(layout.content)
    assert path == pack_path(layout.content, pack.id)
    assert pack_id(path) == pack.id
    assert path.stat().st_mode & 0o777 == 0o600
    assert drafts_in(layout.content) == []
    with reading(path) as reader:
        assert not hold(reader.descriptor)
        assert (reader.id, reader.marker, reader.head_intact) == (pack.id, pack.marker, True)


def test_markers_are_never_the_same(layout, pack):
    other = Pack.create(layout.content)
    other.close()
    assert other.marker != pack.marker
    assert other.id != pack.id


def test_appending_goes_on_at_the_end(layout, pack):
    assert pack.append(b"first") == PACK_HEAD_SIZE
    assert pack.append(b"second") == PACK_HEAD_SIZE + 5
    with reading(layout.blob_pack(pack.id)) as reader:
        assert reader.read(PACK_HEAD_SIZE, 100) == b"firstsecond"
        assert reader.size == pack.end


def test_a_closed_pack_can_be_held_by_another(layout):
    pack = Pack.create(layout.content)
    pack.close()
    with reading(layout.blob_pack(pack.id)) as reader:
        assert hold(reader.descriptor)


def test_a_damaged_head_is_made_up_for_by_the_first_record(layout, pack):
    path = layout.blob_pack(pack.id)
    pack.append(record(pack))
    with path.open("r+b") as file:
        file.write(b"\0\0\0")
    with reading(path) as reader:
        assert (reader.marker, reader.head_intact) == (pack.marker, False)


def test_damage_to_head_and_first_record_leaves_no_marker(layout, pack):
    path = layout.blob_pack(pack.id)
    pack.append(record(pack))
    with path.open("r+b") as file:
        file.write(bytes(PACK_HEAD_SIZE + 20))
    with reading(path) as reader:
        assert reader.marker is None


def test_a_renamed_pack_is_noticed(layout, pack):
    path = layout.blob_pack(pack.id)
    moved = pack_path(layout.content, b"m" * 16)
    path.rename(moved)
    with reading(moved) as reader:
        assert not reader.head_intact


def test_a_disk_that_fails_makes_the_pack_unusable(layout):
    pack = Pack.create(layout.content)
    os.close(pack._descriptor)
    with pytest.raises(OSError) as failed:  # noqa: PT011 - the number is asserted
        pack.append(b"x")
    assert failed.value.errno == errno.EBADF
    assert not pack.usable
    assert pack.end == PACK_HEAD_SIZE


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        Pack.create(tmp_path / "absent")


@pytest.mark.parametrize("name", ["README", "zz.pack"])
def test_a_file_of_another_kind_has_no_id(tmp_path, name):
    assert pack_id(tmp_path / name) == b""
