import io
import stat
import time
import zipfile

import pytest

import hostile_files as make


def test_files_are_read_in_order(unpack):
    files, troubles = unpack(make.zip_of({"a.txt": b"one", "b.txt": b"two"}))
    assert [(file.name, file.content) for file in files] == [("a.txt", b"one"), ("b.txt", b"two")]
    assert not troubles


@pytest.mark.parametrize("lock", [make.locked_zip, make.aes_zip])
def test_the_right_password_opens(unpack, lock):
    ((file,), troubles) = unpack(lock(b"secret" * 50, "p4ss"), "wrong", "p4ss")
    assert file.content == b"secret" * 50
    assert (file.encrypted, file.password) == (True, "p4ss")
    assert not troubles


@pytest.mark.parametrize("lock", [make.locked_zip, make.aes_zip])
def test_a_wrong_one_does_not(unpack, lock):
    ((file,), troubles) = unpack(lock(b"secret" * 50, "p4ss"), *map(str, range(300)))
    assert (file.content, file.encrypted, file.password) == (None, True, None)
    assert troubles == {"password-unknown"}


def test_overlapping_files_cost_what_is_allowed(unpack):
    started = time.process_time()
    files, troubles = unpack(make.overlapping_zip(), total_bytes=20_000_000)
    assert "overlapping-entries" in troubles
    assert sum(len(file.content or b"") for file in files) <= 20_000_000
    assert time.process_time() - started < 2


def test_a_hundred_thousand_files(unpack):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    started = time.process_time()
    files, troubles = unpack(out.getvalue())
    assert (len(files), troubles) == (2000, {"too-many-entries"})
    assert time.process_time() - started < 2


def test_a_padded_program_is_cut_and_kept(unpack):
    ((file,), troubles) = unpack(make.zip_of({"big.exe": b"MZ" + bytes(100_000_000)}))
    assert file.content.startswith(b"MZ")
    assert troubles == {"compression-ratio"}


def test_names_that_climb_are_told_and_read(unpack):
    ((file,), troubles) = unpack(make.zip_of({"../../evil.exe": b"MZ"}))
    assert file.content == b"MZ"
    assert troubles == {"path-traversal"}


def test_a_link_is_not_followed(unpack):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        told = zipfile.ZipInfo("shadow")
        told.create_system, told.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(told, "/etc/shadow")
    ((file,), troubles) = unpack(out.getvalue())
    assert file.content is None
    assert troubles == {"link-in-archive"}


def test_a_false_checksum_is_told(unpack):
    whole = make.zip_of({"a": b"content"}, zipfile.ZIP_STORED)
    assert unpack(whole.replace(b"content", b"altered"))[1] == {"broken"}


def test_a_method_nobody_reads_is_told(unpack):
    whole = make.zip_of({"a": b"content"}, zipfile.ZIP_STORED)
    at = whole.index(b"PK\1\2") + 10
    ((file,), troubles) = unpack(whole[:at] + b"\x09\0" + whole[at + 2 :])
    assert (file.content, troubles) == (None, {"unsupported"})


def test_stored_data_without_a_length_ends_at_its_descriptor(unpack):
    whole = make.zip_of({"a": b"content"}, zipfile.ZIP_STORED)
    local = bytearray(whole[: whole.index(b"PK\1\2")])
    local[6] |= 8
    ((file,), troubles) = unpack(bytes(local) + b"PK\7\x08" + bytes(12))
    assert file.content == b"content"
    assert troubles == {"broken"}


def test_a_program_behind_a_heap_of_files_is_read_first(unpack):
    heap = {f"{number}.txt": b"x" for number in range(100)} | {"z.exe": b"MZ"}
    files, troubles = unpack(make.zip_of(heap), entries=20)
    assert (files[0].name, files[0].content) == ("z.exe", b"MZ")
    assert troubles == {"too-many-entries"}
