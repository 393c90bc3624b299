import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.transfer import (
    Encoding,
    Soundness,
    decode,
    decode_base64,
    decode_quoted_printable,
    decode_uuencode,
    find_encoding,
)

SOUND, REPAIRED, UNDECODABLE = Soundness.SOUND, Soundness.REPAIRED, Soundness.UNDECODABLE


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (" BASE64\r", Encoding.BASE64),
        ("base64; x", Encoding.BASE64),
        ("Quoted-Printable", Encoding.QUOTED_PRINTABLE),
        ("7bit", Encoding.IDENTITY),
        ("x-uue", Encoding.UUENCODE),
        ("", None),
        ("rot13", None),
    ],
)
def test_names(value, encoding):
    assert find_encoding(value) == encoding


@pytest.mark.parametrize(
    ("data", "content", "soundness"),
    [
        (b"QUJD\r\nREVG", b"ABCDEF", SOUND),
        (b"QQ==", b"A", SOUND),
        (b"QQ", b"A", REPAIRED),
        (b"QQ==QQ==", b"AA", REPAIRED),
        (b"Q!U*J-D" + b"QUJD" * 40, b"ABC" * 41, REPAIRED),
        (b"?garbage", b"?garbage", UNDECODABLE),
        (b"Q", b"", REPAIRED),
        (b"", b"", SOUND),
    ],
)
def test_base64(data, content, soundness):
    assert decode_base64(data) == (content, soundness)


def test_junk_never_hides_a_payload_of_any_size():
    payload = b"A" * 3_000
    encoded = b"!".join(bytes([letter]) for letter in base64.b64encode(payload))
    assert decode_base64(encoded).content == payload


@pytest.mark.parametrize(
    ("data", "content", "soundness"),
    [
        (b"caf=E9", b"caf\xe9", SOUND),
        (b"a=\r\nb", b"ab", SOUND),
        (b"a= \nb", b"ab", SOUND),
        (b"a=zzb", b"a=zzb", REPAIRED),
        (b"a=\rhidden\nb", b"ahidden\nb", REPAIRED),
    ],
)
def test_quoted_printable(data, content, soundness):
    assert decode_quoted_printable(data) == (content, soundness)


def test_uuencode():
    assert decode_uuencode(b"begin 644 f\n#0V%T\n \nend\nafter") == (b"Cat", SOUND)
    assert decode_uuencode(b"begin 644 f\n#0V%T\n") == (b"Cat", REPAIRED)
    assert decode_uuencode(b"nothing") == (b"nothing", UNDECODABLE)


@given(st.binary(max_size=300))
def test_what_is_encoded_well_reads_back(data):
    assert decode(base64.encodebytes(data), Encoding.BASE64) == (data, SOUND)
    encoded = quopri.encodestring(data.replace(b"\r", b""))
    assert decode(encoded, Encoding.QUOTED_PRINTABLE).content == data.replace(b"\r", b"")


@given(st.binary(max_size=120), st.sampled_from(Encoding))
def test_anything_decodes(data, encoding):
    assert isinstance(decode(data, encoding).content, bytes)
