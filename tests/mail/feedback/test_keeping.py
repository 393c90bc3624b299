from pathlib import Path

import pytest

from bartizan.base.errors import NotFoundError
from bartizan.base.paging import PageRequest
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.repository import ReportFilter
from bartizan.mail.public import Disposition

HERE = Path(__file__).parent
AGGREGATE, TLS, FAILURE = (
    (HERE / name).read_bytes() for name in ("aggregate.xml", "tls.json", "failure.eml")
)


async def test_each_kind_is_kept_once_with_what_it_counts(world):
    told = {}
    for content in (AGGREGATE, TLS, FAILURE, AGGREGATE):
        (kept,) = await world.mail.feedback.keep(content, world.alice)
        told.setdefault(kept.kind, []).append((kept.domain, kept.total, kept.passed, kept.is_new))
    assert told == {
        "aggregate": [("shop.example", 15, 12, True), ("shop.example", 15, 12, False)],
        "tls": [("shop.example", 42, 40, True)],
        "failure": [("shop.example", 1, 0, True)],
    }


async def test_what_was_kept_is_in_the_ledger(world):
    (kept,) = await world.mail.feedback.keep(AGGREGATE, world.alice)
    await world.ledger.seal()
    entry = await world.ledger.entry(0)
    assert (entry.action, entry.object) == ("mail:feedback:import", f"mail-report:{kept.id}")


async def test_a_report_comes_back_with_its_largest_records_first(world):
    (kept,) = await world.mail.feedback.keep(AGGREGATE, world.alice)
    row, records = await world.mail.feedback.report(kept.id)
    assert row["organisation"] == "mail.example"
    assert [one["count"] for one in records] == [12, 3]


async def test_a_report_nobody_sent_is_not_found(world):
    with pytest.raises(NotFoundError):
        await world.mail.feedback.report("0" * 36)


async def test_a_file_without_a_report_is_refused(world):
    with pytest.raises(ReportUnreadableError):
        await world.mail.feedback.keep(b"hello", world.alice)


@pytest.mark.parametrize(
    ("to", "disposition", "count"),
    [
        ("DMARC@example.org", Disposition.DELIVER, 1),
        ("dmarc@example.org", Disposition.HOLD, 0),
        ("bob@example.org", Disposition.DELIVER, 0),
    ],
)
async def test_reports_are_read_from_mail_to_the_reporting_address(
    make_world, to, disposition, count
):
    world = await make_world(feedback={"addresses": ["dmarc@example.org"]})
    identifier = await world.received(FAILURE, disposition, to=[to])
    await world.work()
    rows, total = await world.mail.feedback.find(ReportFilter(), PageRequest())
    assert total == count
    assert [one["message_id"] for one in rows] == [identifier] * count


async def test_a_message_without_a_report_is_passed_over(make_world):
    world = await make_world(feedback={"addresses": ["dmarc@example.org"]})
    await world.received(b"Subject: hello\r\n\r\nHi\r\n", to=["dmarc@example.org"])
    await world.work()
    assert (await world.mail.feedback.find(ReportFilter(), PageRequest()))[1] == 0
