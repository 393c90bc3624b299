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


def test_who_wants_reports_keeps_the_case_it_was_written_in():
    record = parse_record("v=DMARC1; RUA=mailto:Reports+A@Example.COM!10m , x, https://e.test/R;")
    assert record.reports_to == ("mailto:Reports+A@Example.COM!10m", "https://e.test/R")
    many = ",".join(f"mailto:a{number}@example.com" for number in range(50))
    assert len(parse_record(f"v=DMARC1; rua={many}").reports_to) == 10
    assert parse_record(f"v=DMARC1; rua=mailto:{'a' * 600}@example.com").reports_to == ()


@pytest.mark.parametrize(
    ("written", "read"), [("1:d:S", "1:d:s"), ("1 : d", "1:d"), ("x", "0"), ("", "0"), ("<", "0")]
)
def test_failure_options_are_words_of_the_standard(written, read):
    assert parse_record(f"v=DMARC1; fo={written}").failure_options == read


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
