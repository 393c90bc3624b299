"""Reports as the API shows them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from bartizan.mail.feedback.aggregate import Policy, Record
from bartizan.mail.feedback.failure import FailureReport
from bartizan.mail.feedback.tls import TlsReport

Kind = Literal["aggregate", "failure", "tls"]
OutgoingState = Literal["gathering", "sent", "unsent"]


class ReportSummary(BaseModel):
    """One line of a list: `total` messages or TLS sessions, of which `passed` were well."""

    id: str
    kind: Kind
    organisation: str
    domain: str
    begins_at: datetime | None
    ends_at: datetime | None
    received_at: datetime
    message_id: str | None
    total: int
    passed: int


class AggregateShown(BaseModel):
    """An aggregate report; `records` are those of most messages, at most a thousand."""

    organisation: str
    email: str
    contact: str
    report_id: str
    generator: str
    errors: list[str]
    sound: bool
    policy: Policy
    records: list[Record]


class ReportShown(ReportSummary):
    """One report in full: what is not of its kind is null."""

    aggregate: AggregateShown | None = None
    failure: FailureReport | None = None
    tls: TlsReport | None = None


class SourceShown(BaseModel):
    """An address that wrote in our name, as others saw it."""

    source_ip: str
    total: int
    passed: int
    reporters: int
    last_seen: datetime | None


class KeptShown(BaseModel):
    """A report that was read from what was sent in; `is_new` is false where it was known."""

    id: str
    kind: Kind
    organisation: str
    domain: str
    total: int
    passed: int
    is_new: bool


class KeptReports(BaseModel):
    """Every report that was found."""

    reports: list[KeptShown]


class Sources(BaseModel):
    """Who wrote in our name."""

    sources: list[SourceShown]


class OutgoingShown(BaseModel):
    """A report of ours about one domain and day: still `gathering`, `sent`, or wanted by nobody.

    `messages` were counted so far; `recipients` are where it went; `sentence` says why not
    elsewhere; `message_id` is the message that carried it.
    """

    id: str
    domain: str
    begins_at: datetime
    messages: int
    state: OutgoingState
    report_id: str | None
    message_id: str | None
    recipients: list[str] | None
    sentence: str | None
    settled_at: datetime | None


def shown(row: Any, records: Any) -> ReportShown:
    """Put a stored report together."""
    kind = row["kind"]
    told = dict(row["report"])
    if kind == "aggregate":
        told["records"] = [record["record"] for record in records]
    summary = {name: row[name] for name in ReportSummary.model_fields}
    return ReportShown.model_validate(summary | {kind: told})
