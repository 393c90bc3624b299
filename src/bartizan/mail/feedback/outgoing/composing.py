"""Puts a report into the message that carries it (RFC 9990, section "Email")."""

import gzip
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr
from typing import Final

from bartizan.mail.feedback.aggregate import AggregateReport
from bartizan.mail.feedback.outgoing.destinations import Destination
from bartizan.mail.feedback.outgoing.writing import write_aggregate

_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Packed:
    """A report as the attachment it travels as."""

    file_name: str
    content: bytes


def pack(report: AggregateReport, submitter: str) -> Packed:
    """Return the report packed; the same report gives the same bytes under the same name."""
    begin, end = (int(day.timestamp()) if day else 0 for day in (report.begin, report.end))
    name = f"{submitter}!{report.policy.domain}!{begin}!{end}!{report.report_id}.xml.gz"
    return Packed(name, gzip.compress(write_aggregate(report), _LEVEL, mtime=0))


def compose(
    report: AggregateReport, submitter: str, destinations: Sequence[Destination], now: datetime
) -> tuple[bytes, Sequence[Destination]]:
    """Return the message, and those of the destinations that take one so large.

    The size counts as it goes over the wire. Without anybody left the message is for nobody.
    """
    packed = pack(report, submitter)
    content = _message(report, packed, submitter, destinations, now)
    willing = [one for one in destinations if one.takes(len(content))]
    if len(willing) != len(destinations):
        content = _message(report, packed, submitter, willing, now)
    return content, willing


def _message(
    report: AggregateReport,
    packed: Packed,
    submitter: str,
    destinations: Sequence[Destination],
    now: datetime,
) -> bytes:
    boundary = f"=_{report.report_id}"
    lines = (
        f"From: {formataddr((report.organisation, report.email))}",
        "To: " + ",\r\n\t".join(f"<{one.address}>" for one in destinations),
        f"Subject: Report Domain: {report.policy.domain}",
        f"\tSubmitter: {submitter}",
        f"\tReport-ID: <{report.report_id}>",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{report.report_id}@{submitter}>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        *_words(report, submitter),
        "",
        f"--{boundary}",
        f'Content-Type: application/gzip;\r\n\tname="{packed.file_name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment;\r\n\tfilename="{packed.file_name}"',
        "",
        encodebytes(packed.content).decode("ascii").replace("\n", "\r\n") + f"--{boundary}--",
        "",
    )
    return "\r\n".join(lines).encode("ascii")


def _words(report: AggregateReport, submitter: str) -> Sequence[str]:
    messages = sum(record.count for record in report.records)
    day = report.begin.strftime("%Y-%m-%d") if report.begin else "that day"
    return (
        f"This is the DMARC aggregate report of {submitter} about {report.policy.domain}",
        f"for {day} (UTC). It tells of {messages:,} messages and is meant to be read by a program.",
    )
