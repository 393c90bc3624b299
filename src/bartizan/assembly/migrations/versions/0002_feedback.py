"""Reports about mail in our name."""

import sqlalchemy as sa
from alembic import op

import bartizan.storage.schema

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.String(length=255), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("begins_at", bartizan.storage.schema.Instant(), nullable=True),
        sa.Column("ends_at", bartizan.storage.schema.Instant(), nullable=True),
        sa.Column("received_at", bartizan.storage.schema.Instant(), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.Column("report", bartizan.storage.schema.Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_reports")),
        sa.UniqueConstraint("identity", name=op.f("uq_mail_reports_identity")),
    )
    op.create_index("ix_mail_reports_kind_id", "mail_reports", ["kind", "id"], unique=False)
    op.create_index("ix_mail_reports_domain_id", "mail_reports", ["domain", "id"], unique=False)
    op.create_table(
        "mail_report_records",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_ip", sa.String(length=45), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=False),
        sa.Column("header_from", sa.String(length=255), nullable=False),
        sa.Column("record", bartizan.storage.schema.Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["mail_reports.id"],
            name=op.f("fk_mail_report_records_report_id_mail_reports"),
        ),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_mail_report_records")),
    )
    op.create_index(
        op.f("ix_mail_report_records_source_ip"), "mail_report_records", ["source_ip"], unique=False
    )
