import pytest

from bartizan.mail.detectors._domains import is_ours, owner, same_owner, shown
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("a.b.example.co.uk", "example.co.uk"),
        ("someone.github.io", "someone.github.io"),
        ("host.internal", "host.internal"),
        ("MAIL.Example.COM", "example.com"),
    ],
)
def test_the_part_that_somebody_controls(domain, expected):
    assert owner(domain) == expected


def test_hosts_of_one_owner():
    assert same_owner("a.example.com", "example.com")
    assert not same_owner("a.github.io", "b.github.io")


def test_punycode_is_shown_as_letters():
    assert shown("xn--exmple-cua.com") == "exämple.com"


def test_what_is_ours_and_below_it():
    facts = gather(b"", None, None, Organisation(frozenset({"example.com"})))
    assert is_ours(facts, "Mail.Example.com")
    assert is_ours(facts, "example.com")
    assert not is_ours(facts, "badexample.com")
