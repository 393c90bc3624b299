"""The SMTP server's side of a conversation (RFC 5321), without sockets and without a clock.

Bytes go in through `receive`; `next_event` yields what needs somebody's decision, which is given
with `answer`; replies come out of `take_output`. While a decision is pending nothing further is
read, so pipelined commands (RFC 2920) are answered in order, and how the bytes were split on
their way never matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bartizan.mail.dsn import Addressee, SenderOptions
from bartizan.mail.ingress import reply as say
from bartizan.mail.ingress.content import Content, ContentReader, Flaw
from bartizan.mail.ingress.events import (
    Closed,
    Decision,
    Event,
    MessageGiven,
    RecipientGiven,
    SenderGiven,
    TlsAsked,
)
from bartizan.mail.ingress.grammar import Refused, read_domain, read_recipient, read_sender
from bartizan.mail.ingress.reply import Reply, reply

#: Words only an HTTP client or a proxy would say: a web page is being used to reach us.
_NOT_SMTP: Final = frozenset({b"GET", b"POST", b"PUT", b"HEAD", b"CONNECT", b"OPTIONS", b"HOST:"})
_NOT_OFFERED: Final = frozenset({b"AUTH", b"BDAT", b"EXPN", b"ETRN", b"TURN"})
_CONTROLS: Final = bytes(range(32)) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one session may use: octets of a message and of a line, recipients, bad commands."""

    message: int = 50_000_000
    line: int = 2048
    recipients: int = 1000
    bad_commands: int = 20


@dataclass(slots=True)
class _Transaction:
    """A message under way: MAIL was accepted, and some recipients perhaps."""

    sender: str
    options: SenderOptions
    addressees: list[Addressee] = field(default_factory=list)


class Dialogue:
    """One session's state.

    `host` is the name we greet with. `offers_tls` says whether STARTTLS is possible and
    `requires_tls` whether mail is refused without it.
    """

    def __init__(
        self,
        host: str,
        limits: Limits | None = None,
        *,
        offers_tls: bool = False,
        requires_tls: bool = False,
    ) -> None:
        self.host = host
        self.limits = limits or Limits()
        self.helo = ""
        self.extended = False
        self.tls = False
        self._offers_tls = offers_tls
        self._requires_tls = requires_tls
        self._input = bytearray()
        self._searched = 0
        self._overlong = False
        self._output = bytearray(reply(220, None, f"{host} ESMTP Bartizan").encode())
        self._transaction: _Transaction | None = None
        self._content: ContentReader | None = None
        self._pending: Decision | TlsAsked | None = None
        self._closing: str | None = None
        self._closed = False
        self._bad = 0
        self._steps = 0
        self._commands = self._handlers()

    # ------------------------------------------------------------ what the driver sees
    @property
    def steps(self) -> int:
        """How many commands and messages were read so far: a client that stalls adds none."""
        return self._steps

    @property
    def content_received(self) -> int | None:
        """Octets of the message under way, or `None` outside DATA."""
        return None if self._content is None else self._content.received

    @property
    def held(self) -> int:
        """Octets of the client's kept in memory."""
        pending = self._pending.content if isinstance(self._pending, MessageGiven) else b""
        reading = 0 if self._content is None else self._content.held
        return len(self._input) + reading + len(pending)

    def receive(self, data: bytes) -> None:
        """Take bytes from the client; those sent before TLS was up are thrown away.

        Keeping them would let a man in the middle prepend plaintext commands to the encrypted
        session (CVE-2011-0411).
        """
        if not self._closed and not isinstance(self._pending, TlsAsked):
            self._input += data

    def take_output(self) -> bytes:
        """Return the replies to send now."""
        output = bytes(self._output)
        self._output.clear()
        return output

    def next_event(self) -> Event | None:
        """Read on until somebody must decide, the session ends, or more bytes are needed."""
        while self._pending is None and self._closing is None:
            step = self._read_command if self._content is None else self._read_content
            if not step():
                return None
        if self._pending is not None:
            return self._pending
        if self._closed:
            return None
        return self._close()

    def answer(self, given: Reply) -> None:
        """Decide the pending event with the reply that the client will get.

        Raises:
            RuntimeError: nothing is pending that a reply decides.
        """
        event, self._pending = self._pending, None
        self._say(given)
        match event:
            case SenderGiven() if given.positive:
                self._transaction = _Transaction(event.sender, event.options)
            case RecipientGiven() if given.positive and self._transaction is not None:
                self._transaction.addressees.append(event.addressee)
            case MessageGiven():
                self._transaction = None
            case SenderGiven() | RecipientGiven():
                self._count_bad()
            case _:
                raise RuntimeError("nothing is waiting for an answer")
        if given.code == 421:  # noqa: PLR2004 - RFC 5321: closing the channel
            self._closing = "refused"

    def tls_started(self) -> None:
        """Begin anew over TLS: all that was said before is forgotten (RFC 3207, section 4.2)."""
        self._pending = None
        self._input.clear()
        self._searched = 0
        self._transaction = None
        self.helo = ""
        self.tls = True

    def end(self, last: Reply, reason: str) -> None:
        """Say `last` and close, whatever is going on: a timeout, a limit, a shutdown."""
        if not self._closed:
            self._say(last)
            self._pending = None
            self._closing = reason

    # ------------------------------------------------------------ reading
    def _close(self) -> Closed:
        self._closed = True
        self._input.clear()
        self._content = None
        return Closed(self._closing or "")

    def _read_command(self) -> bool:
        end = self._input.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._input)
            if self._searched > self.limits.line:
                self._overlong = True
                self._input.clear()
                self._searched = 0
            return False
        line = bytes(self._input[: end + 1])
        del self._input[: end + 1]
        self._searched = 0
        self._steps += 1
        overlong, self._overlong = self._overlong or end > self.limits.line, False
        if overlong:
            self._refuse(say.LINE_TOO_LONG)
        elif not line.endswith(b"\r\n") or line[:-2].translate(None, _CONTROLS) != line[:-2]:
            self._refuse(say.LINE_ENDING)
        else:
            self._on_line(line[:-2])
        return True

    def _on_line(self, line: bytes) -> None:
        verb, _, argument = line.partition(b" ")
        verb = verb.upper()
        handler = self._commands.get(verb)
        if handler is not None:
            handler(argument)
        elif verb in _NOT_SMTP:
            self.end(say.NOT_SMTP, "not-smtp")
        else:
            self._refuse(say.NOT_OFFERED if verb in _NOT_OFFERED else say.NO_SUCH_COMMAND)

    def _read_content(self) -> bool:
        if self._content is None or not self._input:
            return False
        data = bytes(self._input)
        self._input.clear()
        found = self._content.feed(data)
        if found is None:
            return False
        content, rest = found
        self._input += rest
        self._content = None
        self._steps += 1
        self._on_content(content)
        return True

    def _on_content(self, content: Content) -> None:
        transaction = self._transaction
        if content.flaw is Flaw.BARE_NEWLINE:
            self.end(say.BARE_NEWLINE, "bare-newline")
        elif content.flaw is Flaw.TOO_BIG or transaction is None:
            self._transaction = None
            self._say(say.TOO_BIG)
        else:
            self._pending = MessageGiven(
                content.data,
                transaction.sender,
                transaction.options,
                tuple(transaction.addressees),
            )

    # ------------------------------------------------------------ replies
    def _say(self, what: Reply) -> None:
        self._output += what.encode()

    def _refuse(self, what: Reply) -> None:
        """Refuse a command and count it."""
        self._say(what)
        self._count_bad()

    def _count_bad(self) -> None:
        self._bad += 1
        if self._bad >= self.limits.bad_commands:
            self.end(say.TOO_MANY_ERRORS, "too-many-errors")

    # ------------------------------------------------------------ commands
    def _handlers(self) -> Mapping[bytes, Callable[[bytes], None]]:
        return {
            b"EHLO": self._on_ehlo,
            b"HELO": self._on_helo,
            b"MAIL": self._on_mail,
            b"RCPT": self._on_rcpt,
            b"DATA": self._on_data,
            b"RSET": self._on_rset,
            b"NOOP": lambda _argument: self._say(say.OK),
            b"QUIT": self._on_quit,
            b"VRFY": lambda _argument: self._say(say.CANNOT_VERIFY),
            b"HELP": lambda _argument: self._say(say.HELP),
            b"STARTTLS": self._on_starttls,
        }

    def _on_ehlo(self, argument: bytes) -> None:
        if self._greeted(argument):
            self.extended = True
            self._say(Reply(250, None, (self.host, *self._extensions())))

    def _on_helo(self, argument: bytes) -> None:
        if self._greeted(argument):
            self.extended = False
            self._say(reply(250, None, self.host))

    def _greeted(self, argument: bytes) -> bool:
        name = read_domain(argument)
        if name is None:
            self._refuse(say.BAD_ARGUMENT)
            return False
        self.helo = name
        self._transaction = None
        return True

    def _extensions(self) -> tuple[str, ...]:
        offered = ["PIPELINING", f"SIZE {self.limits.message}", "8BITMIME", "SMTPUTF8"]
        offered += ["DSN", "ENHANCEDSTATUSCODES"]
        if self._offers_tls and not self.tls:
            offered.append("STARTTLS")
        return tuple(offered)

    def _on_mail(self, argument: bytes) -> None:
        if argument[:5].upper() != b"FROM:":
            self._refuse(say.BAD_ARGUMENT)
            return
        why_not = self._why_no_mail()
        if why_not is not None:
            self._refuse(why_not)
            return
        try:
            sender, options = read_sender(argument[5:])
        except Refused as refused:
            self._refuse(refused.reply)
            return
        if (options.size or 0) > self.limits.message:
            self._say(say.TOO_BIG)
            return
        self._pending = SenderGiven(sender, options)

    def _why_no_mail(self) -> Reply | None:
        if not self.helo:
            return say.HELLO_FIRST
        if self._requires_tls and not self.tls:
            return say.TLS_REQUIRED
        return say.ONE_AT_A_TIME if self._transaction is not None else None

    def _on_rcpt(self, argument: bytes) -> None:
        if argument[:3].upper() != b"TO:":
            self._refuse(say.BAD_ARGUMENT)
            return
        if self._transaction is None:
            self._refuse(say.MAIL_FIRST)
            return
        if len(self._transaction.addressees) >= self.limits.recipients:
            # Not counted as bad: RFC 5321, section 4.5.3.1.10 tells clients to go on.
            self._say(say.TOO_MANY_RECIPIENTS)
            return
        try:
            addressee = read_recipient(argument[3:], utf8=self._transaction.options.utf8)
        except Refused as refused:
            self._refuse(refused.reply)
            return
        self._pending = RecipientGiven(self._transaction.sender, addressee)

    def _on_data(self, argument: bytes) -> None:
        if argument.strip():
            self._refuse(say.BAD_ARGUMENT)
        elif self._transaction is None:
            self._refuse(say.MAIL_FIRST)
        elif not self._transaction.addressees:
            self._refuse(say.RECIPIENT_FIRST)
        else:
            self._say(say.SEND_CONTENT)
            self._content = ContentReader(self.limits.message)

    def _on_rset(self, argument: bytes) -> None:
        if argument.strip():
            self._refuse(say.BAD_ARGUMENT)
            return
        self._transaction = None
        self._say(say.OK)

    def _on_quit(self, _argument: bytes) -> None:
        self.end(say.BYE, "quit")

    def _on_starttls(self, argument: bytes) -> None:
        if argument.strip():
            self._refuse(say.BAD_ARGUMENT)
        elif self.tls:
            self._refuse(say.ALREADY_TLS)
        elif not self._offers_tls:
            self._refuse(say.NOT_OFFERED)
        else:
            self._say(say.START_TLS)
            self._input.clear()
            self._pending = TlsAsked()
