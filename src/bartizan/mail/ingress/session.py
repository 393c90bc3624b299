"""One SMTP connection: moves bytes between a socket and a dialogue, and decides its questions."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, cast

from typing_extensions import override

from bartizan.base.clock import Clock
from bartizan.base.errors import UnavailableError
from bartizan.base.log import get_logger
from bartizan.mail.dsn import DsnRequest
from bartizan.mail.ingress import reply as say
from bartizan.mail.ingress.admission import Admission
from bartizan.mail.ingress.dialogue import Dialogue, Limits
from bartizan.mail.ingress.events import (
    Closed,
    Event,
    MessageGiven,
    RecipientGiven,
    SenderGiven,
    TlsAsked,
)
from bartizan.mail.ingress.proxy_protocol import ProxyHeaderError, read_proxy_header
from bartizan.mail.ingress.reply import Reply, reply
from bartizan.mail.metrics import ENDED, REFUSED
from bartizan.mail.settings import GatewaySettings
from bartizan.mail.throttle import Occupancy, TokenBuckets, client_key
from bartizan.mail.verdict import Envelope
from bartizan.storage.errors import StoreFullError

#: More trace headers than any honest path has (RFC 5321, section 6.3, asks for at least 100 hops
#: only where the count is of servers, not of headers we would add to).
MOST_HOPS: Final = 50
_HANDSHAKE_SECONDS: Final = 30.0
_PROXY_SECONDS: Final = 10.0

_TOO_MANY_SESSIONS = reply(421, "4.7.0", "Too many connections; try again later")
_TOO_MANY_MESSAGES = reply(450, "4.7.1", "Too many messages from your address; try again later")
_NO_MEMORY = reply(452, "4.3.1", "Too busy to take a message now; try again later")
_OUT_OF_MEMORY = reply(421, "4.3.1", "Too busy to finish this message; try again later")
_NO_ROOM = reply(452, "4.3.1", "No room to store the message; try again later")
_NOT_STORED = reply(451, "4.3.0", "The message could not be stored; try again later")
_LOOP = reply(554, "5.4.6", "The message has travelled in a loop")
_TOO_SLOW = reply(421, "4.4.2", "Too slow; closing")
_STOPPING = reply(421, "4.3.2", "Shutting down; try again shortly")

_log = get_logger("mail.gateway")

Accept = Callable[[bytes, Envelope, DsnRequest], Awaitable[str]]


@dataclass(slots=True)
class House:
    """What the sessions of one gateway share."""

    settings: GatewaySettings
    clock: Clock
    accept: Accept
    admission: Admission
    tls: ssl.SSLContext | None
    spawn: Callable[[Coroutine[Any, Any, None]], object]
    occupancy: Occupancy
    messages: TokenBuckets
    sessions: set["Session"] = field(default_factory=set)
    held: int = 0
    emptied: asyncio.Event = field(default_factory=asyncio.Event)

    def forget(self, session: "Session") -> None:
        """Let go of a session that ended."""
        self.sessions.discard(session)
        if not self.sessions:
            self.emptied.set()

    def limits(self) -> Limits:
        """Return what the settings allow one session."""
        return Limits(
            message=self.settings.message_limit,
            recipients=self.settings.recipient_limit,
            bad_commands=self.settings.bad_command_limit,
        )


class Session(asyncio.Protocol):
    """A connection from its first byte to its last."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._dialogue = Dialogue(
            house.settings.host_name,
            house.limits(),
            offers_tls=house.tls is not None,
            requires_tls=house.settings.require_tls,
        )
        self._transport: asyncio.Transport | None = None
        self._address = ""
        self._entered: str | None = None
        self._preface: bytearray | None = None
        self._deciphered: bytearray | None = None
        self._busy = False
        self._retiring = False
        self._held = 0
        self._steps = 0
        self._stepped_at = self._heard_at = house.clock.monotonic()
        self._content_since: float | None = None

    # ------------------------------------------------------------ the transport's callbacks
    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        crowded = len(self._house.sessions) >= self._house.settings.connection_limit
        self._house.sessions.add(self)
        address = str((transport.get_extra_info("peername") or ("",))[0]).partition("%")[0]
        if crowded:
            self._turn_away("crowded")
        elif self._house.admission.is_proxy(address):
            self._address = address
            self._preface = bytearray()
        else:
            self._begin(address)

    @override
    def data_received(self, data: bytes) -> None:
        self._heard_at = self._house.clock.monotonic()
        if self._deciphered is not None:
            self._deciphered += data
            return
        if self._preface is not None:
            data = self._read_preface(data)
        if data:
            self._dialogue.receive(data)
            self._pump()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the session; called by us too, where a failed handshake tells nobody."""
        self._house.forget(self)
        self._house.held -= self._held
        self._held = 0
        self._transport = None
        if self._entered is not None:
            self._house.occupancy.leave(self._entered)
            self._entered = None

    @override
    def pause_writing(self) -> None:
        """Stop reading from a client that does not read our replies."""
        if self._transport is not None:
            self._transport.pause_reading()

    @override
    def resume_writing(self) -> None:
        if self._transport is not None and not self._busy:
            self._transport.resume_reading()

    # ------------------------------------------------------------ the gateway's hand
    def check(self, now: float) -> None:
        """End the session if the client is too slow."""
        if self._busy or self._transport is None:
            return
        reason = self._overdue(now)
        if reason is not None:
            self._end(_TOO_SLOW, reason)

    def retire(self) -> None:
        """End the session as soon as no message is under way."""
        self._retiring = True
        if not self._busy and self._dialogue.content_received is None:
            self._end(_STOPPING, "stopping")

    def abort(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def _overdue(self, now: float) -> str | None:
        settings = self._house.settings
        if self._preface is not None:
            return "no-proxy-header" if now - self._heard_at > _PROXY_SECONDS else None
        received = self._dialogue.content_received
        if received is None or self._content_since is None:
            return "command-timeout" if now - self._stepped_at > settings.command_seconds else None
        elapsed = now - self._content_since
        slow = received < elapsed * settings.data_bytes_per_second
        if elapsed > settings.data_grace_seconds and slow:
            return "slow-data"
        return "data-timeout" if now - self._heard_at > settings.command_seconds else None

    # ------------------------------------------------------------ beginning
    def _begin(self, address: str) -> None:
        self._address = address
        key = client_key(address)
        if not self._house.occupancy.enter(key):
            self._turn_away("too-many-connections")
            return
        self._entered = key
        self._flush()

    def _turn_away(self, reason: str) -> None:
        """Answer the connection itself: who is not served gets no greeting (RFC 5321, 3.1)."""
        self._dialogue.take_output()
        self._end(_TOO_MANY_SESSIONS, reason)

    def _read_preface(self, data: bytes) -> bytes:
        """Take the PROXY header off the front; return the client's bytes that follow it."""
        assert self._preface is not None  # noqa: S101 - the caller looked
        self._preface += data
        try:
            header = read_proxy_header(bytes(self._preface))
        except ProxyHeaderError:
            ENDED.labels("bad-proxy-header").inc()
            self.abort()
            return b""
        if header is None:
            return b""
        rest = bytes(self._preface[header.length :])
        self._preface = None
        self._begin(header.address or self._address)
        return rest

    # ------------------------------------------------------------ the conversation
    def _pump(self) -> None:
        """Answer all that can be answered now."""
        while not self._busy and self._transport is not None:
            event = self._dialogue.next_event()
            if event is None:
                break
            self._on(event)
            if isinstance(event, Closed):
                break
        self._note_progress()
        self._flush()

    def _on(self, event: Event) -> None:
        match event:
            case SenderGiven():
                self._answer(self._judge_sender(event))
            case RecipientGiven():
                refusal = self._house.admission.recipient(event.addressee.address)
                self._answer(refusal or say.RECIPIENT_OK)
            case MessageGiven():
                self._work(self._take(event))
            case TlsAsked():
                self._work(self._start_tls())
            case Closed():
                ENDED.labels(event.reason).inc()
                self._flush()
                if self._transport is not None:
                    self._transport.close()

    def _answer(self, given: Reply) -> None:
        if not given.positive:
            REFUSED.labels(given.status).inc()
        self._dialogue.answer(given)

    def _judge_sender(self, event: SenderGiven) -> Reply:
        house = self._house
        if house.held > house.settings.memory_limit // 2:
            return _NO_MEMORY
        refusal = house.admission.sender(event.sender, self._address)
        if refusal is not None:
            return refusal
        if not house.messages.take(client_key(self._address), house.clock.monotonic()):
            return _TOO_MANY_MESSAGES
        return say.SENDER_OK

    def _note_progress(self) -> None:
        now = self._house.clock.monotonic()
        if self._dialogue.steps != self._steps:
            self._steps, self._stepped_at = self._dialogue.steps, now
        if self._dialogue.content_received is None:
            self._content_since = None
        elif self._content_since is None:
            self._content_since = now
        if self._transport is None:
            return
        grown = self._dialogue.held - self._held
        self._held += grown
        self._house.held += grown
        if self._house.held > self._house.settings.memory_limit and self._content_since is not None:
            self._end(_OUT_OF_MEMORY, "out-of-memory")

    def _flush(self) -> None:
        output = self._dialogue.take_output()
        if output and self._transport is not None:
            self._transport.write(output)

    def _end(self, last: Reply, reason: str) -> None:
        """Say a last word, in order after what was said before, and close."""
        self._dialogue.end(last, reason)
        self._busy = False
        event = self._dialogue.next_event()
        if event is not None:
            self._on(event)

    # ------------------------------------------------------------ what takes time
    def _work(self, task: Coroutine[Any, Any, None]) -> None:
        """Do what takes time; nothing more is read meanwhile."""
        self._busy = True
        if self._transport is not None:
            self._transport.pause_reading()
        self._flush()
        self._house.spawn(self._guarded(task))

    async def _guarded(self, task: Coroutine[Any, Any, None]) -> None:
        """Let a fault of ours end one session, not the gateway."""
        try:
            await task
        except Exception:  # noqa: BLE001 - whatever it is, the other sessions go on
            _log.exception("a session failed")
            self.abort()

    def _resume(self) -> None:
        self._busy = False
        if self._transport is not None:
            self._transport.resume_reading()
        self._pump()
        if self._retiring:
            self.retire()

    async def _take(self, message: MessageGiven) -> None:
        self._answer(await self._accepted(message))
        self._resume()

    async def _accepted(self, message: MessageGiven) -> Reply:
        """Store the message durably and only then return a positive reply."""
        if hops(message.content) > MOST_HOPS:
            return _LOOP
        envelope = Envelope(
            mail_from=message.sender,
            recipients=tuple(dict.fromkeys(one.address for one in message.addressees)),
            remote_address=self._address,
            helo=self._dialogue.helo,
            tls=self._dialogue.tls,
        )
        asked = DsnRequest(message.options, message.addressees)
        try:
            identifier = await self._house.accept(message.content, envelope, asked)
        except StoreFullError:
            return _NO_ROOM
        except UnavailableError as error:
            _log.warning("a message was put off", reason=error.code)
            return _NOT_STORED
        except Exception:  # noqa: BLE001 - the client must be told to try again, whatever it is
            _log.exception("a message could not be stored")
            return _NOT_STORED
        return reply(250, "2.0.0", f"Ok, taken as {identifier}")

    async def _start_tls(self) -> None:
        if self._transport is None or self._house.tls is None:
            return
        # From here on only what TLS deciphered is received, and a quick client's first command can
        # come together with the end of the handshake, before the upgrade is reported to us.
        self._deciphered = bytearray()
        try:
            upgraded = await asyncio.get_running_loop().start_tls(
                self._transport,
                self,
                self._house.tls,
                server_side=True,
                ssl_handshake_timeout=_HANDSHAKE_SECONDS,
            )
        except (OSError, ssl.SSLError):
            ENDED.labels("tls-handshake").inc()
            self.abort()
            self.connection_lost(None)
            return
        if upgraded is None:
            return
        self._transport = upgraded
        first, self._deciphered = bytes(self._deciphered), None
        self._dialogue.tls_started()
        self._dialogue.receive(first)
        self._resume()


def hops(content: bytes) -> int:
    """Count the trace headers of a message."""
    end = content.find(b"\r\n\r\n")
    header = (b"\r\n" + (content if end < 0 else content[:end])).lower()
    return header.count(b"\r\nreceived:")
