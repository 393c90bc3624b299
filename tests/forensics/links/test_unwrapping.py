import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.links.unwrapping import HOP_LIMIT, rules, unwrap
from bartizan.forensics.links.wrapping import HopKind
from bartizan.forensics.urls import read_url


def lead(address: str) -> tuple[str, list[str]]:
    target, hops = unwrap(read_url(address))
    return target.normal, [hop.kind for hop in hops]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2Fa&data=1",
            "wrapper",
        ),
        ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.test%2fa&c=E,1", "wrapper"),
        ("https://clicktime.symantec.com/15sLv?h=x&u=https://evil.test/a", "wrapper"),
        (
            "https://us-west-2.protection.sophos.com/?d=evil.test&u=aHR0cHM6Ly9ldmlsLnRlc3QvYQ==&i=x",
            "wrapper",
        ),
        ("https://www.google.de/url?q=https://evil.test/a&sa=D", "redirector"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.test%2Fa&h=x", "redirector"),
        ("https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.test%2Fa", "redirector"),
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ldmlsLnRlc3QvYQ&ntb=1", "redirector"),
        ("https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fevil.test%2Fa", "redirector"),
        ("https://googleads.g.doubleclick.net/pcs/click?x=1&adurl=https://evil.test/a", "tracker"),
        ("https://translate.google.com/translate?sl=a&u=https://evil.test/a", "cache"),
        ("https://school.test/out.php?url=https%3A%2F%2Fevil.test%2Fa", "redirector"),
        ("https://school.test/out#url=https%3A%2F%2Fevil.test%2Fa", "redirector"),
        ("https://x.list-manage.com/click?url=https%3A%2F%2Fevil.test%2Fa", "tracker"),
    ],
)
def test_where_links_lead(address, kind):
    assert lead(address) == ("https://evil.test/a", [kind])


def test_a_host_alone_is_carried():
    assert lead("https://protect-eu.mimecast.com/s/abc?domain=evil.test")[0] == "http://evil.test/"


def test_one_in_another():
    inner = quote("https://www.google.com/amp/s/evil.test/a", safe="")
    assert lead(f"https://a.safelinks.protection.outlook.com/?url={inner}") == (
        "https://evil.test/a",
        [HopKind.WRAPPER, HopKind.CACHE],
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fother.test%2F",
        "https://accounts.google.com/signin?continue=https%3A%2F%2Fother.test%2F",
        "https://a.test/login?next=https%3A%2F%2Fwww.a.test%2Fhome",
        "https://a.test/search?q=shoes",
        "https://a.test/?url=%2Fhome",
        "https://a.test/",
        "mailto:x@a.test?u=https://b.test",
    ],
)
def test_links_that_lead_nowhere_else(address):
    assert lead(address)[1] == []


def test_nothing_is_unwrapped_from_nothing():
    assert unwrap(None) == (None, ())


def test_a_chain_has_an_end():
    address = "https://evil.test/"
    for place in range(2 * HOP_LIMIT):
        address = f"https://h{place}.test/?url={address}"
    assert len(unwrap(read_url(address))[1]) == HOP_LIMIT


def test_rules_follow_names_under_any_suffix():
    assert rules("www.google.co.jp")
    assert not rules("google.evil.test")


ADDRESSES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "//", "https:\\\\", "", "mailto:"]),
    st.sampled_from(
        [
            "urldefense.com/v3/__",
            "urldefense.com/v2/url?u=",
            "www.google.com/amp/s/",
            "x.awstrack.me/L0/",
            "mandrillapp.com/track/click/1/a.b?p=",
            "a.test/?url=",
            "secure-web.cisco.com/1/",
            "a.translate.goog/",
            "r.search.yahoo.com/RU=http",
            "protect.checkpoint.com/v2/___",
            "a.test/http",
            "www.bing.com/ck/a?u=",
        ]
    ),
    st.text(max_size=80),
    st.sampled_from(["", "__;**!!", "%", "___", "#url=//x.y", "&u=//[::1"]),
)


@given(ADDRESSES)
def test_never_raises(address):
    _, hops = unwrap(read_url(address))
    assert len(hops) <= HOP_LIMIT


@pytest.mark.parametrize(
    "address",
    [
        "https://a.test/?" + "url=%25" * 8000,
        "https://a.test/?" + "&".join(["url=https://b.test/"] * 4000),
        "https://r.yahoo.com" + "/*http:" * 9000,
        "https://urldefense.com/v3/__" + "*" * 60_000,
        "https://a.test" + "/http" * 12_000,
        "https://a.test/#" + "url=//" * 10_000,
        "https://a.test/?u=" + "YWFh" * 16_000,
        "https://" + "a." * 120 + "test/?url=https://" + "b." * 120 + "test",
    ],
)
def test_hostile_links_are_cheap(address):
    url = read_url(address)
    began = time.process_time()
    unwrap(url)
    assert time.process_time() - began < 0.25
