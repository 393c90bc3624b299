from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.mime import parse
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.failure import read_failure

FAILURE = (Path(__file__).parent / "failure.eml").read_bytes()


def test_a_report_is_read_with_the_message_it_is_about():
    report = read_failure(parse(FAILURE))
    assert (report.kind, report.failed, report.delivery) == ("auth-failure", "dmarc", "reject")
    assert (report.source_ip, report.reported_domain) == ("192.0.2.66", "shop.example")
    assert report.original_from == "bounce@evil.example"
    assert report.original_to == ("ann@mail.example",)
    assert (report.header_from, report.subject) == ("sales@shop.example", "Sale")
    assert report.message_id == "1@evil.example"
    assert report.arrived is not None


def test_an_ordinary_message_is_no_report():
    with pytest.raises(ReportUnreadableError, match="No part"):
        read_failure(parse(b"Subject: hello\r\n\r\nHi\r\n"))


@given(st.binary(max_size=200))
def test_hostile_fields_are_no_exception(fields):
    raw = b"Content-Type: message/feedback-report\r\n\r\n" + fields
    assert read_failure(parse(raw)).kind is not None
