import time

import pytest
from dkim.canonicalization import CanonicalizationPolicy
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dkim.canonical import (
    Canonical,
    Canonicalisation,
    relaxed_body,
    relaxed_header,
    simple_body,
    without_signature,
)
from bartizan.mail.authentication.fields import Field, read_message

RELAXED, SIMPLE = Canonicalisation.RELAXED, Canonicalisation.SIMPLE


def test_the_example_of_rfc_6376_section_3_4_5():
    message = read_message(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n")
    assert relaxed_header(message.fields[0].raw) == b"a:X"
    assert relaxed_header(message.fields[1].raw) == b"b:Y Z"
    assert relaxed_body(message.body) == b" C\r\nD E\r\n"
    assert simple_body(message.body) == b" C \r\nD \t E\r\n"


def test_empty_bodies():
    assert simple_body(b"") == simple_body(b"\r\n\r\n") == b"\r\n"
    assert relaxed_body(b"") == relaxed_body(b"\r\n") == relaxed_body(b" \t\r\n") == b""


def test_a_bare_carriage_return_is_no_line_end():
    assert simple_body(b"a\r\r\n\r\n") == b"a\r\r\n"


@given(st.text(alphabet="ab \t\r\n", max_size=60))
def test_dkimpy_agrees_on_bodies(text):
    body = text.replace("\r", "").replace("\n", "\r\n").encode() + b"\r\n"
    for form, ours in (("relaxed", relaxed_body), ("simple", simple_body)):
        policy = CanonicalizationPolicy.from_c_value(b"simple/" + form.encode())
        assert ours(body) == policy.canonicalize_body(body)


@given(st.text(alphabet="ab: \t\n", max_size=40))
def test_dkimpy_agrees_on_headers(text):
    value = text.replace("\n", "\r\n ").encode()
    policy = CanonicalizationPolicy.from_c_value(b"relaxed/simple")
    ((name, expected),) = policy.canonicalize_headers([(b"Subject ", value + b"\r\n")])
    assert relaxed_header(b"Subject :" + value) + b"\r\n" == name + b":" + expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"DKIM-Signature: a=1; b=xy\r\n zw; c=2", b"DKIM-Signature: a=1; b=; c=2"),
        (b"D: bh=q; b =\r\n  xy ", b"D: bh=q; b ="),
        (b"D:b=xy==; bh=z=", b"D:b=; bh=z="),
        (b"D: bb=1; cb=2", b"D: bb=1; cb=2"),
    ],
)
def test_only_the_value_of_b_is_emptied(raw, expected):
    assert without_signature(raw) == expected


def test_names_listed_again_mean_fields_further_up():
    message = read_message(b"From: top\r\nTo: x\r\nFrom: bottom\r\n\r\n")
    signature = Field("s", b"S: b=abc")
    signed = Canonical(message).signed_header(RELAXED, ("from", "from", "from", "cc"), signature)
    assert signed == b"from:bottom\r\nfrom:top\r\ns:b="


def test_simple_headers_stay_as_they_are():
    message = read_message(b"From:  A\r\n\r\n")
    signed = Canonical(message).signed_header(SIMPLE, ("from",), Field("s", b"S:  b=abc "))
    assert signed == b"From:  A\r\nS:  b="


def test_the_body_is_hashed_up_to_a_length():
    canonical = Canonical(read_message(b"A: 1\r\n\r\nabc\r\n"))
    assert canonical.body_hash(SIMPLE, 3) != canonical.body_hash(SIMPLE)
    assert canonical.body_hash(SIMPLE, 5) == canonical.body_hash(SIMPLE)


@pytest.mark.parametrize("piece", [b" ", b"\r\n", b" \r", b"a \t", b"\r", b" \r\n"], ids=repr)
def test_hostile_bodies_take_linear_time(piece):
    body = piece * (2_000_000 // len(piece))
    started = time.perf_counter()
    relaxed_body(body)
    simple_body(body)
    assert time.perf_counter() - started < 1
