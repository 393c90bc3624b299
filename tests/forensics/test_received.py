import json
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.encoded_words import unfold
from bartizan.forensics.received import LENGTH_LIMIT, Received, parse_received, read_address

NAMES = {
    "from": "sender", "from_ip": "address", "from_iprev": "reverse", "by": "by", "via": "via",
    "with": "protocol", "id": "identifier", "for_": "recipient", "tls_version": "tls_version",
    "tls_cipher": "tls_cipher", "ident": "ident", "helo": "helo", "helo_cmd": "helo_command",
}  # fmt: skip

#: What we read otherwise than the suite, by the number of the case, and why.
CUT_AT_A_SLASH = {6: "ident", 28: "id", 29: "id", 30: "id", 39: "ident", 125: "from"}
#: `(user@192.0.2.1)` tells the peer's address; the suite reads only the user.
PEER_BESIDE_USER = {64, 86, 87, 97, 116, 119}
#: Two-digit years as RFC 5322 asks, `asctime` dates, fractions of seconds: the suite garbles them.
DATES = {13, 89, 90, 117, 118, 128, 144, 151}
OTHER = {
    65: {"ident"},  # the greeting's user, not the envelope's sender
    116: {"ident"},  # cut at a slash, from the left
    15: {"for_"},  # `id X123for <address>`: the address is the recipient's
    123: {"by"},  # the first of two `by`: the second is a user id
    151: {"from", "ident"},  # the bracket after `from` is the name
    165: {"from"},  # `invoked from network` is no host
    171: {"from"},  # nor is `from userid`
}


def as_suite(found: Received) -> dict[str, str]:
    told = {name: str(getattr(found, ours) or "") for name, ours in NAMES.items()}
    return {name: str(read_address(text) or text) for name, text in told.items()}


def wanted(case: dict) -> dict[str, str]:
    told = dict.fromkeys(NAMES, "")
    for name, value in (case["expected"] or {}).items():
        if name in NAMES:
            text = next(iter(value.values())) if isinstance(value, dict) else value
            told[name] = str(read_address(text) or text)
    told["with"] = told["with"].upper()
    told["helo_cmd"] = told["helo_cmd"].lower()
    told["tls_version"] = told["tls_version"].removeprefix("TLSv").replace("_", ".")
    return told


CLOCK = ("year", "month", "day", "hour", "minute", "second")


def clock(moment: datetime | None) -> dict | None:
    return None if moment is None else {name: getattr(moment, name) for name in CLOCK}


def differing(number: int) -> set[str]:
    names = set(OTHER.get(number, ()))
    names |= {CUT_AT_A_SLASH[number]} if number in CUT_AT_A_SLASH else set()
    return names | ({"from_ip"} if number in PEER_BESIDE_USER else set())


@pytest.mark.data
def test_the_received_suite(data: Path, field_value):
    cases = json.loads((data / "suites/mime/received.json").read_text())
    assert len(cases) == 181
    for number, case in enumerate(cases):
        found = parse_received(unfold(field_value(case["header"]).encode()))
        ours, theirs = as_suite(found), wanted(case)
        different = {name for name in NAMES if ours[name] != theirs[name]}
        assert different == differing(number), (case["header"], ours, theirs)
        date = (case["expected"] or {}).get("date")
        told = date and {name: date[name] for name in CLOCK}
        assert (clock(found.date) != told) == (number in DATES), case["header"]


def test_what_a_postfix_hop_says():
    found = parse_received(
        "from mail.example.org (mail.example.org [IPv6:2001:db8::25]) (using TLSv1.3 with cipher "
        "TLS_AES_256_GCM_SHA384 (256/256 bits)) by mx.example.com (Postfix) with ESMTPS id 4XYZ "
        "for <ada@example.com>; Wed, 5 Nov 2025 10:00:00 +0100 (CET)"
    )
    assert found.sender == found.reverse == "mail.example.org"
    assert found.peer == ip_address("2001:db8::25")
    assert (found.by, found.protocol, found.identifier) == ("mx.example.com", "ESMTPS", "4XYZ")
    assert (found.tls_version, found.tls_cipher) == ("1.3", "TLS_AES_256_GCM_SHA384")
    assert found.recipient == "ada@example.com"
    assert found.date.isoformat() == "2025-11-05T10:00:00+01:00"


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        ("from a.test (HELO b.test) ([192.0.2.7]) by c.test", "helo", "b.test"),
        ("from a.test (ident@192.0.2.7) by c.test", "address", "192.0.2.7"),
        ("from a.test ([192.0.2.7]:4711) by c.test ([192.0.2.9]:25)", "by_address", "192.0.2.9"),
        ("from [192.0.2.7] by c.test", "peer", "192.0.2.7"),
        ("from a (b.test [::ffff:192.0.2.7]) by c", "address", "192.0.2.7"),
        ("from a.test by b.test; Thu Nov  6 10:00:00 2025", "date", "2025-11-06 10:00:00+00:00"),
        ("from a (envelope-from <x@192.0.2.8>) by b", "address", "None"),
        ("from a (HELO [192.0.2.1]) by b", "address", "None"),
        ("(from root@localhost) by b.test id 7", "sender", "root@localhost"),
        ("by b.test with LMTP from a.test", "sender", "a.test"),
        ("from a by b with local", "protocol", "LOCAL"),
        ("from a by b with UTF8SMTP", "protocol", "SMTP"),
    ],
)
def test_dialects(value, name, text):
    assert str(getattr(parse_received(value), name)) == text


@pytest.mark.parametrize("text", ["", "1.2.3", "1.2.3.4.5", "a:b", "[]", "999.1.1.1"])
def test_what_is_no_address(text):
    assert read_address(text) is None


@given(st.text('from by(helo=)[1.2:;]<@>"\\ \n', max_size=200))
def test_anything_reads(value):
    assert isinstance(parse_received(value), Received)


@pytest.mark.parametrize("piece", ["(", "(a", "[1.2.", "<", "from ", "ident=", "a@", "HELO ", '"'])
def test_only_the_end_of_a_long_field_is_read(piece):
    tail = " by z.test; 1 Jan 2025 10:00:00 +0000"
    found = parse_received(piece * LENGTH_LIMIT + tail)
    assert found == parse_received((piece * LENGTH_LIMIT + tail)[-LENGTH_LIMIT:])
