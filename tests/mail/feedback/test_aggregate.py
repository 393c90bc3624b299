from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.feedback.aggregate import read_aggregate
from bartizan.mail.feedback.errors import ReportUnreadableError

AGGREGATE = (Path(__file__).parent / "aggregate.xml").read_bytes()


def test_a_report_of_rfc_9990_is_read_whole():
    report = read_aggregate(AGGREGATE)
    assert (report.organisation, report.report_id, report.generator) == (
        "mail.example", "r-1", "Other Gateway 1",
    )  # fmt: skip
    assert report.begin == datetime(2026, 1, 1, tzinfo=UTC)
    assert (report.policy.domain, report.policy.p, report.policy.np) == (
        "shop.example", "reject", "reject",
    )  # fmt: skip
    first, second = report.records
    assert (first.source_ip, first.count, first.dkim, first.passed) == ("192.0.2.7", 12, "pass", 1)
    assert [why.type for why in first.overrides] == ["mailing_list"]
    assert [one.method for one in first.results] == ["dkim", "spf"]
    assert (second.source_ip, second.passed) == ("2001:db8::1", False)
    assert report.sound


def test_values_that_mean_nothing_are_left_empty():
    report = read_aggregate(
        b"<feedback><record><row><source_ip>here</source_ip><count>-4</count></row></record>"
        b"<report_metadata><date_range><begin>soon</begin><end>9e9</end></date_range>"
        b"</report_metadata></feedback>"
    )
    assert (report.records[0].source_ip, report.records[0].count) == ("", 0)
    assert (report.begin, report.end) == (None, None)


def test_another_document_is_no_report():
    with pytest.raises(ReportUnreadableError, match="no <feedback>"):
        read_aggregate(b"<html/>")


@given(st.text(alphabet="<>/feedbackrowcount19 \n", max_size=200))
def test_nothing_else_is_raised(text):
    try:
        read_aggregate(b"<feedback>" + text.encode())
    except ReportUnreadableError:
        return
