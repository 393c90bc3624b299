from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.spf.record import RecordError, is_record, parse_record


@pytest.mark.parametrize("text", ["v=spf1", "V=SPF1 -all", "v=spf1 "])
def test_records_of_version_1(text):
    assert is_record(text)


@pytest.mark.parametrize("text", ["v=spf10", "v=spf1-all", " v=spf1 -all", "spf2.0/pra", ""])
def test_other_texts(text):
    assert not is_record(text)


def test_terms_become_data():
    record = parse_record("v=spf1 ip4:192.0.2.0/24 ~a:mail.example.com/28//64 exp=e.%{d} ?all")
    network, hosts, rest = record.mechanisms
    assert (network.name, network.qualifier, network.bits4) == ("ip4", "+", 24)
    assert (hosts.name, hosts.qualifier, hosts.bits4, hosts.bits6) == ("a", "~", 28, 64)
    assert hosts.text == "~a:mail.example.com/28//64"
    assert (rest.name, rest.qualifier) == ("all", "?")
    assert record.explanation
    assert record.redirect is None


def test_networks_cover_their_own_family_only():
    (network,) = parse_record("v=spf1 ip6:2001:db8::/33").mechanisms
    assert network.covers(network.network, ip_address("2001:db8:7fff::1"))
    assert not network.covers(network.network, ip_address("2001:db8:8000::1"))
    assert not network.covers(network.network, ip_address("192.0.2.1"))


@pytest.mark.parametrize(
    "term",
    [
        "moo", "-all:x", "all/8", "include", "include:", "exists:a.b/24", "a/33", "a//129",
        "a/24/64",
        "ip4:1.2.3", "ip4:1.2.3.4/032", "ip4:1.2.3.4\n", "ip4:01.2.3.4", "ip6::CAFE::BABE", "ip6",
        "ip6:::1/129", "redirect=", "redirect:a.example", "1up=foo", "=x", "foo=%x", "exp=-all",
        "exp=a.example exp=b.example", "redirect=a.example redirect=a.example", "ptr/0", "ptr:",
        "\u0661p4:1.2.3.4", "ip4:1.2.3.\u0664",
    ],
)  # fmt: skip
def test_broken_terms_spoil_the_record_wherever_they_stand(term):
    with pytest.raises(RecordError):
        parse_record(f"v=spf1 +all {term}")


def test_the_sentence_shows_the_broken_term():
    with pytest.raises(RecordError, match="“mooo”"):
        parse_record("v=spf1 mooo -all")


def test_unknown_modifiers_are_ignored():
    assert len(parse_record("v=spf1 foo=bar%{d} -all").mechanisms) == 1


def test_overlong_records_are_refused_unread():
    with pytest.raises(RecordError, match="longer"):
        parse_record("v=spf1 " + "%" * 1_000_000)


@given(st.text(alphabet="v=spf1 aimxptrncludexsi:/%{}.~-?+0123456789é", max_size=120))
def test_any_text_gives_a_record_or_a_record_error(text):
    try:
        record = parse_record("v=spf1 " + text)
    except RecordError:
        return
    assert len(record.mechanisms) <= len(text.split())
