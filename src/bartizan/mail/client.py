"""Sends messages as an SMTP client: for `bartizan mail send`, demonstrations and tests.

Not for delivery: it gives up at the first trouble and keeps nothing.
"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from bartizan.mail.delivery.routing import read_hop
from bartizan.mail.errors import SendRefusedError

_PATIENCE_SECONDS: Final = 60


def send_all(
    server: str, sender: str, recipients: Iterable[str], messages: Iterable[bytes]
) -> Iterator[str]:
    """Send messages over one connection and yield the server's reply to each as it comes.

    TLS is used where the server offers it, whatever its certificate. Line ends become CRLF.

    Raises:
        SendRefusedError: the server refused a message, or does not answer.
    """
    addressed = list(recipients)
    with _refusals_named(server), _connection(server) as client:
        for message in messages:
            yield _send(client, sender, addressed, message)


@contextmanager
def _connection(server: str) -> Iterator[smtplib.SMTP]:
    hop = read_hop(server)
    with smtplib.SMTP(hop.host, hop.port, timeout=_PATIENCE_SECONDS) as client:
        client.ehlo()
        if client.has_extn("starttls"):
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            client.starttls(context=context)
            client.ehlo()
        yield client


def _send(client: smtplib.SMTP, sender: str, recipients: list[str], message: bytes) -> str:
    addresses = [sender, *recipients]
    international = not all(address.isascii() for address in addresses)
    options = ["SMTPUTF8"] if international and client.has_extn("smtputf8") else []
    _expect(client.mail(sender, options))
    for recipient in recipients:
        _expect(client.rcpt(recipient))
    return _expect(client.data(_canonical(message)))


def _canonical(message: bytes) -> bytes:
    """Return the message with CRLF line ends, the last line ended too."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    return lines.replace(b"\n", b"\r\n") + b"\r\n"


def _expect(answer: tuple[int, bytes]) -> str:
    code, text = answer
    told = f"{code} {text.decode('utf-8', 'replace')}"
    if code >= 400:  # noqa: PLR2004 - RFC 5321, section 4.2.1
        raise SendRefusedError(f"The server refused: {told}")
    return told


@contextmanager
def _refusals_named(server: str) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise SendRefusedError(
            f"The server {server} could not be spoken to ({type(error).__name__}); check that it "
            "is running and that the address is host:port."
        ) from error
