import struct
import zlib

import pytest

import hostile_files as make
from bartizan.forensics.containers import Budget, Limits
from bartizan.forensics.containers.foreign import is_available
from bartizan.forensics.containers.rar import open_rar


def old_rar(name: bytes, content: bytes, flags: int = 0) -> bytes:
    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, len(body) + 7) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    size = len(content)
    told = struct.pack("<IIBIIBBHI", size, size, 3, zlib.crc32(content), 0, 20, 0x30, len(name), 0)
    file = block(0x74, 0x8000 | flags, told + name)
    return b"Rar!\x1a\7\0" + block(0x73, 0, bytes(6)) + file + content + block(0x7B, 0, b"")


@pytest.mark.skipif(not is_available(), reason="libarchive is not installed")
@pytest.mark.parametrize("archive", [make.rar_of("a.exe", b"MZ1"), old_rar(b"a.exe", b"MZ1")])
def test_a_stored_file(unpack, archive):
    files, troubles = unpack(archive)
    assert [(file.name, file.content) for file in files] == [("a.exe", b"MZ1")]
    assert not troubles


@pytest.mark.parametrize(
    "archive", [make.rar_of("a.exe", b"MZ1", locked=True), old_rar(b"a.exe", b"MZ1", flags=4)]
)
def test_a_locked_file_has_a_name(unpack, archive):
    files, troubles = unpack(archive)
    assert [(file.name, file.content) for file in files] == [("a.exe", None)]
    assert files[0].encrypted
    assert "password-unknown" in troubles


def test_endless_headers_end():
    head = b"Rar!\x1a\7\1\0" + b"\0\0\0\0\1\2" * 50
    assert list(open_rar(head, Budget(Limits()), ())) is not None


def test_an_archive_with_sealed_headers_is_locked(unpack):
    assert unpack(make.sealed_rar()) == ([], {"password-unknown"})
    sealed = bytearray(old_rar(b"a.exe", b"MZ1"))
    sealed[10] |= 0x80
    assert unpack(bytes(sealed)) == ([], {"password-unknown"})
