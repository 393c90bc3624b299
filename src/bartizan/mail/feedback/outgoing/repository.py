"""Every query about reports of our own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.ids import new_id
from bartizan.base.paging import PageRequest
from bartizan.mail.authentication.results import PublishedPolicy
from bartizan.mail.feedback.models import OutgoingState, outgoing_records, outgoing_reports
from bartizan.mail.feedback.outgoing.evaluated import Evaluated

Row = sa.RowMapping
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Day:
    """What a batch of messages adds to one domain's report."""

    published: PublishedPolicy
    messages: int = 0
    records: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)

    def add(self, one: Evaluated) -> None:
        record = one.record.model_dump(mode="json", exclude={"count"})
        digest = sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()
        _, count = self.records.get(digest, (record, 0))
        self.published = one.published
        self.messages += 1
        self.records[digest] = record, count + 1


def day_of(moment: datetime) -> datetime:
    """Return when the day (UTC) of a moment begins."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


async def count(
    connection: AsyncConnection, judged: Sequence[Evaluated | None], moment: datetime
) -> None:
    """Add messages to the reports of the day; rows are written in one order by every worker."""
    days: dict[str, _Day] = {}
    for one in filter(None, judged):
        days.setdefault(one.domain, _Day(one.published)).add(one)
    if not days:
        return
    begins_at = day_of(moment)
    await _add_reports(connection, begins_at, days)
    await _add_records(connection, begins_at, days)


async def _add_reports(
    connection: AsyncConnection, begins_at: datetime, days: Mapping[str, _Day]
) -> None:
    insert = _insert(connection, outgoing_reports)
    changes = {
        "published": insert.excluded.published,
        "messages": outgoing_reports.c.messages + insert.excluded.messages,
    }
    rows = [
        {
            "id": new_id(),
            "begins_at": begins_at,
            "domain": domain,
            "published": day.published.model_dump(mode="json"),
            "messages": day.messages,
            "state": OutgoingState.GATHERING,
        }
        for domain, day in sorted(days.items())
    ]
    keys = ["begins_at", "domain"]
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), rows)


async def _add_records(
    connection: AsyncConnection, begins_at: datetime, days: Mapping[str, _Day]
) -> None:
    insert = _insert(connection, outgoing_records)
    changes = {"count": outgoing_records.c.count + insert.excluded["count"]}
    rows = [
        {
            "begins_at": begins_at,
            "domain": domain,
            "digest": digest,
            "count": number,
            "record": record,
        }
        for domain, day in sorted(days.items())
        for digest, (record, number) in sorted(day.records.items())
    ]
    keys = ["begins_at", "domain", "digest"]
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), rows)


def _insert(connection: AsyncConnection, table: sa.Table) -> Any:
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    return build.insert(table)


async def due(connection: AsyncConnection, before: datetime) -> Sequence[str]:
    """Return the reports of days that are over before `before` and that nobody settled."""
    column = outgoing_reports.c
    wanted = sa.select(column.id).where(
        column.state == OutgoingState.GATHERING, column.begins_at <= before - _DAY
    )
    return (await connection.scalars(wanted.order_by(column.begins_at))).all()


async def report(connection: AsyncConnection, identifier: str) -> Row | None:
    """Return a report's row."""
    wanted = sa.select(outgoing_reports).where(outgoing_reports.c.id == identifier)
    return (await connection.execute(wanted)).mappings().one_or_none()


async def report_about(
    connection: AsyncConnection, domain: str, begins_at: datetime | None
) -> Row | None:
    """Return the report about a domain for a day, or for the latest day there is."""
    column = outgoing_reports.c
    wanted = sa.select(outgoing_reports).where(column.domain == domain)
    if begins_at is not None:
        wanted = wanted.where(column.begins_at == begins_at)
    latest = wanted.order_by(column.begins_at.desc()).limit(1)
    return (await connection.execute(latest)).mappings().one_or_none()


async def records_of(
    connection: AsyncConnection, about: Row, limit: int
) -> tuple[Sequence[Row], int]:
    """Return the records of a report, those of most messages first, and how many there are."""
    column = outgoing_records.c
    which = column.begins_at == about["begins_at"], column.domain == about["domain"]
    wanted = sa.select(column["count"], column.record).where(*which)
    ordered = wanted.order_by(column["count"].desc(), column.digest).limit(limit)
    counted = sa.select(sa.func.count()).select_from(outgoing_records).where(*which)
    rows = (await connection.execute(ordered)).mappings().all()
    return rows, await connection.scalar(counted) or 0


async def settle(connection: AsyncConnection, identifier: str, **values: Any) -> bool:
    """Close a report unless somebody did; tell whether it was open. Who closes it sends it."""
    column = outgoing_reports.c
    still_open = column.id == identifier, column.state == OutgoingState.GATHERING
    changed = outgoing_reports.update().where(*still_open).values(**values)
    return (await connection.execute(changed)).rowcount == 1


async def forget(
    connection: AsyncConnection,
    records_before: datetime,
    reports_before: datetime,
    *,
    sentence: str,
) -> None:
    """Delete records of days before the one moment, and reports of days before the other.

    What still waits without its records can never be sent; the `sentence` says so.
    """
    old = outgoing_records.c.begins_at < records_before
    await connection.execute(outgoing_records.delete().where(old))
    column = outgoing_reports.c
    late = column.begins_at < records_before, column.state == OutgoingState.GATHERING
    unsent = outgoing_reports.update().where(*late)
    await connection.execute(unsent.values(state=OutgoingState.UNSENT, sentence=sentence))
    gone = outgoing_reports.delete().where(column.begins_at < reports_before)
    await connection.execute(gone)


async def find(
    connection: AsyncConnection, domain: str | None, page: PageRequest
) -> tuple[Sequence[Row], int]:
    """Return a page of reports, the newest first, and how many there are in all."""
    conditions = [outgoing_reports.c.domain == domain] if domain is not None else []
    counted = sa.select(sa.func.count()).select_from(outgoing_reports).where(*conditions)
    after = page.after()
    rest = [*conditions, outgoing_reports.c.id < after] if after is not None else conditions
    listed = sa.select(outgoing_reports).where(*rest).order_by(outgoing_reports.c.id.desc())
    listed = listed.limit(page.page_size)
    if after is None:
        listed = listed.offset(page.offset)
    rows = (await connection.execute(listed)).mappings().all()
    return rows, await connection.scalar(counted) or 0
