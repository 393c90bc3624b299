"""What the archive announces, through the outbox, in the transaction that makes it true."""

#: A message was archived; the subject is its archive id.
ARCHIVED = "archive.message.archived"
