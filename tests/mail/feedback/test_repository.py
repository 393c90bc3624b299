from datetime import UTC, datetime

from bartizan.base.paging import PageRequest
from bartizan.mail.feedback import repository
from bartizan.mail.feedback.repository import ReportFilter

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, **more):
    return {
        "id": f"{number:036}", "identity": f"{number}", "kind": "aggregate",
        "organisation": "mail.example", "domain": "shop.example", "begins_at": DAY,
        "ends_at": DAY, "received_at": DAY, "message_id": None, "total": 5, "passed": 3,
        "report": {},
    } | more  # fmt: skip


def record(report: int, position: int, source_ip: str, count: int, *, passed: bool):
    return {
        "report_id": f"{report:036}", "position": position, "source_ip": source_ip,
        "count": count, "passed": passed, "disposition": "none", "header_from": "shop.example",
        "record": {},
    }  # fmt: skip


async def test_the_same_report_is_kept_once(world):
    async with world.database.transaction() as connection:
        records = [record(1, 0, "192.0.2.1", 1, passed=True)]
        assert await repository.keep(connection, row(1), records)
        assert not await repository.keep(connection, row(2, identity="1"), [])
        rows, total = await repository.find(connection, ReportFilter(), PageRequest())
    assert (len(rows), total) == (1, 1)


async def test_reports_are_listed_by_kind_and_domain_page_by_page(world):
    async with world.database.transaction() as connection:
        for number in range(1, 4):
            await repository.keep(connection, row(number), [])
        await repository.keep(connection, row(4, kind="tls", domain="other.example"), [])
        wanted = ReportFilter(kind="aggregate", domain="shop.example")
        rows, total = await repository.find(connection, wanted, PageRequest(2, 2))
        assert ([one["id"] for one in rows], total) == ([f"{1:036}"], 3)


async def test_sources_are_summed_with_the_worst_first(world):
    async with world.database.transaction() as connection:
        first = [
            record(1, 0, "192.0.2.1", 10, passed=True),
            record(1, 1, "192.0.2.66", 4, passed=False),
        ]
        await repository.keep(connection, row(1), first)
        again = [record(2, 0, "192.0.2.66", 3, passed=False)]
        await repository.keep(connection, row(2, organisation="else.example"), again)
        worst, best = await repository.sources(connection, "shop.example", DAY, 10)
        assert (worst["source_ip"], worst["total"], worst["passed"]) == ("192.0.2.66", 7, 0)
        assert (worst["reporters"], best["passed"]) == (2, 10)
        assert await repository.sources(connection, "other.example", DAY, 10) == []
