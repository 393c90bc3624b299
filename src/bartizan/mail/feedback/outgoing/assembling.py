"""Puts what was counted of a day together into the report about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from bartizan import __version__
from bartizan.mail.authentication.results import PublishedPolicy
from bartizan.mail.feedback.aggregate import AggregateReport, Policy, Record
from bartizan.mail.feedback.outgoing.repository import Row

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: the organisation, how to reach it, its domain, and this gateway's name."""

    organisation: str
    contact: str
    submitter: str
    host: str


def assemble(
    reporter: Reporter, row: Row, records: Sequence[Row], left_out: int = 0
) -> AggregateReport:
    """Return the report of a stored day; the same one whenever it is asked for."""
    begin: datetime = row["begins_at"]
    errors = (f"{left_out} records of few messages are left out.",) if left_out else ()
    return AggregateReport(
        organisation=reporter.organisation,
        email=reporter.contact,
        report_id=_report_id(reporter, row),
        begin=begin,
        end=begin + DAY - timedelta(seconds=1),
        generator=f"Bartizan {__version__}",
        errors=errors,
        policy=_policy(row["domain"], PublishedPolicy.model_validate(row["published"])),
        records=tuple(
            Record.model_validate(one["record"] | {"count": one["count"]}) for one in records
        ),
    )


def _report_id(reporter: Reporter, row: Row) -> str:
    """Return an id that another writing of the report shares, and no other gateway's report."""
    day = row["begins_at"].isoformat()
    parts = (reporter.host, reporter.submitter, row["domain"], day)
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def _policy(domain: str, published: PublishedPolicy) -> Policy:
    """Return the record with what it leaves out at its default, as RFC 9990 wants it shown."""
    below = published.sp or published.p
    return Policy(
        domain=domain,
        discovery_method="treewalk",
        p=published.p,
        sp=below,
        np=published.np or below,
        adkim=published.adkim,
        aspf=published.aspf,
        fo=published.fo,
        testing="y" if published.testing else "n",
    )
