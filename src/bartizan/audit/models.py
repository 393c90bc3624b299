"""The ledger's tables. Only `audit_private` ever loses a row on purpose.

`audit_entries` repeats, in columns to search by, some of what its canonical bytes say;
verification compares the two.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, String, Table, Text

from bartizan.storage.schema import Instant, metadata

#: Compared byte by byte, so that a prefix is a range of the index on every database.
_Word = String(200).with_variant(String(200, collation="C"), "postgresql")
#: The alias of SQLite's row id: appending never moves a row.
_Index = BigInteger().with_variant(Integer(), "sqlite")

staged = Table(
    "audit_staged",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

entries = Table(
    "audit_entries",
    metadata,
    Column("index", _Index, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("time", Instant, nullable=False, index=True),
    Column("actor_id", _Word, nullable=False, index=True),
    Column("action", _Word, nullable=False, index=True),
    Column("object", Text, nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
)

tiles = Table(
    "audit_tiles",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("size", _Index, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),  # UTF-8: what was altered must stay readable
)

private = Table(
    "audit_private",
    metadata,
    Column("entry_id", String(36), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
)
