"""Reports of our own, and the way out for what goes to strangers."""

import sqlalchemy as sa
from alembic import op

import bartizan.storage.schema

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "mail_messages",
        sa.Column("outbound", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_table(
        "mail_outgoing_reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("begins_at", bartizan.storage.schema.Instant(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("published", bartizan.storage.schema.Json, nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("recipients", bartizan.storage.schema.Json, nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("report_id", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.String(length=36), nullable=True),
        sa.Column("settled_at", bartizan.storage.schema.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outgoing_reports")),
    )
    op.create_index(
        "uq_mail_outgoing_reports_day", "mail_outgoing_reports", ["begins_at", "domain"],
        unique=True,
    )  # fmt: skip
    op.create_index(
        "ix_mail_outgoing_reports_domain", "mail_outgoing_reports", ["domain", "begins_at"],
        unique=False,
    )  # fmt: skip
    op.create_index(
        "ix_mail_outgoing_reports_state", "mail_outgoing_reports", ["state", "begins_at"],
        unique=False,
    )  # fmt: skip
    op.create_table(
        "mail_outgoing_records",
        sa.Column("begins_at", bartizan.storage.schema.Instant(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("record", bartizan.storage.schema.Json, nullable=False),
        sa.PrimaryKeyConstraint(
            "begins_at", "domain", "digest", name=op.f("pk_mail_outgoing_records")
        ),
    )
