"""Coded errors of mail."""

from bartizan.base.errors import BartizanError, ConflictError, NotFoundError, UnavailableError


class MessageMissingError(NotFoundError):
    """There is no such message."""

    code = "message-missing"
    title = "No such message"


class MessageDeletedError(NotFoundError):
    """The message was deleted; only its record is left."""

    code = "message-deleted"
    title = "The message was deleted"


class PartMissingError(NotFoundError):
    """The message has no part of that number."""

    code = "part-missing"
    title = "No such part"


class SenderMissingError(NotFoundError):
    """No mail ever came from this address, and nobody wrote to it."""

    code = "sender-missing"
    title = "Nobody knows this sender"


class ListEntryMissingError(NotFoundError):
    """There is no such entry in the lists of senders."""

    code = "list-entry-missing"
    title = "No such list entry"


class ListEntryExistsError(ConflictError):
    """The very entry is in the lists of senders already."""

    code = "list-entry-exists"
    title = "The entry is there already"


class CertificateError(BartizanError):
    """The TLS certificate or its key cannot be used."""

    code = "mail-certificate"
    title = "The certificate cannot be used"


class ScanInterruptedError(UnavailableError):
    """A process that judges messages on disk was ended from outside."""

    code = "scan-interrupted"
    title = "The scan was interrupted"


class SendRefusedError(BartizanError):
    """The server did not take a message we sent as a client."""

    code = "send-refused"
    title = "The server refused the message"


class ScannerError(UnavailableError):
    """A scanner could not be asked about a message, or refused it."""

    code = "scanner-unavailable"
    title = "A scanner could not be asked"
