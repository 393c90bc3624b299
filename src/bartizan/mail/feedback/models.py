"""Tables of the reports that others sent about mail in our name.

A report is kept once, however often it comes: `identity` is a hash of who wrote it about what. The
records of an aggregate report stand apart, to be counted by address; the rest is in `report`.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

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
