"""The archive's tables.

A message is its bytes: its identity is their SHA-256, and nothing of it ever changes but what we
learn about it. What a delivery said about it (the envelope) is an observation; they only add up.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bartizan.storage.schema import Instant, Json, metadata

messages = Table(
    "archive_messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("message_id", Text),
    Column("subject", Text, nullable=False),
    Column("from_address", Text, nullable=False),
    Column("from_name", Text, nullable=False),
    Column("to", Json, nullable=False),
    Column("cc", Json, nullable=False),
    Column("date", Instant),
    Column("first_received_at", Instant, nullable=False, index=True),
    Column("attachments", Json, nullable=False),
    Column("disposition", String(20)),
    Column("score", Integer),
    Column("retain_until", Instant, nullable=False),
    Column("ledger_entry", String(36)),  # set in the transaction that archives it
    Column("revision", Integer, nullable=False),  # counts what the index has to follow
    Column("indexed_at", Instant),  # NULL: the index does not show this revision yet
    Index("ix_archive_messages_indexed_at_id", "indexed_at", "id"),
)

observations = Table(
    "archive_observations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("archive_id", String(36), ForeignKey("archive_messages.id"), nullable=False, index=True),
    Column("source_id", String(100), nullable=False, unique=True),
    Column("received_at", Instant, nullable=False),
    Column("envelope_from", Text, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("remote_address", Text),
    Column("helo", Text),
)

#: The readable text, zlib-compressed UTF-8, for the index and for snippets; made from the blob.
texts = Table(
    "archive_texts",
    metadata,
    Column("id", String(36), ForeignKey("archive_messages.id"), primary_key=True),
    Column("text", LargeBinary, nullable=False),
)

#: Orders to the indexer, whichever process it runs in.
index_orders = Table(
    "archive_index_orders",
    metadata,
    Column("order", String(20), primary_key=True),
    Column("ordered_at", Instant, nullable=False),
)
