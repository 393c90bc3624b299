"""The published reports of the suite, verdicts on mail whose author's domain asks for reports, and
a relay to send those through; our own reports stand beside the tests as files.
"""

import pytest

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    PublishedPolicy,
    Result,
    SpfResult,
)
from bartizan.mail.verdict import Disposition, Envelope, Verdict
from mail_server import listen, sink

__all__ = ["listen", "make", "sink", "suite"]


class Making:
    """Builds what a test wants to vary."""

    def dmarc(
        self, result=Result.PASS, *, policy="reject", aligned=("spf",), **more
    ) -> DmarcResult:
        written = {"p": "reject", "rua": ("mailto:dmarc@shop.example",)}
        published = PublishedPolicy(**(written | more.pop("published", {})))
        facts = {"domain": "shop.example", "policy_domain": "shop.example"} | more
        return DmarcResult(
            result=result, sentence=".", policy=policy, aligned=aligned, published=published,
            **facts,
        )  # fmt: skip

    def failed(self, **more) -> DmarcResult:
        return self.dmarc(Result.FAIL, aligned=(), **more)

    def signature(self, domain="shop.example", result=Result.PASS, selector="s1") -> DkimResult:
        return DkimResult(result=result, domain=domain, selector=selector, sentence=".")

    def verdict(self, dmarc, disposition=Disposition.DELIVER, *, dkim=(), spf=None) -> Verdict:
        spf = spf or SpfResult(result=Result.PASS, domain="bounce.shop.example", sentence=".")
        arc = ArcResult(result=Result.NONE, sentence=".")
        return Verdict(
            score=0, disposition=disposition, policy="default", reasons=(), defects=(),
            authentication=Authentication(spf=spf, dkim=dkim, dmarc=dmarc, arc=arc),
            milliseconds=1.0,
        )  # fmt: skip

    def envelope(self, address="192.0.2.7", mail_from="b+7@bounce.shop.example") -> Envelope:
        return Envelope(
            mail_from=mail_from, recipients=("bob@example.org",), remote_address=address, helo="h"
        )


@pytest.fixture
def make() -> Making:
    return Making()


@pytest.fixture
def suite(data):
    """The folder of published reports."""
    return data / "suites" / "dmarc-reports"
