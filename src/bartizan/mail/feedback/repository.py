"""Every query about reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.paging import PageRequest
from bartizan.mail.feedback.models import report_records, reports
from bartizan.storage.database import insert_new

Row = sa.RowMapping
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports are wanted; what is `None` does not matter."""

    kind: str | None = None
    domain: str | None = None


async def keep(
    connection: AsyncConnection, row: dict[str, Any], records: Sequence[dict[str, Any]]
) -> bool:
    """Keep a report with its records; tell whether it was new."""
    if not await insert_new(connection, reports, [row]):
        return False
    for at in range(0, len(records), _AT_ONCE):
        await connection.execute(report_records.insert(), records[at : at + _AT_ONCE])
    return True


async def find(
    connection: AsyncConnection, wanted: ReportFilter, page: PageRequest
) -> tuple[Sequence[Row], int]:
    """Return a page of reports, the newest first, and how many there are in all."""
    conditions = _conditions(wanted)
    counted = sa.select(sa.func.count()).select_from(reports).where(*conditions)
    after = page.after()
    rest = [*conditions, reports.c.id < after] if after is not None else conditions
    columns = [column for column in reports.c if column.name != "report"]
    listed = sa.select(*columns).where(*rest).order_by(reports.c.id.desc()).limit(page.page_size)
    if after is None:
        listed = listed.offset(page.offset)
    rows = (await connection.execute(listed)).mappings().all()
    return rows, await connection.scalar(counted) or 0


async def report(connection: AsyncConnection, identifier: str) -> Row | None:
    """Return a report."""
    found = await connection.execute(sa.select(reports).where(reports.c.id == identifier))
    return found.mappings().one_or_none()


async def records_of(connection: AsyncConnection, identifier: str, limit: int) -> Sequence[Row]:
    """Return the records of an aggregate report, those of most messages first."""
    wanted = sa.select(report_records).where(report_records.c.report_id == identifier)
    ordered = wanted.order_by(report_records.c.count.desc(), report_records.c.position)
    return (await connection.execute(ordered.limit(limit))).mappings().all()


async def sources(
    connection: AsyncConnection, domain: str | None, since: datetime, limit: int
) -> Sequence[Row]:
    """Sum the messages of each address that wrote in our name, the ones that failed most first."""
    counted = report_records.c.count
    total = sa.func.sum(counted)
    passed = sa.func.sum(sa.case((report_records.c.passed, counted), else_=0))
    conditions = [reports.c.begins_at >= since]
    if domain is not None:
        conditions.append(reports.c.domain == domain)
    wanted = (
        sa.select(
            report_records.c.source_ip,
            total.label("total"),
            passed.label("passed"),
            sa.func.count(sa.distinct(reports.c.organisation)).label("reporters"),
            sa.func.max(reports.c.ends_at).label("last_seen"),
        )
        .join(reports, reports.c.id == report_records.c.report_id)
        .where(*conditions)
        .group_by(report_records.c.source_ip)
        .order_by((total - passed).desc(), total.desc(), report_records.c.source_ip)
        .limit(limit)
    )
    return (await connection.execute(wanted)).mappings().all()


def _conditions(wanted: ReportFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(reports.c.kind == wanted.kind)
    if wanted.domain is not None:
        found.append(reports.c.domain == wanted.domain)
    return found
