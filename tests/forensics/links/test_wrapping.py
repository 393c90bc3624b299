import base64
import json

import pytest

from bartizan.forensics.links.wrapping import HopKind, read_special
from bartizan.forensics.urls import read_url

INNER = json.dumps({"u": 1, "v": 1, "url": "http://evil.test/a"})
MANDRILL = base64.urlsafe_b64encode(json.dumps({"s": "x", "v": 1, "p": INNER}).encode()).decode()


@pytest.mark.parametrize(
    ("address", "target", "kind"),
    [
        (
            "https://urldefense.proofpoint.com/v1/url?u=http://evil.test/a&k=x",
            "http://evil.test/a",
            HopKind.WRAPPER,
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.test_a-2Db&d=x",
            "https://evil.test/a-b",
            HopKind.WRAPPER,
        ),
        (
            "https://urldefense.com/v3/__https://evil.test/a*b__;Iw!!x",
            "https://evil.test/a#b",
            HopKind.WRAPPER,
        ),
        (
            "https://urldefense.com/v3/__https://evil.test/a**Ab__;Iyo!!x",
            "https://evil.test/a#*b",
            HopKind.WRAPPER,
        ),
        (
            "https://urldefense.com/v3/__https:/evil.test/a__;!!x",
            "https://evil.test/a",
            HopKind.WRAPPER,
        ),
        (
            "https://urldefense.us/v3/__https://evil.test/?q=1__;!!x",
            "https://evil.test/?q=1",
            HopKind.WRAPPER,
        ),
        (
            "https://secure-web.cisco.com/1abc/https%3A%2F%2Fevil.test%2Fa",
            "https://evil.test/a",
            HopKind.WRAPPER,
        ),
        (
            "https://protect.checkpoint.com/v2/___https://evil.test/a___.x",
            "https://evil.test/a",
            HopKind.WRAPPER,
        ),
        (
            "https://url.avanan.click/v2/___https://evil.test/a___.x",
            "https://evil.test/a",
            HopKind.WRAPPER,
        ),
        (
            "https://x.r.us-east-1.awstrack.me/L0/https:%2F%2Fevil.test%2Fa/1/x",
            "https://evil.test/a",
            HopKind.TRACKER,
        ),
        ("https://click.pstmrk.it/3s/evil.test%2Fa/x/AQ/1", "https://evil.test/a", HopKind.TRACKER),
        (
            f"https://mandrillapp.com/track/click/1/evil.test?p={MANDRILL}",
            "http://evil.test/a",
            HopKind.TRACKER,
        ),
        (
            "https://mandrillapp.com/track/click/1/evil.test?p=broken",
            "http://evil.test/",
            HopKind.TRACKER,
        ),
        ("https://www.google.com/amp/s/evil.test/a", "https://evil.test/a", HopKind.CACHE),
        ("https://google.co.uk/amp/evil.test/a", "https://evil.test/a", HopKind.CACHE),
        (
            "https://evil-test.cdn.ampproject.org/c/s/evil.test/a",
            "https://evil.test/a",
            HopKind.CACHE,
        ),
        ("https://www-my--shop-test.translate.goog/a", "https://www.my-shop.test/a", HopKind.CACHE),
        (
            "https://r.search.yahoo.com/_ylt=x/RU=https%3a%2f%2fevil.test%2fa/RK=2/RS=x",
            "https://evil.test/a",
            HopKind.REDIRECTOR,
        ),
        ("http://rd.yahoo.com/a/*http://evil.test/a", "http://evil.test/a", HopKind.REDIRECTOR),
        (
            "https://any.test/go/https://evil.test/a?b=1",
            "https://evil.test/a?b=1",
            HopKind.REDIRECTOR,
        ),
        (
            "https://any.test/go/aHR0cHM6Ly9ldmlsLnRlc3QvYQ/x",
            "https://evil.test/a",
            HopKind.REDIRECTOR,
        ),
    ],
)
def test_what_a_wrapper_carries(address, target, kind):
    assert next(read_special(read_url(address))) == (target, kind)


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2020/https://old.test/",
        "https://any.test/go/https://any.test/b",
        "https://google.evil.test/amp/s/x.test",
        "https://www.cisco.com/a/https%3A%2F%2Fevil.test",
        "https://urldefense.com/v3/__broken",
        "https://x.awstrack.me/",
        "https://any.test/",
    ],
)
def test_what_carries_nothing(address):
    assert list(read_special(read_url(address))) == []
