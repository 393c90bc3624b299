import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.arc.sets import MOST_SETS, read_sets
from bartizan.mail.authentication.fields import read_message
from bartizan.mail.authentication.tags import TagError


def results(instance):
    return f"ARC-Authentication-Results: i={instance}; mx.example; spf=pass\r\n"


def signature(instance, more=""):
    return (
        f"ARC-Message-Signature: i={instance}; a=rsa-sha256; d=example.com; s=s; h=from;\r\n"
        f" bh=aGVsbG8=; b=aGVsbG8={more}\r\n"
    )


def seal(instance, chain="none", more=""):
    return (
        f"ARC-Seal: i={instance}; a=rsa-sha256; d=Seal{instance}.example; s=s; cv={chain};\r\n"
        f" b=aGVsbG8={more}\r\n"
    )


def whole(instance, chain="pass"):
    return seal(instance, chain) + signature(instance) + results(instance)


def read(text):
    return read_sets(read_message((text + "From: a@example.com\r\n\r\n").encode()))


def test_a_message_without_sets():
    assert read("") == ()


def test_sets_are_ordered_by_instance_wherever_they_stand():
    found = read(whole(1, "none") + whole(3) + whole(2))
    assert [item.seal.domain for item in found] == [f"seal{n}.example" for n in (1, 2, 3)]
    assert found[0].seal.key_name == "s._domainkey.seal1.example"
    assert (found[0].seal.kind, found[0].seal.chain) == ("rsa", "none")
    assert found[1].message_signature.domain == "example.com"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (seal(1) + signature(1), "lacks"),
        (whole(1) + results(1), "lacks"),
        (whole(2), "instances"),
        (whole(1) + whole(1), "instances"),
        (whole(1) + whole(3), "instances"),
        (seal(1) + signature(0) + results(1), "out of range"),
        (seal(51) + signature(1) + results(1), "out of range"),
        (seal(1, more="; h=from") + signature(1) + results(1), "forbidden"),
        (seal(1, "perhaps") + signature(1) + results(1), "forbidden"),
        (seal(1, more="; t=soon") + signature(1) + results(1), "not a number"),
        (seal(1).replace("rsa-sha256", "rsa-sha1") + signature(1) + results(1), "not acceptable"),
        (seal(1) + signature(1).replace("rsa-sha256", "rsa-sha1") + results(1), "proves nothing"),
        (seal(1) + signature(1).replace("h=from", "h=from:ARC-Seal") + results(1), "covers a seal"),
        (seal(1) + signature(1) + results(1).replace("i=1; ", ""), "do not start"),
        ("".join(whole(n) for n in range(1, MOST_SETS + 2)), "more than 50"),
    ],
)
def test_incomplete_or_malformed_sets_say_why(text, reason):
    with pytest.raises(TagError, match=reason):
        read(text)


@given(st.sampled_from(["ARC-Seal", "ARC-Message-Signature"]), st.text(max_size=100))
def test_any_field_is_a_tag_error_at_worst(name, junk):
    line = f"{name}: {junk}".replace("\r", "").replace("\n", "")
    with pytest.raises(TagError):
        read(line + "\r\n" + whole(1))
