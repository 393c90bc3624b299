"""Speaks SMTP to the next hop; the only file that knows aiosmtplib.

Connections are kept for a while and used again (one message at a time on each). Every recipient
gets its own outcome. Nothing here decides what to do about one.
"""

import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException

from bartizan.base.clock import Clock
from bartizan.mail.delivery.outcome import Fate, Outcome, refused, unreachable
from bartizan.mail.delivery.routing import Hop
from bartizan.mail.settings import DeliverySettings

_OK: Final = 250
_FORWARDED: Final = 251
_AWAY = (SMTPException, OSError, ssl.SSLError)
_NO_UTF8 = "550 5.6.7 The next hop does not take addresses beyond ASCII"
_NO_EIGHT_BIT = "554 5.6.3 The next hop does not take 8-bit messages"


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient of a transmission, with what it asked for (RFC 3461)."""

    address: str
    notify: str = ""
    orcpt: str | None = None


@dataclass(frozen=True, slots=True)
class Transmission:
    """One message for one next hop, as it goes over the wire."""

    content: bytes
    mail_from: str
    recipients: Sequence[Addressed]
    ret: str | None = None
    envid: str | None = None
    utf8: bool = False


class NextHops:
    """Connections to next hops."""

    def __init__(self, settings: DeliverySettings, host_name: str, clock: Clock) -> None:
        self._settings = settings
        self._host_name = host_name
        self._clock = clock
        self._idle: dict[Hop, list[tuple[SMTP, float]]] = {}

    async def send(self, hop: Hop, message: Transmission) -> Sequence[Outcome]:
        """Hand a message over; return one outcome for each recipient, in their order."""
        try:
            async with self._connection(hop) as client:
                return await _Exchange(client, hop, message).run()
        except SMTPResponseException as error:
            return [refused(_transient(error.code), error.message, str(hop))] * len(
                message.recipients
            )
        except _AWAY:
            sentence = f"The next hop {hop} does not answer"
            return [unreachable(sentence)] * len(message.recipients)

    async def close(self) -> None:
        """Say goodbye on every kept connection."""
        for kept in self._idle.values():
            for client, _ in kept:
                await _part(client)
        self._idle.clear()

    @asynccontextmanager
    async def _connection(self, hop: Hop) -> AsyncIterator[SMTP]:
        client = await self._reused(hop) or await self._opened(hop)
        try:
            yield client
        except BaseException:
            client.close()
            raise
        if client.is_connected:
            self._idle.setdefault(hop, []).append((client, self._clock.monotonic()))

    async def _reused(self, hop: Hop) -> SMTP | None:
        kept = self._idle.get(hop, [])
        while kept:
            client, since = kept.pop()
            if self._clock.monotonic() - since > self._settings.idle_seconds:
                await _part(client)
                continue
            with contextlib.suppress(*_AWAY):
                await client.rset()
                return client
            client.close()
        return None

    async def _opened(self, hop: Hop) -> SMTP:
        client = await self._connected(hop)
        # The library forgets the greeting when TLS comes up (RFC 3207, section 4.2).
        if client.last_ehlo_response is None:
            await _greet(client)
        return client

    async def _connected(self, hop: Hop) -> SMTP:
        upgrade = {"none": False, "opportunistic": None, "required": True}[self._settings.tls]
        client = self._client(hop)
        try:
            await client.connect(start_tls=upgrade)
        except aiosmtplib.SMTPConnectError:
            raise
        except _AWAY:
            if upgrade is not None:
                raise
            # Opportunistic: a TLS that cannot be had is no reason to keep the mail.
            client = self._client(hop)
            await client.connect(start_tls=False)
        return client

    def _client(self, hop: Hop) -> SMTP:
        return SMTP(
            hostname=hop.host,
            port=hop.port,
            local_hostname=self._host_name,
            timeout=self._settings.timeout_seconds,
            validate_certs=self._settings.verify_certificate,
        )


class _Exchange:
    """One message over one connection."""

    def __init__(self, client: SMTP, hop: Hop, message: Transmission) -> None:
        self._client = client
        self._hop = hop
        self._message = message
        self._dsn = client.supports_extension("dsn")

    async def run(self) -> Sequence[Outcome]:
        recipients = self._message.recipients
        obstacle = self._obstacle()
        if obstacle is not None:
            return [Outcome(Fate.BOUNCED, obstacle)] * len(recipients)
        reply = await self._command(b"MAIL", self._path(b"FROM:", self._message.mail_from),
                                    *self._mail_parameters())  # fmt: skip
        if reply.code != _OK:
            return [self._refused(reply)] * len(recipients)
        replies = [await self._name(recipient) for recipient in recipients]
        taken = [reply.code in (_OK, _FORWARDED) for reply in replies]
        if not any(taken):
            await self._client.rset()
            return [self._refused(reply) for reply in replies]
        final = await self._hand_over()
        return [
            final if accepted else self._refused(reply)
            for accepted, reply in zip(taken, replies, strict=True)
        ]

    def _obstacle(self) -> str | None:
        """Return why the next hop cannot be given this message at all (RFC 6531, RFC 6152)."""
        if self._message.utf8 and not self._client.supports_extension("smtputf8"):
            addresses = [
                self._message.mail_from,
                *(one.address for one in self._message.recipients),
            ]
            if not all(address.isascii() for address in addresses):
                return _NO_UTF8
        if not self._message.content.isascii() and not self._client.supports_extension("8bitmime"):
            return _NO_EIGHT_BIT
        return None

    async def _hand_over(self) -> Outcome:
        """Send the content. When nobody answers after it, the next hop may have taken it."""
        try:
            reply = await self._client.data(self._message.content)
        except SMTPResponseException as error:
            return refused(error.code, error.message, str(self._hop))
        except _AWAY:
            return unreachable(f"{self._hop} went away without an answer", certain=False)
        return Outcome(
            Fate.DELIVERED,
            f"{reply.code} {reply.message}"[:500],
            str(self._hop),
            relayed_dsn=self._dsn,
        )

    async def _name(self, recipient: Addressed) -> SMTPResponse:
        parameters = []
        if self._dsn and recipient.notify:
            parameters.append(f"NOTIFY={recipient.notify}".encode("ascii"))
        if self._dsn and recipient.orcpt:
            parameters.append(f"ORCPT={recipient.orcpt}".encode("ascii"))
        return await self._command(b"RCPT", self._path(b"TO:", recipient.address), *parameters)

    def _mail_parameters(self) -> list[bytes]:
        found = []
        if self._client.supports_extension("size"):
            found.append(f"SIZE={len(self._message.content)}".encode("ascii"))
        if not self._message.content.isascii():
            found.append(b"BODY=8BITMIME")
        if self._message.utf8 and self._client.supports_extension("smtputf8"):
            found.append(b"SMTPUTF8")
        if self._dsn and self._message.ret:
            found.append(f"RET={self._message.ret}".encode("ascii"))
        if self._dsn and self._message.envid:
            found.append(f"ENVID={self._message.envid}".encode("ascii"))
        return found

    async def _command(self, *words: bytes) -> SMTPResponse:
        return await self._client.execute_command(*words)

    def _refused(self, reply: SMTPResponse) -> Outcome:
        return refused(reply.code, reply.message, str(self._hop))

    @staticmethod
    def _path(prefix: bytes, address: str) -> bytes:
        # The library's own MAIL and RCPT would parse the address again, and alter some.
        return prefix + b"<" + address.encode() + b">"


def _transient(code: int) -> int:
    """Return a code under which a failed greeting is tried again: the host is at fault, not us."""
    return code if code < 500 else 451  # noqa: PLR2004 - RFC 5321: 5xx is permanent


async def _greet(client: SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


async def _part(client: SMTP) -> None:
    with contextlib.suppress(*_AWAY):
        await client.quit()
    client.close()
