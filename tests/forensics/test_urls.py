import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.urls import (
    Quirk,
    find_registration,
    find_urls,
    host_to_ascii,
    host_to_unicode,
    parse_ipv4,
    read_url,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x, or (http://b.example/y(z)).", ["https://a.example/x", "http://b.example/y(z)"]),
        ("WWW.a.example! and www2.b.example", ["WWW.a.example", "www2.b.example"]),
        ("http:\\\\a.example\\x", ["http:\\\\a.example\\x"]),
        ("hxxps://bad.example/", ["hxxps://bad.example/"]),
        ('<a href="https://a.example">', ["https://a.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ("nothing here", []),
    ],
)  # fmt: skip
def test_urls_in_text(text, found):
    assert list(find_urls(text)) == found


@pytest.mark.parametrize(
    ("text", "host", "quirk"),
    [
        ("http://bank.example@evil.example/", "evil.example", Quirk.USERINFO),
        ("http://bank.example:80@evil.example", "evil.example", Quirk.USERINFO),
        ("https:\\\\evil.example\\a", "evil.example", Quirk.BACKSLASHES),
        ("http://evil.example\\@bank.example", "evil.example", Quirk.BACKSLASHES),
        ("http:evil.example", "evil.example", Quirk.ODD_SLASHES),
        ("https:////evil.example", "evil.example", Quirk.ODD_SLASHES),
        ("http://0x7f.1/", "127.0.0.1", Quirk.OBFUSCATED_ADDRESS),
        ("http://2130706433/", "127.0.0.1", Quirk.OBFUSCATED_ADDRESS),
        ("http://017700000001", "127.0.0.1", Quirk.OBFUSCATED_ADDRESS),
        ("http://a%2eexample/", "a.example", Quirk.ENCODED_HOST),
        ("ht\ntp://a.exa\tmple", "a.example", Quirk.CONTROL_CHARACTERS),
        ("http://ａ.example", "a.example", Quirk.COMPATIBILITY_HOST),
        ("http://a。example", "a.example", Quirk.COMPATIBILITY_HOST),
        ("http://a\u200b.example", "a.example", Quirk.INVISIBLE_HOST),
        ("http://pаypal.com", "xn--pypal-4ve.com", Quirk.INTERNATIONAL_HOST),
        ("http://xn--pypal-4ve.com", "xn--pypal-4ve.com", Quirk.INTERNATIONAL_HOST),
        ("hxxp://a.example", "a.example", Quirk.DEFANGED),
        ("//a.example/x", "a.example", Quirk.NO_SCHEME),
        ("a.example/x", "a.example", Quirk.NO_SCHEME),
        ("a.example:8080/x", "a.example", Quirk.ODD_PORT),
        ("http://[::1]:8080/", "[::1]", Quirk.ODD_PORT),
    ],
)
def test_where_a_disguised_url_leads(text, host, quirk):
    url = read_url(text)
    assert url is not None
    assert url.host == host
    assert quirk in url.quirks


@pytest.mark.parametrize(
    "text",
    ["", "plain", "http://", "http://a b/", "http://256.1.1.1", "http://a.example:99999",
     "http://[::z]/", "http://a<b.example", "http://" + "a" * 300 + ".example"],
)  # fmt: skip
def test_what_browsers_refuse(text):
    assert read_url(text) is None


def test_the_parts_of_an_ordinary_url():
    url = read_url("HTTPS://user:pw@Mail.Corp.co.uk:443/p/a?q=1#top")
    assert (url.scheme, url.userinfo, url.host, url.port) == (
        "https", "user:pw", "mail.corp.co.uk", None,
    )  # fmt: skip
    assert (url.path, url.query, url.fragment) == ("/p/a", "q=1", "top")
    assert url.registrable == url.site == "corp.co.uk"
    assert url.normal == "https://mail.corp.co.uk/p/a?q=1"
    assert not url.is_ip


def test_schemes_without_a_host_keep_their_rest():
    url = read_url(" javascript:alert(1)")
    assert (url.scheme, url.host, url.path) == ("javascript", "", "alert(1)")
    assert url.normal == "javascript:alert(1)"


def test_customers_of_a_shared_suffix():
    url = read_url("https://someone.github.io/")
    assert (url.registrable, url.site, url.is_on_shared_suffix) == (
        "github.io", "someone.github.io", True,
    )  # fmt: skip


def test_addresses_have_no_registration():
    for text in ("http://127.0.0.1/", "http://[::1]/"):
        url = read_url(text)
        assert url.is_ip
        assert (url.registrable, url.site) == ("", "")


def test_unknown_top_levels_count_as_suffixes():
    assert find_registration("a.b.invalid") == ("b.invalid", "b.invalid")


def test_hosts_both_ways():
    assert host_to_ascii("BÜCHER.example") == "xn--bcher-kva.example"
    assert host_to_unicode("xn--bcher-kva.example") == "bücher.example"
    assert host_to_unicode("xn--999999999.example") == "xn--999999999.example"


def test_ipv4_in_parts():
    assert parse_ipv4("1.2.3") == "1.2.0.3"
    assert parse_ipv4("0x1.010.256") == "1.8.1.0"
    assert parse_ipv4("08.1.1.1") is None
    assert parse_ipv4("1.2.3.4.5") is None


@pytest.mark.parametrize(
    "text",
    ["http://" * 100_000, ("http://a" + ")" * 7_900 + " ") * 50,
     ("http://a" + "." * 7_900 + " ") * 50, "www." * 200_000,
     "http://" + "@" * 60_000, "http://" + "%41" * 20_000],
    ids=["schemes", "brackets", "dots", "www", "at", "percent"],
)  # fmt: skip
def test_reading_is_linear(text):
    begun = time.process_time()
    find_urls(text)
    read_url(text)
    assert time.process_time() - begun < 0.3


@given(st.text("htp:/\\@.aé%4x0[]?#- \t\u200b。", max_size=60))
def test_anything_reads(text):
    find_urls(text)
    url = read_url(text)
    if url is not None and url.host:
        assert url.host.isascii()
        again = read_url(url.normal)
        assert again is not None
        assert again.host == url.host
