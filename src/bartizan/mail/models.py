"""Tables of mail.

A message is one acceptance (one 250 given to a client): one row here, its recipients beside it,
its bytes in the blob store under `sha256`. Ids sort by the time of acceptance.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from bartizan.storage.schema import Instant, Json, metadata


class MessageState(StrEnum):
    """Where a message stands."""

    RECEIVED = "received"
    HELD = "held"
    REJECTED = "rejected"
    DELIVERING = "delivering"
    RELEASED = "released"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    DELETED = "deleted"


class RecipientState(StrEnum):
    """Where a message stands for one recipient."""

    PENDING = "pending"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    HELD = "held"
    DROPPED = "dropped"


class QuarantineState(StrEnum):
    """What became of a held message."""

    HELD = "held"
    RELEASED = "released"
    DELETED = "deleted"
    EXPIRED = "expired"


messages = Table(
    "mail_messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("received_at", Instant, nullable=False, index=True),
    Column("envelope_from", String(600), nullable=False),
    Column("remote_address", String(45), nullable=False),
    Column("helo", String(255), nullable=False),
    Column("tls", Boolean, nullable=False),
    # RFC 3461 and RFC 6531 parameters of MAIL: {ret, envid, eight_bit, utf8}.
    Column("options", Json, nullable=False),
    # Set on a message of our own: the message, or the report to others, that it is about.
    Column("notice_of", String(36)),
    # Set on what goes out to strangers: it takes the relay, not the way to our own mail server.
    Column("outbound", Boolean, nullable=False, server_default=false()),
    Column("from_name", String(300), nullable=False, server_default=""),
    Column("from_address", String(600), nullable=False, server_default=""),
    Column("subject", String(1000), nullable=False, server_default=""),
    Column("attachments", Integer, nullable=False, server_default="0"),
    Column("state", String(20), nullable=False),
    Column("disposition", String(20)),
    Column("score", Integer),
    Column("milliseconds", Float),
    Column("judged_at", Instant),
    # When delivery became possible: by the verdict, or by the release from quarantine.
    Column("delivering_since", Instant),
    Column("top_reason_id", String(100)),
    Column("top_reason", Text),
    Column("top_title", String(200)),
    # Whether authentication proved the author's domain, and what people made of the message.
    Column("proved", Boolean),
    Column("label", String(10)),
    Index("ix_mail_messages_label_id", "label", "id"),
    Index("ix_mail_messages_state_id", "state", "id"),
    Index("ix_mail_messages_disposition_id", "disposition", "id"),
    Index("ix_mail_messages_from_address_id", "from_address", "id"),
)

#: Verdicts stand apart: they are large, and lists never need them.
verdicts = Table(
    "mail_verdicts",
    metadata,
    Column("message_id", String(36), ForeignKey("mail_messages.id"), primary_key=True),
    Column("verdict", Json, nullable=False),
)

recipients = Table(
    "mail_recipients",
    metadata,
    Column("message_id", String(36), ForeignKey("mail_messages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("address", String(600), nullable=False, index=True),
    Column("notify", String(40), nullable=False),
    Column("orcpt", String(500)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("response", Text),
    Column("next_attempt_at", Instant),
    Column("settled_at", Instant),
)

#: One try at handing a message to a next hop. A row without `outcome` is a try whose end nobody
#: knows: only such a try can ever lead to a second copy at the next hop.
attempts = Table(
    "mail_attempts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("message_id", String(36), ForeignKey("mail_messages.id"), nullable=False, index=True),
    Column("job_id", String(36)),
    Column("next_hop", String(300), nullable=False),
    Column("positions", Json, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("outcome", String(20)),
    Column("sentence", Text),
)

quarantine = Table(
    "mail_quarantine",
    metadata,
    Column("message_id", String(36), ForeignKey("mail_messages.id"), primary_key=True),
    Column("held_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", String(200)),
    Column("resolution", Text),
    Index("ix_mail_quarantine_state_message_id", "state", "message_id"),
    Index("ix_mail_quarantine_state_expires_at", "state", "expires_at"),
)

#: What we know of an address that mail came from. An address has two rows at most: one of the mail
#: that proved to come from it (`proved`), one of the mail that only said so. Neither is ever
#: counted into the other, so that a forger can neither earn nor spoil anybody's reputation. All
#: proved mail of a domain is counted once more under `@domain`.
senders = Table(
    "mail_senders",
    metadata,
    Column("address", String(320), primary_key=True),
    Column("proved", Boolean, primary_key=True),
    Column("domain", String(255), nullable=False),
    Column("first_seen", Instant, nullable=False, index=True),
    Column("last_seen", Instant, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("released", Integer, nullable=False, server_default="0"),
    Column("phish", Integer, nullable=False, server_default="0"),
    Column("spam", Integer, nullable=False, server_default="0"),
    Column("ham", Integer, nullable=False, server_default="0"),
    Index("ix_mail_senders_domain_proved", "domain", "proved"),
)

#: Where an address's proved mail came from: `kind` is `network` (a /24 or /48), `dkim` (the d= of
#: a signature that held) or `spf` (the domain that SPF passed for).
infrastructure = Table(
    "mail_sender_infrastructure",
    metadata,
    Column("address", String(320), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("value", String(255), primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("messages", Integer, nullable=False),
)

#: Whom our people write to, learned from mail that proved to be ours.
correspondents = Table(
    "mail_correspondents",
    metadata,
    Column("address", String(320), primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("first_written", Instant, nullable=False),
    Column("last_written", Instant, nullable=False),
)

#: Under what a correspondent is found by somebody who resembles them: see `mail.likeness`.
likenesses = Table(
    "mail_likenesses",
    metadata,
    Column("key", String(700), primary_key=True),
    Column("address", String(320), primary_key=True),
    Index("ix_mail_likenesses_address", "address"),
)


class Label(StrEnum):
    """What people made of a message: the last report wins, and a report outweighs a release."""

    PHISH = "phish"
    SPAM = "spam"
    HAM = "ham"
    RELEASED = "released"


#: Every decision of a person about a message, in the order they were made.
decisions = Table(
    "mail_decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("message_id", String(36), ForeignKey("mail_messages.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("label", String(10)),
    Column("decided_at", Instant, nullable=False),
    Column("actor_id", String(200), nullable=False),
    Column("actor_name", String(200), nullable=False),
    Column("note", Text, nullable=False),
)

#: Senders let through or kept out by people. `pattern` is an address or a domain, `scope` whom it
#: is for: an address, a domain, or nothing for everybody.
lists = Table(
    "mail_lists",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("pattern", String(320), nullable=False),
    Column("scope", String(320), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("expires_at", Instant),
    Index("uq_mail_lists_pattern_scope_kind", "pattern", "scope", "kind", unique=True),
)

#: The figures of a day, kept up with every verdict and decision, so that the analysis of a month
#: reads a few thousand rows however much mail there was. `kind` is `disposition`, `detector` or
#: `tactic`; `bad` and `good` count what people decided about those messages.
tallies = Table(
    "mail_tallies",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(15), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("good", Integer, nullable=False),
)
