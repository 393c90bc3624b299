"""Reads the header a load balancer puts before a connection (HAProxy's PROXY protocol).

Source: "The PROXY protocol, versions 1 & 2", haproxy.org, 2020, sections 2.1 and 2.2. Only a
balancer we were told to trust may send it, and from such a peer it is required: otherwise anyone
could claim any address.
"""

import re
import socket
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

SIGNATURE: Final = b"\r\n\r\n\x00\r\nQUIT\n"
_V1_LONGEST: Final = 107
_V2_HEADER: Final = 16
#: Addresses and TLVs; the longest useful header by far is shorter.
_V2_LONGEST: Final = 2048
_V1 = re.compile(
    rb"PROXY (?:(TCP4|TCP6) ([0-9a-fA-F.:]{2,45}) ([0-9a-fA-F.:]{2,45}) (\d{1,5}) (\d{1,5})"
    rb"|UNKNOWN(?: [^\r\n]*)?)\r\n"
)
_LOCAL, _PROXY = 0x20, 0x21
_FAMILIES: Final = {0x11: (socket.AF_INET, 4), 0x21: (socket.AF_INET6, 16)}


class ProxyHeaderError(ValueError):
    """The bytes are not a PROXY header."""


@dataclass(frozen=True, slots=True)
class ProxyHeader:
    """Who really connected, and how many octets the header took.

    `address` is `None` where the balancer speaks for itself (a health check).
    """

    address: str | None
    length: int


def read_proxy_header(data: bytes) -> ProxyHeader | None:
    """Read a header from the first octets of a connection; `None`: more are needed.

    Raises:
        ProxyHeaderError: these octets can never become a header.
    """
    if data[: len(SIGNATURE)] == SIGNATURE[: len(data)]:
        return _version_2(data)
    if data[:6] == b"PROXY "[: len(data)]:
        return _version_1(data)
    raise ProxyHeaderError("no PROXY header")


def _version_1(data: bytes) -> ProxyHeader | None:
    end = data.find(b"\r\n", 0, _V1_LONGEST)
    if end < 0:
        if len(data) >= _V1_LONGEST:
            raise ProxyHeaderError("the header does not end")
        return None
    found = _V1.fullmatch(data[: end + 2])
    if found is None:
        raise ProxyHeaderError("the header is malformed")
    if found[1] is None:
        return ProxyHeader(None, end + 2)
    try:
        address = ip_address(found[2].decode("ascii"))
    except ValueError as error:
        raise ProxyHeaderError("the address is malformed") from error
    if address.version != (4 if found[1] == b"TCP4" else 6):
        raise ProxyHeaderError("the address is of the other family")
    return ProxyHeader(str(address), end + 2)


def _version_2(data: bytes) -> ProxyHeader | None:
    if len(data) < _V2_HEADER:
        return None
    command, family, length = struct.unpack_from("!BBH", data, len(SIGNATURE))
    if command not in (_LOCAL, _PROXY) or length > _V2_LONGEST:
        raise ProxyHeaderError("the header is malformed")
    if len(data) < _V2_HEADER + length:
        return None
    whole = _V2_HEADER + length
    if command == _LOCAL or family not in _FAMILIES:
        return ProxyHeader(None, whole)
    kind, octets = _FAMILIES[family]
    if length < 2 * octets + 4:
        raise ProxyHeaderError("the header is cut short")
    return ProxyHeader(socket.inet_ntop(kind, data[_V2_HEADER : _V2_HEADER + octets]), whole)
