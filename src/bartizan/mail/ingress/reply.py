"""SMTP replies (RFC 5321, section 4.2) with their enhanced status codes (RFC 3463)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply; several `lines` make a multi-line reply.

    `status` is the enhanced code such as `5.7.1`; greetings and EHLO carry none (RFC 2034).
    Lines are ours alone: nothing the client sent is ever echoed.
    """

    code: int
    status: str | None
    lines: tuple[str, ...]

    @property
    def positive(self) -> bool:
        """Whether this grants what was asked (2xx or 3xx)."""
        return self.code < 400  # noqa: PLR2004 - RFC 5321, section 4.2.1

    def encode(self) -> bytes:
        """Return the reply as it goes over the wire."""
        prefix = f"{self.status} " if self.status else ""
        last = len(self.lines) - 1
        return b"".join(
            f"{self.code}{'-' if number < last else ' '}{prefix}{line}\r\n".encode("ascii")
            for number, line in enumerate(self.lines)
        )


def reply(code: int, status: str | None, *lines: str) -> Reply:
    """Build a reply."""
    return Reply(code, status, lines)


OK = reply(250, "2.0.0", "Ok")
SENDER_OK = reply(250, "2.1.0", "Sender ok")
RECIPIENT_OK = reply(250, "2.1.5", "Recipient ok")
SEND_CONTENT = reply(354, None, "Send the message, end with <CRLF>.<CRLF>")
BYE = reply(221, "2.0.0", "Bye")
START_TLS = reply(220, "2.0.0", "Ready to start TLS")
CANNOT_VERIFY = reply(252, "2.5.0", "Not verified here, but mail for it will be tried")
HELP = reply(214, "2.0.0", "See RFC 5321; EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY STARTTLS")

NO_SUCH_COMMAND = reply(500, "5.5.1", "No such command")
NOT_OFFERED = reply(502, "5.5.1", "Not offered here")
LINE_ENDING = reply(500, "5.5.2", "Command lines end with CRLF and hold no control characters")
LINE_TOO_LONG = reply(500, "5.5.6", "That line is too long")
BAD_ARGUMENT = reply(501, "5.5.4", "That argument is not valid here")
BAD_SENDER = reply(501, "5.1.7", "The sender address is not valid")
BAD_RECIPIENT = reply(501, "5.1.3", "The recipient address is not valid")
UNKNOWN_PARAMETER = reply(555, "5.5.4", "That parameter is not offered here")
NEEDS_UTF8 = reply(553, "5.6.7", "Non-ASCII addresses need the SMTPUTF8 parameter")
HELLO_FIRST = reply(503, "5.5.1", "Say EHLO first")
MAIL_FIRST = reply(503, "5.5.1", "Name the sender with MAIL first")
RECIPIENT_FIRST = reply(503, "5.5.1", "No recipient was accepted; use RCPT first")
ONE_AT_A_TIME = reply(503, "5.5.1", "A message is under way; RSET ends it")
ALREADY_TLS = reply(503, "5.5.1", "TLS is already on")
TLS_REQUIRED = reply(530, "5.7.0", "Start TLS first")
TOO_MANY_RECIPIENTS = reply(452, "4.5.3", "Too many recipients; send the rest separately")
TOO_BIG = reply(552, "5.3.4", "The message is larger than this server takes")
BARE_NEWLINE = reply(550, "5.6.0", "Bare CR or LF in the message; lines must end with CRLF")
TOO_MANY_ERRORS = reply(421, "4.7.0", "Too many bad commands; closing")
NOT_SMTP = reply(421, "4.7.0", "This is an SMTP server; closing")
