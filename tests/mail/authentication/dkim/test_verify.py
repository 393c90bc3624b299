import asyncio
import base64
import hashlib
import time
from datetime import UTC, datetime, timedelta

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dkim.canonical import Canonical, Canonicalisation
from bartizan.mail.authentication.dkim.verify import MOST_SIGNATURES, verify_dkim
from bartizan.mail.authentication.dmarc.evaluate import evaluate_dmarc
from bartizan.mail.authentication.dns.resolver import OfflineResolver, RecordingResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.fields import Field, read_message
from bartizan.mail.authentication.results import Result, SpfResult

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
NAME = "sel._domainkey.example.com"
ZONE = {NAME: f"v=DKIM1; k=rsa; p={PUBLIC}"}
PLAIN = (
    b"From: Joe <joe@example.com>\r\nTo: suzie@example.net\r\nSubject: Is dinner ready?\r\n"
    b"\r\nHi.\r\n\r\nWe lost the game.\r\n"
)


def verify(raw, zone=ZONE, now=NOW, resolver=None):
    evaluation = verify_dkim(Canonical(read_message(raw)), now)
    return asyncio.run(settle(evaluation, resolver or ZoneResolver(zone)))


def sign(raw=PLAIN, **options):
    options = {"canonicalize": (b"relaxed", b"relaxed")} | options
    return dkim.sign(raw, b"sel", b"example.com", PEM, **options) + raw


def one(*arguments, **keywords):
    (result,) = verify(*arguments, **keywords)
    return result


def test_a_whole_signature():
    found = one(sign())
    assert found.result is Result.PASS
    assert found.sentence == (
        "example.com signed this message with a 2048-bit key (selector sel), and nothing that it "
        "signed was changed since."
    )
    assert (found.domain, found.selector, found.algorithm, found.key_bits) == (
        "example.com",
        "sel",
        "rsa-sha256",
        2048,
    )


def test_a_message_nobody_signed():
    assert verify(PLAIN) == ()


# RFC 8463, appendix A.
RFC_8463 = b"""\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
RFC_8463_ZONE = {
    "brisbane._domainkey.football.example.com": (
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    ),
    "test._domainkey.football.example.com": (
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
        "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
        "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
        "Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
    ),
}


def test_the_example_of_rfc_8463():
    found = verify(RFC_8463, RFC_8463_ZONE)
    assert [(item.result, item.algorithm) for item in found] == [
        ("pass", "ed25519-sha256"),
        ("pass", "rsa-sha256"),
    ]


lines = st.text(alphabet="ab \t=", max_size=12)
bodies = st.lists(lines, max_size=8).map(lambda found: "\r\n".join(found).encode() + b"\r\n")
names = st.sampled_from(["Subject", "To", "X-Odd", "Received", "Cc"])
headers = st.lists(st.tuples(names, lines), max_size=8)
forms = st.sampled_from([b"simple", b"relaxed"])


@given(headers, bodies, forms, forms, st.booleans())
def test_what_dkimpy_signs_we_verify(fields, body, header_form, body_form, with_length):
    raw = b"From: a@example.com\r\n"
    raw += b"".join(f"{name}: x{value}\r\n".encode() for name, value in fields)
    signed = sign(raw + b"\r\n" + body, canonicalize=(header_form, body_form), length=with_length)
    assert one(signed).result is Result.PASS
    assert one(signed.replace(b"\r\n", b"\n")).result is Result.PASS


def our_signature(raw, names=b"from:to:subject", forms=b"relaxed/relaxed", more=b""):
    """Sign with our own canonicalisation, so that dkimpy can be asked what it thinks."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    header, body = (Canonicalisation(form.decode()) for form in forms.split(b"/"))
    canonical = Canonical(read_message(raw))
    hashed = base64.b64encode(canonical.body_hash(body))
    start = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=sel; c=" + forms + b"; h=" + names
        + b";\r\n bh=" + hashed + b";" + more + b" b="
    )  # fmt: skip
    listed = tuple(names.decode().split(":"))
    signed = canonical.signed_header(header, listed, Field("dkim-signature", start))
    value = base64.b64encode(KEY.sign(signed, PKCS1v15(), SHA256()))
    return start + value + b"\r\n" + raw


@given(headers, bodies, forms, forms)
def test_what_we_canonicalise_dkimpy_verifies(fields, body, header_form, body_form):
    raw = b"From: a@example.com\r\n"
    raw += b"".join(f"{name}: x{value}\r\n".encode() for name, value in fields)
    signed = our_signature(raw + b"\r\n" + body, b"from:subject:to", header_form + b"/" + body_form)
    answer = ZONE[NAME].encode()
    assert dkim.verify(signed, dnsfunc=lambda *_, **__: answer)
    assert one(signed).result is Result.PASS


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_never_a_pass(position, bit):
    # A change of white space or of a name's case is what relaxed canonicalisation forgives.
    signed = sign(canonicalize=(b"simple", b"simple"))
    broken = bytearray(signed)
    broken[len(signed) - len(PLAIN) + position] ^= 1 << bit
    assert all(item.result is not Result.PASS for item in verify(bytes(broken)))


@given(st.integers(0, 4000), st.integers(1, 255))
def test_a_changed_signature_is_never_a_pass_for_changed_bytes(position, difference):
    signed = bytearray(sign())
    start = signed.index(b"bh=")
    place = start + 3 + position % 40
    before = one(bytes(signed)).result
    signed[place] ^= difference
    after = [item.result for item in verify(bytes(signed))]
    assert before is Result.PASS
    assert Result.PASS not in after


def test_a_changed_body_is_found_without_dns():
    recorder = RecordingResolver(ZoneResolver(ZONE))
    found = one(sign().replace(b"lost", b"won"), resolver=recorder)
    assert (found.result, found.sentence) == (
        Result.FAIL,
        "The body is not the one that example.com signed.",
    )
    assert recorder.lookups == []


def test_a_changed_header_fails():
    assert one(sign().replace(b"dinner", b"supper")).result is Result.FAIL


def test_a_field_signed_as_absent_must_stay_absent():
    signed = our_signature(PLAIN, b"from:from:to:subject")
    assert one(signed).result is Result.PASS
    assert one(b"From: evil@example.org\r\n" + signed).result is Result.FAIL


def test_an_expired_signature_fails():
    raw = our_signature(PLAIN, more=b" t=1; x=1767225600;")
    assert one(raw, now=NOW).result is Result.PASS
    found = one(raw, now=NOW + timedelta(seconds=1))
    assert (found.result, found.sentence) == (
        Result.FAIL,
        "The signature of example.com has expired.",
    )


def test_what_follows_a_limited_body_is_nobodys_word():
    signed = sign(length=True)
    assert one(signed).result is Result.PASS
    found = one(signed + b"Buy here.\r\n")
    assert (found.result, found.unsigned_bytes) == (Result.POLICY, 11)
    assert "11 bytes after them may be anybody's" in found.sentence


def test_sha1_and_short_keys_are_not_believed():
    sha1 = dkim.sign(PLAIN, b"sel", b"example.com", PEM, signature_algorithm=b"rsa-sha1") + PLAIN
    assert one(sha1).result is Result.POLICY
    weak = (
        "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAIWmlgix/84GJ+dfgjm7LTc9EPdfkftlgiPpCq4/kbDAZmU0VvYKDljj"
        "leJ1dfvS+CGy9U/kk1tG3EeEvb82xAcCAwEAAQ=="
    )
    found = one(sign(), {NAME: weak})
    assert (found.result, found.key_bits) == (Result.POLICY, 512)


@pytest.mark.parametrize(
    ("entry", "result", "reason"),
    [
        (["TIMEOUT"], Result.TEMPERROR, "DNS did not answer in time"),
        (["SERVFAIL"], Result.TEMPERROR, "failure"),
        ([{"TXT": "p="}], Result.PERMERROR, "revoked"),
        ([{"A": "192.0.2.1"}], Result.PERMERROR, "no key is published"),
        (
            "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            Result.PERMERROR,
            "another algorithm",
        ),
        (RFC_8463_ZONE["test._domainkey.football.example.com"], Result.FAIL, "the key is another"),
        (
            RFC_8463_ZONE["test._domainkey.football.example.com"] + "; t=y",
            Result.NEUTRAL,
            "only testing",
        ),
    ],
)
def test_what_dns_says_of_the_key(entry, result, reason):
    found = one(sign(), {NAME: entry})
    assert found.result is result
    assert reason in found.sentence


def test_a_key_may_forbid_subdomains():
    raw = our_signature(PLAIN, more=b" i=joe@mail.example.com;")
    assert one(raw).result is Result.PASS
    assert one(raw, {NAME: ZONE[NAME] + "; t=s"}).result is Result.PERMERROR


def test_offline_an_unchanged_body_is_not_a_pass():
    assert one(sign(), resolver=OfflineResolver()).result is Result.TEMPERROR


def test_keys_are_asked_for_together():
    signature = our_signature(PLAIN)[: -len(PLAIN)]
    raw = signature.replace(b"s=sel", b"s=two") + signature + PLAIN
    questions = next(verify_dkim(Canonical(read_message(raw)), NOW))
    assert [item.name for item in questions] == ["two._domainkey.example.com", NAME]


def test_ed25519_verifies():
    private = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    canonical = Canonical(read_message(PLAIN))
    hashed = base64.b64encode(canonical.body_hash(Canonicalisation.SIMPLE))
    start = b"DKIM-Signature: v=1; a=ed25519-sha256; d=example.com; s=sel; h=from; bh=" + hashed
    start += b"; b="
    signed = canonical.signed_header(Canonicalisation.SIMPLE, ("from",), Field("", start))
    value = base64.b64encode(private.sign(hashlib.sha256(signed).digest()))
    zone = {NAME: f"k=ed25519; p={base64.b64encode(public).decode()}"}
    assert one(start + value + b"\r\n" + PLAIN, zone).result is Result.PASS


def test_ten_thousand_signatures_are_not_ten_thousand_verifications():
    signature = sign()[: -len(PLAIN)]
    raw = signature * 4_000 + PLAIN
    started = time.perf_counter()
    found = verify(raw[-1_000_000:])
    assert time.perf_counter() - started < 0.5
    assert len(found) == MOST_SIGNATURES + 1
    assert found[-1].result is Result.POLICY
    assert "further signatures did not get evaluated" in found[-1].sentence


def test_a_megabyte_of_tags_costs_little():
    raw = b"DKIM-Signature: " + b"a=b; " * 200_000 + b"\r\n" + PLAIN
    started = time.perf_counter()
    found = one(raw)
    assert time.perf_counter() - started < 0.1
    assert (found.result, found.domain) == (Result.PERMERROR, "")


@given(st.binary(max_size=300))
def test_any_signature_field_has_a_result_and_a_sentence(junk):
    raw = b"DKIM-Signature: " + junk.replace(b"\n", b"") + b"\r\n" + PLAIN
    found = one(raw)
    assert found.result is Result.PERMERROR
    assert found.sentence.isprintable()


@pytest.mark.parametrize(
    ("bits", "result"), [(1024, "pass"), (2048, "pass"), (3072, "pass"), (4096, "pass")]
)
def test_every_length_of_key_that_rfc_8301_names(bits, result):
    key = rsa.generate_private_key(65537, bits)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signed = dkim.sign(PLAIN, b"sel", b"example.com", pem) + PLAIN
    found = one(signed, {NAME: f"v=DKIM1; p={base64.b64encode(der).decode()}"})
    assert (found.result, found.key_bits) == (result, bits)


def test_a_rotated_key_leaves_the_old_signature_without_one():
    both = dkim.sign(PLAIN, b"new", b"example.com", PEM) + sign()
    new = {"new._domainkey.example.com": ZONE[NAME]}
    assert [item.result for item in verify(both, ZONE | new)] == ["pass", "pass"]
    revoked = verify(both, new | {NAME: "v=DKIM1; p="})
    assert [item.result for item in revoked] == ["pass", "permerror"]
    assert "revoked" in revoked[1].sentence
    gone = verify(both, new)
    assert [item.result for item in gone] == ["pass", "permerror"]


def test_signatures_of_several_domains_are_judged_apart():
    other = {"sel._domainkey.list.example": ZONE[NAME]}
    listed = PLAIN.replace(b"Subject: ", b"Subject: [list] ")
    raw = dkim.sign(listed, b"sel", b"list.example", PEM) + sign()[: -len(PLAIN)] + listed
    found = verify(raw, ZONE | other)
    assert [(item.domain, item.result) for item in found] == [
        ("list.example", "pass"),
        ("example.com", "fail"),
    ]


@pytest.mark.parametrize("length", [b"0", b"3"])
def test_a_length_that_leaves_text_unsigned_is_policy_where_dkimpy_passes(length):
    raw = our_signature_of(PLAIN, length)
    found = one(raw)
    assert found.result is Result.POLICY
    assert found.unsigned_bytes == len(b"Hi.\r\n\r\nWe lost the game.\r\n") - int(length)
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: ZONE[NAME].encode())


def our_signature_of(raw, length):
    """Sign the first `length` bytes of the body only, as `l=` allows."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    canonical = Canonical(read_message(raw))
    hashed = base64.b64encode(canonical.body_hash(Canonicalisation("relaxed"), int(length)))
    start = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=sel; c=relaxed/relaxed; h=from;"
        b" l=" + length + b"; bh=" + hashed + b"; b="
    )
    field = Field("dkim-signature", start)
    signed = canonical.signed_header(Canonicalisation("relaxed"), ("from",), field)
    return start + base64.b64encode(KEY.sign(signed, PKCS1v15(), SHA256())) + b"\r\n" + raw


@pytest.mark.parametrize(
    ("stamps", "result"),
    [
        (b" t=1; x=2000000000;", "pass"),
        (b" t=1; x=1767225600;", "pass"),  # expires this very second
        (b" t=1; x=1767225599;", "fail"),
        (b" t=99999999999;", "pass"),  # made in the future: section 3.5 lets verifiers accept
        (b" t=5; x=4;", "permerror"),
        (b" x=never;", "permerror"),
        (b" x=1000000000000;", "permerror"),  # more than twelve digits
    ],
)
def test_times_of_a_signature(stamps, result):
    raw = our_signature(PLAIN, more=stamps)
    assert one(raw).result == result, one(raw)


@pytest.mark.parametrize(
    ("form", "before", "after", "result"),
    [
        (b"relaxed", b"Subject: Is", b"SUBJECT:\t Is ", "pass"),
        (b"simple", b"Subject: Is", b"SUBJECT: Is", "fail"),
        (b"relaxed", b"Subject: Is dinner", b"Subject: Is\r\n\tdinner", "pass"),
        (b"simple", b"Subject: Is dinner", b"Subject: Is\r\n dinner", "fail"),
        (b"relaxed", b"Hi.\r\n", b"Hi. \t\r\n", "pass"),
        (b"simple", b"Hi.\r\n", b"Hi. \r\n", "fail"),
        (b"simple", b"game.\r\n", b"game.\r\n\r\n\r\n", "pass"),
        (b"relaxed", b"lost the", b"lost  \tthe", "pass"),
        (b"relaxed", b"lost the", b"lostthe", "fail"),
        (b"relaxed", b"\r\nWe", b"\r\n We", "fail"),
    ],
)
def test_what_each_canonicalisation_forgives(form, before, after, result):
    raw = sign(canonicalize=(form, form))
    changed = raw[: -len(PLAIN)] + PLAIN.replace(before, after, 1)
    assert one(changed).result == result
    agreed = dkim.verify(changed, dnsfunc=lambda *_, **__: ZONE[NAME].encode())
    assert agreed == (result == "pass")


def test_a_second_author_put_on_top_leaves_the_signature_whole_but_not_the_author():
    """A signature covers the lowest From (section 5.4.2): it is DMARC that refuses two."""
    forged = b"From: ceo@example.com\r\n" + sign(include_headers=[b"from"])
    assert one(forged).result is Result.PASS
    evaluation = evaluate_dmarc(read_message(forged), NO_SPF, verify(forged))
    assert asyncio.run(settle(evaluation, ZoneResolver({}))).result is Result.PERMERROR


NO_SPF = SpfResult(result=Result.NONE, domain="", sentence="No SPF.")
