import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.ingress.proxy_protocol import (
    SIGNATURE,
    ProxyHeader,
    ProxyHeaderError,
    read_proxy_header,
)

IPV4 = struct.pack("!4s4sHH", bytes([192, 0, 2, 9]), bytes([192, 0, 2, 1]), 4000, 25)
IPV6 = bytes.fromhex("20010db8000000000000000000000009") * 2 + b"\x10\x00\x00\x19"


def version_2(command: int, family: int, body: bytes) -> bytes:
    return SIGNATURE + struct.pack("!BBH", command, family, len(body)) + body


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (b"PROXY TCP4 192.0.2.9 192.0.2.1 4000 25\r\n", "192.0.2.9"),
        (b"PROXY TCP6 2001:DB8::9 2001:db8::1 4000 25\r\n", "2001:db8::9"),
        (b"PROXY UNKNOWN\r\n", None),
        (b"PROXY UNKNOWN whatever it says\r\n", None),
        (version_2(0x21, 0x11, IPV4), "192.0.2.9"),
        (version_2(0x21, 0x11, IPV4 + b"\x04\x00\x01x"), "192.0.2.9"),
        (version_2(0x21, 0x21, IPV6), "2001:db8::9"),
        (version_2(0x20, 0x00, b""), None),
        (version_2(0x21, 0x31, b"x" * 216), None),
    ],
)
def test_headers_are_read_however_they_arrive(header, address):
    assert read_proxy_header(header + b"EHLO x\r\n") == ProxyHeader(address, len(header))
    for end in range(len(header)):
        assert read_proxy_header(header[:end]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"EHLO x\r\n",
        b"PROXY TCP4 192.0.2.9 192.0.2.1 4000\r\n",
        b"PROXY TCP4 2001:db8::9 2001:db8::1 4000 25\r\n",
        b"PROXY TCP4 999.0.2.9 192.0.2.1 4000 25\r\n",
        b"PROXY TCP4 " + b"1" * 200,
        version_2(0x31, 0x11, IPV4),
        version_2(0x22, 0x11, IPV4),
        version_2(0x21, 0x11, IPV4[:-1]),
        SIGNATURE + b"\x21\x11\xff\xff",
    ],
)
def test_anything_else_is_refused(data):
    with pytest.raises(ProxyHeaderError):
        read_proxy_header(data)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PROXY TCP4 ", SIGNATURE]))
def test_hostile_bytes_only_ever_raise_one_error(data, start):
    try:
        header = read_proxy_header(start + data)
    except ProxyHeaderError:
        return
    assert header is None or 0 < header.length <= len(start + data)
