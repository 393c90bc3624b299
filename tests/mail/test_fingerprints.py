from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.fingerprints import FINGERPRINTS, READER, strip

RAW = (
    b"From someone Mon Jan  1 00:00:00 2024\n"
    b"Received: from a.test by b.test;\n\tMon, 1 Jan 2024 00:00:00 +0000\n"
    b"X-MS-Exchange-Organization: yes\n"
    b"From: <sales@shop.test>\n"
    b"To: Honey <pot@trap.test>\n"
    b"Message-ID: <1@BN8.eop-nam0.prod.protection.outlook.com>\n"
    b"List-Id: a list\n"
    b"Subject: Hello\n"
    b"\n"
    b"Dear POT@trap.test, see https://x.test/?e=pot@trap.test and nopot@trap.test.\n"
)


def test_marks_of_the_collector_go_and_the_message_stays():
    assert strip(RAW) == (
        b"From: <sales@shop.test>\nTo: Honey <" + READER + b">\nSubject: Hello\n\n"
        b"Dear " + READER + b", see https://x.test/?e=" + READER + b" and nopot@trap.test.\n"
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_body_is_kept_byte_by_byte(end):
    raw = end.join([b"From: a@b.test", b"X-Stamp: 1", b"", b"X-Stamp: 2", b"", b"end"])
    assert strip(raw) == end.join([b"From: a@b.test", b"", b"X-Stamp: 2", b"", b"end"])


def test_a_message_id_of_the_sender_stays():
    raw = b"Message-ID: <1@shop.test>\n\nHi\n"
    assert strip(raw) == raw


def test_a_message_without_a_body_is_no_exception():
    assert strip(b"X-Only: stamps\nFrom: a@b.test\n") == b"From: a@b.test\n"
    assert strip(b"") == b""
    assert strip(b"\nbody") == b"\nbody"


@given(st.binary(max_size=400))
def test_nothing_makes_it_fail(raw):
    assert isinstance(strip(raw), bytes)


def test_the_documentation_names_every_reason():
    page = (Path(__file__).parents[2] / "docs/mail/evaluation.md").read_text()
    assert [one.why for one in FINGERPRINTS if one.why not in page] == []
