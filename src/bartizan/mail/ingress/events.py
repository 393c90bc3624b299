"""What an SMTP conversation asks of whoever drives it."""

from dataclasses import dataclass

from bartizan.mail.dsn import Addressee, SenderOptions


@dataclass(frozen=True, slots=True)
class SenderGiven:
    """MAIL named a sender; answer with a positive reply to begin the message."""

    sender: str
    options: SenderOptions


@dataclass(frozen=True, slots=True)
class RecipientGiven:
    """RCPT named a recipient; answer with a positive reply to add it."""

    sender: str
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class MessageGiven:
    """A complete message; a positive answer promises that it will never be lost."""

    content: bytes
    sender: str
    options: SenderOptions
    addressees: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class TlsAsked:
    """The client asked for TLS: send the output, hand over the connection, call `tls_started`."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The conversation is over: send the output and close. `reason` is one word for the log."""

    reason: str


Event = SenderGiven | RecipientGiven | MessageGiven | TlsAsked | Closed
Decision = SenderGiven | RecipientGiven | MessageGiven
