import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dmarc.record import Policy, is_record, parse_record


@pytest.mark.parametrize("text", ["v=DMARC1", "v=DMARC1;", " V = DMARC1 ; p=none"])
def test_records(text):
    assert is_record(text)


@pytest.mark.parametrize(
    "text", ["", "v=DMARC", "v=DMARC12", "v=dmarc1", "p=none; v=DMARC1", "v=DMARC1; " + "x" * 9000]
)
def test_other_texts(text):
    assert not is_record(text)


def test_a_record_as_data():
    record = parse_record("v=DMARC1; p=reject; sp=quarantine; np=none; psd=y; t=y; aspf=s; adkim=s")
    assert (record.policy, record.subdomains, record.missing) == tuple(
        map(Policy, ("reject", "quarantine", "none"))
    )
    assert (record.boundary, record.testing) == ("y", True)
    assert record.strict_spf
    assert record.strict_dkim
    assert record.usable


def test_defaults():
    record = parse_record("v=DMARC1; aspf=x; psd=; t=maybe")
    assert record.policy is Policy.NONE
    assert not (record.testing)
    assert not (record.strict_spf)
    assert not (record.strict_dkim)
    assert record.boundary not in {"y", "n"}


def test_the_first_of_two_tags_counts():
    assert parse_record("v=DMARC1; p=reject; p=none").policy is Policy.REJECT


def test_inheritance_falls_from_np_to_sp_to_p():
    record = parse_record("v=DMARC1; p=none; sp=quarantine; np=reject")
    assert record.inherited(exists=False) is Policy.REJECT
    assert record.inherited(exists=True) is Policy.QUARANTINE
    assert parse_record("v=DMARC1; p=reject; np=none").inherited(exists=True) is Policy.REJECT
    assert parse_record("v=DMARC1; sp=reject").inherited(exists=False) is Policy.REJECT


@pytest.mark.parametrize(
    ("tags", "usable"),
    [
        ("p=bounce", False),
        ("p=", False),
        ("p=reject; sp=x", False),
        ("p=bounce; rua=mailto:a@example.com", True),
        ("p=bounce; rua=nonsense", False),
        ("p=bounce; rua=nonsense, https://example.com/r", True),
    ],
)
def test_an_unreadable_policy_needs_somebody_to_tell(tags, usable):
    record = parse_record("v=DMARC1; " + tags)
    assert record.usable is usable
    assert record.policy is Policy.NONE


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    assert parse_record("v=DMARC1;" + text).policy in set(Policy)
