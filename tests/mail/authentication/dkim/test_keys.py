import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dkim.keys import UnusableKeyError, find_key, parse_key
from bartizan.mail.authentication.dns.questions import Answer, Outcome

PRIVATE = rsa.generate_private_key(65537, 1024)  # noqa: S505 - the least that is believed


def encoded(public, form=PublicFormat.SubjectPublicKeyInfo):
    return base64.b64encode(public.public_bytes(Encoding.DER, form)).decode()


P = encoded(PRIVATE.public_key())


def test_a_key_verifies_what_its_other_half_signed():
    key = parse_key(f"v=DKIM1; k=rsa; p={P}")
    signature = PRIVATE.sign(b"text", padding.PKCS1v15(), SHA256())
    assert (key.kind, key.bits) == ("rsa", 1024)
    assert key.verifies(signature, b"text")
    assert not key.verifies(signature, b"test")
    assert not key.verifies(b"", b"text")


def test_the_bare_form_of_an_rsa_key_is_read_too():
    assert parse_key(f"p={encoded(PRIVATE.public_key(), PublicFormat.PKCS1)}").bits == 1024


def test_ed25519_signs_the_hash():
    private = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = parse_key(f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}")
    digest = hashlib.sha256(b"text").digest()
    assert (key.kind, key.bits) == ("ed25519", 256)
    assert key.verifies(private.sign(digest), b"text")
    assert not key.verifies(private.sign(b"text"), b"text")


def test_flags_limit_a_key():
    key = parse_key(f"t=y:s; p={P}")
    assert key.testing
    assert key.exact_identity
    assert not parse_key(f"p={P}").testing


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("v=DKIM1; p=", "revoked"),
        ("v=DKIM1; k=rsa", "holds no key"),
        (f"v=DKIM2; p={P}", "not a DKIM key"),
        (f"p={P}; v=DKIM1", "not a DKIM key"),
        (f"h=sha1; p={P}", "SHA-256"),
        (f"s=web; p={P}", "not for mail"),
        (f"k=dsa; p={P}", "do not know"),
        (f"k=ed25519; p={P}", "cannot be read"),
        ("p=aGVsbG8=", "cannot be read"),
        ("p=***", "cannot be read"),
        ("v=DKIM1; ;", "malformed"),
        ("p=" + "A" * 1_000_000, "malformed"),
    ],
)
def test_unusable_records_say_why(text, reason):
    with pytest.raises(UnusableKeyError, match=reason):
        parse_key(text)


def test_a_key_of_another_family_is_not_rsa():
    with pytest.raises(UnusableKeyError, match="do not know"):
        parse_key(f"p={encoded(ec.generate_private_key(ec.SECP256R1()).public_key())}")


def test_the_first_usable_record_counts():
    found = Answer(Outcome.FOUND, ("v=spf1 -all", f"p={P}"))
    assert find_key(found).bits == 1024
    with pytest.raises(UnusableKeyError, match="no key is published"):
        find_key(Answer(Outcome.NO_NAME))
    with pytest.raises(UnusableKeyError, match="revoked"):
        find_key(Answer(Outcome.FOUND, ("p=",)))


@given(st.text(alphabet="vpkhst=;:DKIM1rsay* ", max_size=60))
def test_any_record_is_a_key_or_says_why_not(text):
    with pytest.raises(UnusableKeyError):
        parse_key(text)
