"""Tables of the reports that others sent about mail in our name.

A report is kept once, however often it comes: `identity` is a hash of who wrote it about what. The
records of an aggregate report stand apart, to be counted by address; the rest is in `report`.

Our own reports about others' mail are counted up while the day lasts and sent once it is over:
one row a day (UTC) and policy domain, with its records beside it. No address of a person is kept.
"""

from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from bartizan.storage.schema import Instant, Json, metadata

reports = Table(
    "mail_reports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("identity", String(64), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("organisation", String(255), nullable=False),
    Column("domain", String(255), nullable=False),
    Column("begins_at", Instant),
    Column("ends_at", Instant),
    Column("received_at", Instant, nullable=False),
    # The message that brought it; null where somebody imported a file.
    Column("message_id", String(36)),
    # Messages (aggregate, failure) or sessions (TLS) it tells of, and how many were well.
    Column("total", BigInteger, nullable=False),
    Column("passed", BigInteger, nullable=False),
    Column("report", Json, nullable=False),
    Index("ix_mail_reports_kind_id", "kind", "id"),
    Index("ix_mail_reports_domain_id", "domain", "id"),
)

report_records = Table(
    "mail_report_records",
    metadata,
    Column("report_id", String(36), ForeignKey("mail_reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("source_ip", String(45), nullable=False, index=True),
    Column("count", BigInteger, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("disposition", String(20), nullable=False),
    Column("header_from", String(255), nullable=False),
    Column("record", Json, nullable=False),
)


class OutgoingState(StrEnum):
    """Where a report of ours stands; one that nobody may be sent is `unsent`."""

    GATHERING = "gathering"
    SENT = "sent"
    UNSENT = "unsent"


outgoing_reports = Table(
    "mail_outgoing_reports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("begins_at", Instant, nullable=False),
    Column("domain", String(255), nullable=False),
    # The record as it was last seen that day.
    Column("published", Json, nullable=False),
    Column("messages", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    # Where it went to, and why not elsewhere.
    Column("recipients", Json),
    Column("sentence", Text),
    Column("report_id", String(64)),
    Column("message_id", String(36)),
    Column("settled_at", Instant),
    Index("uq_mail_outgoing_reports_day", "begins_at", "domain", unique=True),
    Index("ix_mail_outgoing_reports_domain", "domain", "begins_at"),
    Index("ix_mail_outgoing_reports_state", "state", "begins_at"),
)

#: Messages that fared alike; `digest` is a hash of `record`, which holds all but the count.
outgoing_records = Table(
    "mail_outgoing_records",
    metadata,
    Column("begins_at", Instant, primary_key=True),
    Column("domain", String(255), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("record", Json, nullable=False),
)
