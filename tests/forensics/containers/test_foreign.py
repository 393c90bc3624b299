import pytest

import hostile_files as make
from bartizan.forensics.containers import Budget, Limits
from bartizan.forensics.containers.foreign import is_available, open_foreign

pytestmark = pytest.mark.skipif(not is_available(), reason="libarchive is not installed")


def test_files_of_7z(unpack):
    files, troubles = unpack(make.seven_zip_of({"a.txt": b"one", "../b.exe": b"MZ"}))
    assert [(file.name, file.content) for file in files] == [("a.txt", b"one"), ("../b.exe", b"MZ")]
    assert troubles == {"path-traversal"}


def test_a_bomb_is_cut(unpack):
    files, troubles = unpack(make.seven_zip_of({"a": bytes(20_000_000)}))
    assert len(files[0].content) == 4 * 1024 * 1024
    assert troubles == {"compression-ratio"}


def test_too_many_files(unpack):
    whole = make.seven_zip_of({str(number): b"x" for number in range(30)})
    files, troubles = unpack(whole, entries=10)
    assert (len(files), troubles) == (10, {"too-many-entries"})


def test_damage_is_told(unpack):
    assert unpack(make.seven_zip_of({"a": b"x" * 5000})[:60]) == ([], {"broken"})


def test_rubbish_is_told():
    found = list(open_foreign(b"", Budget(Limits()), ()))
    assert len(found) <= 1
