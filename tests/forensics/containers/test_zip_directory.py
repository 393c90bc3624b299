import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

import hostile_files as make
from bartizan.forensics.containers.zip_directory import (
    ends_as_zip,
    extra_field,
    read_comment,
    read_directory,
)


def test_a_directory_is_read():
    whole = make.zip_of({"a.txt": b"1", "b/c.txt": b"22"})
    members, defects = read_directory(whole, 100)
    assert [(one.name, one.size) for one in members] == [("a.txt", 1), ("b/c.txt", 2)]
    assert not defects


def test_something_before_the_archive_moves_everything():
    members, defects = read_directory(b"MZ" * 500 + make.zip_of({"a.txt": b"1"}), 100)
    assert [one.name for one in members] == ["a.txt"]
    assert members[0].header == 1000
    assert not defects


def test_without_a_directory_the_headers_count():
    whole = make.zip_of({"a.txt": b"1"})
    members, defects = read_directory(whole[: whole.index(b"PK\1\2")], 100)
    assert [one.name for one in members] == ["a.txt"]
    assert [str(one.trouble) for one in defects] == ["broken"]


def test_two_names_for_one_file_are_told():
    (member,), _ = read_directory(make.lying_zip(), 100)
    assert "'eicar1.com'" in member.defects[0].sentence


def test_a_file_that_is_not_listed_is_found():
    members, _ = read_directory(make.unlisted_zip(), 100)
    assert [one.name for one in members] == ["readme.txt", "eicar.com"]


def test_overlap_is_told():
    _, defects = read_directory(make.overlapping_zip(size=1000), 1000)
    assert "overlapping-entries" in {str(one.trouble) for one in defects}


def test_wide_numbers_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"wide")
    (member,), defects = read_directory(out.getvalue(), 10)
    assert (member.packed, member.size) == (4, 4)
    assert not defects


def test_no_more_than_asked_for():
    whole = make.zip_of({str(number): b"" for number in range(50)})
    assert len(read_directory(whole, 10)[0]) == 11


def test_an_extra_field():
    assert extra_field(b"\1\0\2\0ab\2\0\1\0c", 2) == b"c"
    assert extra_field(b"\1\0\xff\xffab", 2) == b""


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_can_stand_anywhere(noise, place):
    whole = make.zip_of({"a.txt": b"1" * 50, "b.txt": b"2" * 50})
    members, _ = read_directory(whole[:place] + noise + whole[place:], 100)
    assert len(members) <= 101


def test_an_archive_is_known_by_its_end():
    whole = make.zip_of({"a": b"1"})
    assert ends_as_zip(b"GIF89a" + whole)
    assert not ends_as_zip(b"GIF89a" + whole[:-20])
    assert not ends_as_zip(b"PK\5\6" + bytes(18))


def test_a_comment_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "1")
        archive.comment = "clé: é1".encode()
    assert read_comment(out.getvalue()) == "clé: é1"
    assert read_comment(b"") == ""
