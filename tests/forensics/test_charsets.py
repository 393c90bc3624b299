import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.charsets import find_codec, read_raw, read_text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf_8"),
        ("utf8", "utf_8"),
        (' "Windows-1252" ', "cp1252"),
        ("ISO-8859-8-I", "iso8859_8"),
        ("ks_c_5601-1987", "cp949"),
        ("shift-jis", "shift_jis"),
        ("idna", None),
        ("unicode_escape", None),
        ("zlib", None),
        ("<b>utf-8</b>", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_labels(label, codec):
    assert find_codec(label) == codec


@pytest.mark.parametrize(
    ("data", "label", "text", "known", "sound"),
    [
        (b"abc", None, "abc", True, True),
        ("é".encode(), None, "é", True, False),
        (b"\xe9", "us-ascii", "é", True, False),
        (b"\x93hi\x94", "iso-8859-1", "“hi”", True, True),
        ("é".encode(), "junk", "é", False, False),
        (b"\xc3\xa9\xff", "utf-8", "é\ufffd", True, False),
        ("中".encode("gb18030"), "gb2312", "中", True, True),
        (b"a\0b\0c", "utf-16le", "ab", True, True),
        (b"+2AA-x", "utf-7", "\ufffdx", True, True),
    ],
)
def test_texts(data, label, text, known, sound):
    found = read_text(data, label)
    assert (found.text, found.known, found.sound) == (text, known, sound)


def test_raw_headers():
    assert read_raw("é".encode()) == "é"
    assert read_raw(b"\xe9\x81") == "é\ufffd"


@given(
    st.binary(max_size=60), st.sampled_from(["utf-7", "utf-16", "utf-32", "hz", "big5", "x", None])
)
def test_whatever_is_read_can_be_written(data, label):
    read_text(data, label).text.encode()
