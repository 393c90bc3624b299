import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents import read_document
from bartizan.forensics.examination import Sign, Trait, Trouble
from bartizan.forensics.file_types import find_type


def ole1(name: str, data: bytes) -> str:
    encoded = name.encode() + b"\0"
    head = struct.pack("<II", 0x0501, 2) + struct.pack("<I", len(encoded)) + encoded + bytes(8)
    return (head + struct.pack("<I", len(data)) + data).hex()


def rtf(body: str) -> bytes:
    return ("{\\rtf1\\ansi " + body + "}").encode("latin-1")


def obj(hexadecimal: str, before: str = "") -> bytes:
    return rtf("{\\object\\objemb" + before + "{\\*\\objdata " + hexadecimal + "}}")


def details(reading, trait: Trait) -> list[str]:
    return [sign.detail for sign in reading.signs if sign.trait is trait]


def test_text_without_its_tables(read):
    reading = read(rtf("{\\fonttbl{\\f0 Arial;}}Pay\\par now\\'e9 \\u8364?"))
    assert reading.text == "Pay\nnowé €?"
    assert reading.signs == ()


def test_a_packaged_file_comes_out(make, read):
    inner = make.native("pay.exe", b"MZ program")[4:]
    reading = read(obj(ole1("Package", inner)))
    assert reading.embedded == (("pay.exe", b"MZ program"),)


def test_the_equation_editor(read):
    assert "Equation" in details(read(obj(ole1("eQuAtIoN.3", b"shell code"))), Trait.EXPLOIT)[0]


def test_hexadecimal_torn_apart_is_put_together(read):
    torn = "\n".join(
        "{\\x" + str(n) + "}" + pair for n, pair in enumerate(_pairs(ole1("OLE2Link", b"x")))
    )
    assert details(read(obj(torn)), Trait.EXPLOIT) == ["OLE2Link (CVE-2017-0199)"]


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def test_binary_runs_are_data_and_not_words(make, read):
    data = bytes.fromhex(ole1("Package", make.native("a.js", b"{\\rtf")[4:]))
    content = b"{\\rtf1{\\object{\\*\\objdata\\bin%d " % len(data) + data + b"}}after}"
    reading = read(content)
    assert reading.embedded == (("a.js", b"{\\rtf"),)
    assert reading.text == "after"


def test_a_compound_file_in_an_object(make, read):
    packed = make.ole({"\x01Ole10Native": make.native("b.vbs", b"code")})
    assert read(obj(ole1("Package", packed))).embedded == (("b.vbs", b"code"),)


def test_an_object_that_updates_itself(read):
    reading = read(obj(ole1("Word.Document.8", b"x"), "\\objautlink\\objupdate"))
    assert details(reading, Trait.EXTERNAL_LINK) == ["\\objautlink", "\\objupdate"]


def test_a_remote_template(read):
    reading = read(rtf("{\\*\\template http://evil.test/a.dot}text"))
    assert Sign(Trait.EXTERNAL_TEMPLATE, "http://evil.test/a.dot") in reading.signs
    assert reading.text == "text"


def test_a_local_template_is_honest(read):
    assert read(rtf("{\\*\\template C:\\\\Normal.dot}text")).signs == ()


def test_fields(read):
    field = "{{\\field{{\\*\\fldinst {0}}}{{\\fldrslt click}}}}"
    assert read(rtf(field.format('HYPERLINK "https://x.test/"'))).urls == ("https://x.test/",)
    assert details(read(rtf(field.format("DDEAUTO cmd"))), Trait.DDE)


def test_deep_nesting_ends(read):
    reading = read(b"{\\rtf1" + b"{" * 100_000)
    assert reading.defects[0].trouble is Trouble.TOO_DEEP


@pytest.mark.parametrize("unit", [b"\\", b"}", b"\\'", b"{\\*\\objdata 0", b"\\bin9 "])
def test_hostile_runs_are_linear(read, unit):
    assert read(b"{\\rtf1" + unit * 100_000) is not None


@given(st.text(alphabet="{}\\\\'*abobjdatinu0123 \n", max_size=300))
def test_any_text_can_be_read(text):
    content = b"{\\rtf1" + text.encode()
    reading = read_document(content, find_type(content), ())
    assert not [one for one in reading.defects if "could not go on" in one.sentence]
