"""The resolver that really asks DNS: UDP with TCP where the answer does not fit, and a cache.

It speaks nothing but DNS (no hosts file, no search list, no HTTPS) to the configured servers, and
is the only module that imports dnspython.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
from typing_extensions import override

from bartizan.base.clock import Clock
from bartizan.base.errors import UnavailableError
from bartizan.mail.authentication.dns.questions import Answer, Outcome, Question, RecordType
from bartizan.mail.authentication.dns.resolver import Resolver

#: Larger UDP answers risk fragmentation (the DNS flag day of 2020); they come over TCP.
UDP_PAYLOAD = 1232
#: Records beyond this many in one answer are of no use to any evaluator.
MOST_RECORDS = 256


class NoNameserverError(UnavailableError):
    """The machine has no DNS configuration and none was given."""

    code = "no-nameserver"
    title = "There is no DNS server to ask"


class LiveResolver(Resolver):
    """Asks real servers.

    `nameservers` are addresses, by default those of the machine. `timeout_seconds` is for one try
    at one server, `lifetime_seconds` for one question. Answers are kept for their TTL but never
    longer than `cache_seconds`, absences for `absence_seconds`, failures not at all.
    """

    def __init__(  # noqa: PLR0913 - keyword-only limits, each with its default
        self,
        clock: Clock,
        *,
        nameservers: Sequence[str] = (),
        port: int = 53,
        timeout_seconds: float = 2.0,
        lifetime_seconds: float = 5.0,
        cache_entries: int = 10_000,
        cache_seconds: int = 3600,
        absence_seconds: int = 60,
    ) -> None:
        """Prepare; nothing is asked yet.

        Raises:
            NoNameserverError: no server was given and the machine knows none.
        """
        self._resolver = _configured(nameservers, port)
        self._resolver.timeout = timeout_seconds
        self._resolver.lifetime = lifetime_seconds
        self._resolver.use_edns(0, 0, UDP_PAYLOAD)
        self._cache = _Cache(clock, cache_entries)
        self._cache_seconds, self._absence_seconds = cache_seconds, absence_seconds

    @override
    async def lookup(self, question: Question) -> Answer:
        """Return the cached or a fresh answer."""
        answer = self._cache.get(question)
        if answer is None:
            answer = await self._ask(question)
            self._cache.put(question, answer, self._keep(answer))
        return answer

    def _keep(self, answer: Answer) -> int:
        if answer.unknown:
            return 0
        return self._absence_seconds if answer.void else min(answer.ttl, self._cache_seconds)

    async def _ask(self, question: Question) -> Answer:
        try:
            found = await self._resolver.resolve(
                _name(question.name), question.type, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return Answer(Outcome.NO_NAME)
        except dns.exception.Timeout:
            return Answer(Outcome.TIMEOUT)
        except (dns.exception.DNSException, OSError, ValueError):
            return Answer(Outcome.FAILURE)
        return _answer(found, question.type)


def _configured(nameservers: Sequence[str], port: int) -> dns.asyncresolver.Resolver:
    try:
        resolver = dns.asyncresolver.Resolver(configure=not nameservers)
    except dns.resolver.NoResolverConfiguration as error:
        raise NoNameserverError(
            "This machine names no DNS server; give one, or scan offline."
        ) from error
    if nameservers:
        resolver.nameservers = list(nameservers)
        resolver.port = port
    return resolver


def _name(name: str) -> dns.name.Name:
    """Build the name label by label: in text a backslash would be an escape."""
    return dns.name.Name([*(label.encode("latin-1") for label in name.split(".")), b""])


def _answer(found: dns.resolver.Answer, type_: RecordType) -> Answer:
    if not found.rrset:
        return Answer(Outcome.NO_DATA)
    records = list(found.rrset)[:MOST_RECORDS]
    if type_ is RecordType.MX:
        records.sort(key=lambda record: record.preference)
    return Answer(Outcome.FOUND, tuple(_text(record, type_) for record in records), found.rrset.ttl)


def _text(record: Any, type_: RecordType) -> str:
    match type_:
        case RecordType.TXT:
            return b"".join(record.strings).decode("latin-1")
        case RecordType.A | RecordType.AAAA:
            return str(record.address)
        case RecordType.MX:
            return _host(record.exchange)
        case RecordType.PTR:
            return _host(record.target)


def _host(name: dns.name.Name) -> str:
    return b".".join(label for label in name.labels if label).decode("latin-1").lower()


class _Cache:
    """Answers until their time, at most so many; the least recently used go first."""

    def __init__(self, clock: Clock, entries: int) -> None:
        self._clock, self._entries = clock, entries
        self._kept: OrderedDict[Question, tuple[float, Answer]] = OrderedDict()

    def get(self, question: Question) -> Answer | None:
        expires, answer = self._kept.get(question, (0.0, None))
        if answer is None or self._clock.monotonic() >= expires:
            return None
        self._kept.move_to_end(question)
        return answer

    def put(self, question: Question, answer: Answer, seconds: int) -> None:
        if seconds <= 0:
            return
        self._kept[question] = (self._clock.monotonic() + seconds, answer)
        self._kept.move_to_end(question)
        if len(self._kept) > self._entries:
            self._kept.popitem(last=False)
