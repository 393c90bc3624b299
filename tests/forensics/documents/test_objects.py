from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.objects import embed_object, native_file
from bartizan.forensics.examination import Trait

EQUATION = bytes.fromhex("02ce020000000000c000000000000046")


def embedded(content: bytes):
    draft = Draft()
    embed_object("object.bin", content, draft)
    return draft.reading()


def test_a_packaged_file_comes_out_under_its_name(make):
    assert native_file(make.native("a b.exe", b"MZ content")) == ("a b.exe", b"MZ content")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_packaged_file_or_none(content):
    native_file(b"\x00\x00\x00\x00\x02\x00" + content)
    native_file(content)


def test_the_class_of_the_equation_editor_is_an_exploit(make):
    reading = embedded(make.ole({"x": b"1"}, class_id=EQUATION))
    assert Trait.EXPLOIT in {sign.trait for sign in reading.signs}


def test_so_is_its_stream(make):
    reading = embedded(make.ole({"Equation Native": b"\x1c\x00"}))
    assert Trait.EXPLOIT in {sign.trait for sign in reading.signs}


def test_a_document_stored_whole_comes_out(make):
    reading = embedded(make.ole({"Package": b"PK\x03\x04 rest"}))
    assert [name for name, _ in reading.embedded] == ["Package"]


def test_what_holds_no_file_is_examined_as_it_is(make):
    content = make.ole({"WordDocument": b"x"})
    assert embedded(content).embedded == (("object.bin", content),)
