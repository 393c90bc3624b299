import struct

from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.containers.mapi import BODY, DATA, SUBJECT, expand_rtf, read_properties

#: The example of [MS-OXRTFCP] 3.1.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
    "0af32068656c090020627705b06c647d0a800fa0"
)


def test_the_example_of_the_standard():
    assert expand_rtf(PACKED, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_rtf_is_cut():
    assert expand_rtf(PACKED, 7) == b"{\\rtf1\\"


def test_values_of_every_shape():
    wide = "body".encode("utf-16-le")
    data = struct.pack("<I", 4)
    data += struct.pack("<HHI", 3, SUBJECT, 7)
    data += struct.pack("<HHII", 0x1F, BODY, 1, len(wide)) + wide
    data += struct.pack("<HH16sII", 3, 0x8001, bytes(16), 0, 5) + struct.pack("<I", 9)
    data += struct.pack("<HHII", 0x102, DATA, 1, 3) + b"abc\0"
    assert read_properties(data) == {
        SUBJECT: struct.pack("<I", 7),
        BODY: b"body",
        0x8001: struct.pack("<I", 9),
        DATA: b"abc",
    }


@given(st.binary(max_size=400))
def test_any_bytes(noise):
    read_properties(noise)
    assert len(expand_rtf(struct.pack("<IIII", 0, 5000, 0x75465A4C, 0) + noise, 1000)) <= 1000
