"""Tables of identity. No secret is kept: only hashes of passwords, tokens and keys."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from bartizan.storage.schema import Instant, Json, metadata

#: SHA-256 in lower-case hex.
_HASH = String(64)

users = Table(
    "identity_users",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),  # case-folded
    Column("display_name", String(200), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("roles", Json, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("password_changed_at", Instant, nullable=False),
    Column("last_login_at", Instant),
)

sessions = Table(
    "identity_sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("token_hash", _HASH, nullable=False, unique=True),
    Column("user_id", String(36), ForeignKey(users.c.id), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("address", String(64)),
    Column("user_agent", String(200)),
)

refresh_tokens = Table(
    "identity_refresh_tokens",
    metadata,
    Column("token_hash", _HASH, primary_key=True),
    # All tokens that descend from one sign-in; revoked together.
    Column("family", String(36), nullable=False, index=True),
    Column("user_id", String(36), ForeignKey(users.c.id), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

keys = Table(
    "identity_keys",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(100), nullable=False),
    # Empty: made on the command line, belongs to the installation.
    Column("owner_id", String(36), ForeignKey(users.c.id), index=True),
    Column("prefix", String(11), nullable=False),
    Column("key_hash", _HASH, nullable=False, unique=True),
    Column("roles", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)

throttle = Table(
    "identity_throttle",
    metadata,
    # An account by the SHA-256 of its name, or the network of an address.
    Column("subject", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant, nullable=False, index=True),
    Column("blocked_until", Instant, nullable=False),
)
