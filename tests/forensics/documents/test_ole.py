from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.ole import OLE_HEAD, Compound, read_macros, read_project
from bartizan.forensics.examination import Trait, Trouble


def test_streams_by_path(make):
    compound = Compound(make.ole({"VBA/dir": b"d", "Workbook": b"w"}, class_id=bytes(range(16))))
    assert sorted(compound.streams) == [("VBA", "dir"), ("Workbook",)]
    assert compound.find("workbook").rstrip(b"\0") == b"w"
    assert compound.read(("VBA", "dir"), 1) == b"d"
    assert compound.read(("missing",)) == b""
    assert compound.find("nothing") == b""
    assert compound.class_id.startswith("03020100-0504-0706")


@given(st.binary(max_size=1_000))
def test_any_bytes_are_a_compound_file_or_an_error(rest):
    compound = Compound(OLE_HEAD + rest)
    assert compound.streams == () or compound.read(compound.streams[0]) is not None
    assert len(compound.class_id) in (0, 36)


def test_macros_need_a_project(make):
    draft = Draft()
    assert not read_macros(Compound(make.ole({"VBA/M": make.vba("Sub A()")})), draft)
    assert draft.reading().signs == ()


def test_a_project_that_cannot_be_read_is_a_macro_and_a_defect():
    draft = Draft()
    read_project(b"nothing", draft)
    assert draft.has(Trait.MACRO)
    assert draft.reading().defects[0].trouble is Trouble.BROKEN
