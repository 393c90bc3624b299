import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile_files as make
from bartizan.forensics.containers import Limits
from bartizan.forensics.examination import Defect, Reading, Sign, Trait, Trouble
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.unpacking import examine, read_plainly


def troubles(found):
    return {str(defect.trouble) for defect in found.every_defect}


def test_files_come_in_preorder_with_the_way_to_them():
    inner = make.zip_of({"deep.txt": b"deep"})
    outer = make.zip_of({"inner.zip": inner, "page.html": b"<html>page", "e.txt": make.EICAR})
    found = examine(outer, "outer.zip")
    assert [(file.path, file.type) for file in found.files] == [
        (("outer.zip",), "zip"),
        (("outer.zip", "inner.zip"), "zip"),
        (("outer.zip", "inner.zip", "deep.txt"), "text"),
        (("outer.zip", "page.html"), "html"),
        (("outer.zip", "e.txt"), "eicar"),
    ]
    assert found.files[2].text == "deep"
    assert found.files[3].html == "<html>page"
    assert found.files[2].size == 4
    assert not found.every_defect


@pytest.mark.parametrize("name", make.every_container())
def test_the_test_virus_is_found_in_every_container(name):
    found = examine(make.every_container()[name], "x", passwords=("1234",))
    assert "eicar" in {file.type for file in found.files}


def test_a_hundred_archives_in_one_another():
    found = examine(make.nested_zip(100), "x.zip")
    assert len(found.files) == 11
    assert troubles(found) == {"too-deep"}


def test_an_archive_is_opened_once_however_often_it_lies_there():
    inner = make.zip_of({"a.txt": b"1"})
    copies = make.zip_of({f"{number}.zip": inner for number in range(20)})
    found = examine(make.zip_of({"one.zip": copies, "two.zip": copies}), "x.zip")
    assert sum(file.path[-1] == "a.txt" for file in found.files) == 1


def test_a_tree_of_bombs_costs_what_is_allowed():
    bomb = make.zip_of({str(number): bytes(3_000_000 + number) for number in range(20)})
    for _ in range(4):
        bomb = make.zip_of({f"{number}.zip": bomb + b"%d" % number for number in range(16)})
    started = time.process_time()
    found = examine(bomb, "bomb.zip")
    assert troubles(found) & {"too-large", "out-of-time", "too-many-entries"}
    assert time.process_time() - started < 10


def test_an_encrypted_archive_says_so_and_how_it_was_opened():
    locked = make.aes_zip(make.EICAR, "s3cret")
    opened = examine(locked, "x.zip", passwords=("s3cret",))
    assert opened.files[0].has(Trait.ENCRYPTED)
    assert [file.password for file in opened.files] == ["s3cret", "s3cret"]
    shut = examine(locked, "x.zip")
    assert [(file.path[-1], file.type, file.sha256) for file in shut.files[1:]] == [
        ("eicar.com", "unknown", "")
    ]
    assert troubles(shut) == {"password-unknown"}


@pytest.mark.parametrize("head", [b"GIF89a", b"<html>", b"\0\1\2", b"MZ" * 300, b"%PDF-1.7\n"])
def test_an_archive_behind_something_else_is_opened(head):
    found = examine(head + make.zip_of({"eicar.com": make.EICAR}), "x")
    assert [file.type for file in found.files][1:] == ["eicar"]
    assert ("read-in-two-ways" in troubles(found)) == (head in (b"GIF89a", b"<html>"))


def test_passwords_in_an_archive_open_what_lies_deeper():
    locked = make.aes_zip(make.EICAR, "in-there-9")
    files = {"readme.txt": b"Password: in-there-9", "b.zip": make.zip_of({"c.zip": locked})}
    assert "eicar" in {file.type for file in examine(make.zip_of(files), "x").files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.zip", locked)
        archive.comment = b"SU CONTRASENA PERSONAL {in-there-9}"
    assert "eicar" in {file.type for file in examine(out.getvalue(), "x").files}


def test_a_nameless_file_is_called_after_its_container():
    found = examine(gzip.compress(make.tar_of({"a": b"1"})), "x.tgz")
    assert [file.path[-1] for file in found.files] == ["x.tgz", "x.tar", "a"]


def test_parts_of_a_document_are_not_told_but_stowaways_are():
    parts = {"word/document.xml": b"<?xml version='1.0'?><a/>", "word/x.exe": b"MZ" * 50}
    found = examine(make.zip_of(parts), "x.docx")
    assert [(file.path[-1], file.type) for file in found.files] == [
        ("x.docx", "docx"),
        ("word/x.exe", "pe"),
    ]


def test_readers_add_what_they_find():
    def signs(content, kind, passwords):
        assert passwords == ("pw",)
        if kind.name != "pdf":
            return None
        return Reading(
            signs=(Sign(Trait.JAVASCRIPT, "app.alert"),), text="said", urls=("http://a.test",) * 3,
            embedded=(("inside.exe", b"MZ"),), codes=("http://b.test",),
        )  # fmt: skip

    found = examine(b"%PDF-1.7", "x.pdf", passwords=("pw",), readers=(signs,))
    assert found.files[0].has(Trait.JAVASCRIPT)
    assert (found.files[0].text, found.files[0].urls) == ("said", ("http://a.test",))
    assert (found.files[1].path, found.files[1].type) == (("x.pdf", "inside.exe"), "pe")


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError, KeyError])
def test_a_reader_that_fails_is_a_defect(error):
    def failing(content, kind, passwords):
        raise error

    found = examine(b"%PDF-1.7", "x.pdf", readers=(failing, lambda *_: Reading(text="read")))
    assert found.files[0].text == "read"
    assert troubles(found) == {"reader-killed" if error is MemoryError else "broken"}


def test_a_reader_that_finds_itself_again_ends():
    found = examine(
        b"%PDF-", "x", readers=(lambda content, *_: Reading(embedded=(("x", content),)),)
    )
    assert len(found.files) == 2


def test_text_is_kept_up_to_a_limit():
    files = {f"{number}.txt": b"x" * 1000 for number in range(10)}
    found = examine(make.zip_of(files), "x.zip", limits=Limits(characters=2500))
    assert sum(len(file.text) for file in found.files) == 2500


def test_a_defect_stands_at_the_file_it_is_about():
    found = examine(make.zip_of({"../a.txt": b"1"}), "x.zip")
    assert found.files[0].defects == ()
    assert found.files[1].defects == (
        Defect(Trouble.TRAVERSAL, "The name '../a.txt' climbs out of its folder."),
    )


def test_wide_text_is_read():
    found = examine("mshta http://a.test".encode("utf-16"), "x.cmd")
    assert "mshta" in found.files[0].text
    assert read_plainly(b"\x89PNG", TYPES["png"], ()) is None


@given(st.binary(max_size=1500), st.text(max_size=20))
def test_any_file(noise, name):
    found = examine(noise, name)
    assert found.files[0].size == len(noise)


@given(st.sampled_from(sorted(make.every_container())), st.data())
def test_any_altered_container(name, data):
    whole = bytearray(make.every_container()[name])
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    assert examine(bytes(whole), "x", passwords=("1234",)).files


def test_a_container_that_is_locked_as_a_whole_is_encrypted():
    found = examine(make.sealed_rar(), "x.rar")
    assert found.files[0].has(Trait.ENCRYPTED)
    assert troubles(found) == {"password-unknown"}
