import bz2
import gzip
import lzma
import struct
import zlib

import pytest

from bartizan.forensics.containers.budget import Budget, Limits
from bartizan.forensics.containers.streams import expand


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
class TestEach:
    def test_streams_that_follow_one_another_are_one_file(self, unpack, pack):
        ((file,), troubles) = unpack(pack(b"one ") + pack(b"two"))
        assert file.content == b"one two"
        assert not troubles

    def test_what_came_before_damage_is_kept(self, unpack, pack):
        whole = bytes(range(256)) * 8000
        ((file,), troubles) = unpack(pack(whole)[:-30])
        assert whole.startswith(file.content)
        assert troubles == {"broken"}

    def test_a_bomb_is_cut(self, unpack, pack):
        ((file,), troubles) = unpack(pack(b"MZ" + bytes(20_000_000)))
        assert file.content.startswith(b"MZ")
        assert len(file.content) == 4 * 1024 * 1024
        assert troubles == {"compression-ratio"}

    def test_rubbish_behind_it_is_passed_over(self, unpack, pack):
        ((file,), troubles) = unpack(pack(b"one") + b"rubbish")
        assert file.content == b"one"
        assert not troubles


def test_the_name_inside_counts(unpack):
    whole = gzip.compress(b"MZ")
    named = whole[:3] + b"\x0c" + whole[4:10] + struct.pack("<H", 3) + b"abc../a.exe\0" + whole[10:]
    ((file,), troubles) = unpack(named)
    assert (file.name, file.content) == ("../a.exe", b"MZ")
    assert troubles == {"path-traversal"}


def test_a_million_tiny_streams_do_not_take_forever(unpack):
    ((file,), _) = unpack(gzip.compress(b"a") * 100_000)
    assert 0 < len(file.content) <= 100


def test_where_a_stream_ended_is_told():
    packed = zlib.compress(b"content")
    found = expand(zlib.decompressobj(), packed + b"more", Budget(Limits()))
    assert (found.content, found.used, found.complete) == (b"content", len(packed), True)
