import base64
import gzip
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.feedback.aggregate import AggregateReport
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.failure import FailureReport
from bartizan.mail.feedback.opening import read_reports
from bartizan.mail.feedback.tls import TlsReport

AGGREGATE = (Path(__file__).parent / "aggregate.xml").read_bytes()
FAILURE = (Path(__file__).parent / "failure.eml").read_bytes()
TLS = (Path(__file__).parent / "tls.json").read_bytes()


def zipped(content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("report.xml", content)
    return file.getvalue()


def mailed(content: bytes, kind: bytes) -> bytes:
    return (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\n"
        b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content) + b"\r\n--b--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (AGGREGATE, AggregateReport),
        (gzip.compress(AGGREGATE), AggregateReport),
        (zipped(AGGREGATE), AggregateReport),
        (TLS, TlsReport),
        (gzip.compress(TLS), TlsReport),
        (FAILURE, FailureReport),
        (mailed(gzip.compress(AGGREGATE), b"application/gzip"), AggregateReport),
        (mailed(zipped(AGGREGATE), b"application/octet-stream"), AggregateReport),
        (mailed(gzip.compress(TLS), b"application/tlsrpt+gzip"), TlsReport),
    ],
)
def test_a_report_is_found_however_it_is_packed(content, kind):
    (report,) = read_reports(content)
    assert isinstance(report, kind)


def test_a_cut_file_is_read_as_far_as_it_goes():
    (report,) = read_reports(gzip.compress(AGGREGATE)[:-40])
    assert not report.sound


def test_a_bomb_is_cut_off():
    bomb = gzip.compress(b"<feedback>" + b" " * 100_000_000, 9)
    (report,) = read_reports(bomb)
    assert report.records == ()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\x1f\x8b", b"hello", mailed(b"x", b"a/b")]
)
def test_where_there_is_none_it_says_so(content):
    with pytest.raises(ReportUnreadableError):
        read_reports(content)


@given(st.binary(max_size=300))
def test_nothing_else_is_raised(content):
    for packed in (content, zlib.compress(content), b"\x1f\x8b" + content, b"PK\x03\x04" + content):
        try:
            read_reports(packed)
        except ReportUnreadableError:
            continue


def test_every_published_report_is_read(suite):
    files = [path for path in sorted(suite.rglob("*")) if path.is_file()]
    read = {path.name: read_reports(path.read_bytes()) for path in files}
    assert len(read) == len(files) >= 17
    for reports in read.values():
        (report,) = reports
        if isinstance(report, AggregateReport):
            assert report.records
            assert report.begin
            assert all(record.source_ip and record.count for record in report.records)
        elif isinstance(report, FailureReport):
            assert report.source_ip
            assert report.header_from
        else:
            assert report.policies[0].domain
