from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.forensics.links.reading import read_link


def test_kinds_and_oddities_are_the_targets():
    reading = read_link("https://www.google.com/url?q=https://secure-login.weebly.com/")
    assert reading.url.host == "www.google.com"
    assert reading.target.host == "secure-login.weebly.com"
    assert reading.kinds == {Kind.FREE_HOSTING}
    assert Oddity.LOGIN_HOST in reading.oddities
    assert [hop.host for hop in reading.hops] == ["www.google.com"]


def test_a_customers_name_under_a_providers_is_free_hosting():
    assert read_link("https://someone.vercel-dns.github.io/").kinds == {Kind.FREE_HOSTING}


def test_what_has_no_host():
    reading = read_link("mailto:kate@a.test")
    assert reading.target.scheme == "mailto"
    assert (reading.kinds, reading.oddities) == (frozenset(), frozenset())
    assert read_link("nothing").target is None


@given(st.text())
def test_never_raises(text):
    read_link(text)
    read_link("https://" + text)
