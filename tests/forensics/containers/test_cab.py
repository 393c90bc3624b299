import random

import pytest

import hostile_files as make


@pytest.mark.parametrize("packed", [True, False])
def test_files_across_blocks(unpack, packed):
    large = random.Random(0).randbytes(1000) * 100
    files, troubles = unpack(make.cab_of({"a.txt": b"small", "b.bin": large}, packed=packed))
    assert [(file.name, file.content) for file in files] == [("a.txt", b"small"), ("b.bin", large)]
    assert not troubles


def test_damage_keeps_what_came_before(unpack):
    whole = bytearray(make.cab_of({"a": b"x" * 40_000}))
    whole[whole.rindex(b"CK")] = 0
    files, troubles = unpack(bytes(whole))
    assert files[0].content == b"x" * 32_768
    assert troubles == {"broken"}


def test_names_that_climb(unpack):
    assert unpack(make.cab_of({"..\\x.exe": b"MZ"}))[1] == {"path-traversal"}


def test_a_stub(unpack):
    assert unpack(b"MSCF") == ([], {"broken"})
