"""What mail announces, through the outbox, in the transaction that makes it true."""

ACCEPTED = "mail.message.accepted"
JUDGED = "mail.message.judged"
HELD = "mail.message.held"
DELIVERED = "mail.message.delivered"
BOUNCED = "mail.message.bounced"
RELEASED = "mail.message.released"
DELETED = "mail.message.deleted"
