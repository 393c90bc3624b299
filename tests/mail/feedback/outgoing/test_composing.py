from datetime import UTC, datetime

from bartizan.forensics.mime import parse
from bartizan.mail.feedback.aggregate import AggregateReport, Policy, Record
from bartizan.mail.feedback.opening import read_reports
from bartizan.mail.feedback.outgoing.composing import compose, pack
from bartizan.mail.feedback.outgoing.destinations import Destination

NOW = datetime(2026, 1, 2, 0, 45, tzinfo=UTC)
REPORT = AggregateReport(
    organisation="Beispiel für alle",
    email="dmarc@example.org",
    report_id="0123456789abcdef",
    begin=datetime(2026, 1, 1, tzinfo=UTC),
    end=datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC),
    policy=Policy(domain="shop.example", p="none"),
    records=tuple(
        Record(
            source_ip=f"192.0.2.{number}", count=1, disposition="none", dkim="fail", spf="pass",
            header_from="shop.example",
        )
        for number in range(200)
    ),
)  # fmt: skip
NAME = "example.org!shop.example!1767225600!1767311999!0123456789abcdef.xml.gz"
A, B = (Destination(f"{name}@shop.example", "shop.example") for name in "ab")


def test_the_message_is_as_rfc_9990_wants_it():
    content, willing = compose(REPORT, "example.org", [A, B], NOW)
    message = parse(content)
    assert " ".join(message.header("subject").split()) == (
        "Report Domain: shop.example Submitter: example.org Report-ID: <0123456789abcdef>"
    )
    assert message.header("message-id") == "<0123456789abcdef@example.org>"
    assert message.header("auto-submitted") == "auto-generated"
    assert [one.address for one in message.addresses("to")] == ["a@shop.example", "b@shop.example"]
    [author] = message.addresses("from")
    assert (author.name, author.address) == ("Beispiel für alle", "dmarc@example.org")
    attached = message.parts[2]
    assert (attached.content_type, attached.file_name) == ("application/gzip", NAME)
    assert willing == [A, B]
    assert message.every_defect() == ()


def test_it_is_plain_ascii_in_short_lines_with_proper_ends():
    content, _ = compose(REPORT, "example.org", [A], NOW)
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert not any(b"\r" in line or b"\n" in line or len(line) > 100 for line in lines)


def test_our_own_reader_finds_the_report_in_it():
    content, _ = compose(REPORT, "example.org", [A], NOW)
    assert read_reports(content) == [REPORT]


def test_the_same_report_is_packed_the_same_under_the_same_name():
    first = pack(REPORT, "example.org")
    assert (first.file_name, first) == (NAME, pack(REPORT, "example.org"))


def test_who_takes_nothing_so_large_is_left_out():
    small = Destination("c@shop.example", "shop.example", limit=500)
    content, willing = compose(REPORT, "example.org", [A, small], NOW)
    assert willing == [A]
    assert b"c@shop.example" not in content
    alone = Destination("c@shop.example", "shop.example")
    size = len(compose(REPORT, "example.org", [alone], NOW)[0])
    for limit, expected in ((size, 1), (size - 1, 0)):
        limited = Destination(alone.address, alone.host, limit)
        assert len(compose(REPORT, "example.org", [limited], NOW)[1]) == expected
