"""The check_host() function of RFC 7208, section 4, as a generator over DNS answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address

from bartizan.mail.authentication.dns.questions import (
    Answer,
    Evaluation,
    RecordType,
    ask,
    ask_all,
)
from bartizan.mail.authentication.domains import is_within, normalised
from bartizan.mail.authentication.results import Result
from bartizan.mail.authentication.spf.macros import (
    EXPLANATION_LETTERS,
    LONGEST_EXPLANATION,
    MacroError,
    MacroString,
    dotted,
    expand,
    expand_domain,
    needs_validated_name,
    parse_macros,
    reverse_name,
)
from bartizan.mail.authentication.spf.record import (
    Mechanism,
    Record,
    RecordError,
    is_record,
    parse_record,
)
from bartizan.mail.authentication.wording import shown

#: Section 4.6.4: terms that need DNS, of which found nothing, and hosts of one `mx` or `ptr`.
MOST_LOOKUPS, MOST_VOIDS, MOST_HOSTS = 10, 2, 10

QUALIFIERS = {
    "+": Result.PASS,
    "-": Result.FAIL,
    "~": Result.SOFTFAIL,
    "?": Result.NEUTRAL,
}


class TemporaryError(Exception):
    """Nobody knows yet (`temperror`); the text ends the sentence."""


class PermanentError(Exception):
    """The published records cannot be used (`permerror`); the text ends the sentence."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to send: the connecting address, its greeting, and the sender's two halves.

    `now` is in seconds since 1970, for the `t` macro.
    """

    address: IPv4Address | IPv6Address
    helo: str
    local: str
    sender_domain: str
    now: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one domain's record says: the result, the term that decided, its explanation."""

    result: Result
    term: str | None = None
    domain: str = ""
    explanation: MacroString | None = None


class Check:
    """One check of one sender; it counts the lookups of every record it visits."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._lookups = 0
        self._voids = 0
        self._names: list[str] | None = None
        self._address_type = RecordType.A if asker.address.version == 4 else RecordType.AAAA  # noqa: PLR2004 - IPv4

    def ruling(self, domain: str) -> Evaluation[Ruling]:
        """Evaluate the record of `domain` (section 4): `none` where it publishes none.

        Raises:
            TemporaryError: DNS gave no answer.
            PermanentError: a record is malformed or costs too much.
        """
        record = yield from self._record(domain)
        if record is None:
            return Ruling(Result.NONE)
        for mechanism in record.mechanisms:
            if (yield from self._matches(mechanism, domain)):
                result = QUALIFIERS[mechanism.qualifier]
                return Ruling(result, mechanism.text, domain, record.explanation)
        if record.redirect is None:
            return Ruling(Result.NEUTRAL)
        return (yield from self._redirected(record.redirect, domain))

    def _redirected(self, target: MacroString, domain: str) -> Evaluation[Ruling]:
        self._spend()
        name = yield from self._expanded(target, domain)
        ruling = yield from self.ruling(name)
        if ruling.result is Result.NONE:
            raise PermanentError(f"it redirects to {shown(name)}, which has no SPF record")
        return ruling

    def _record(self, domain: str) -> Evaluation[Record | None]:
        answer = self._known((yield from ask(domain, RecordType.TXT)), domain)
        texts = [text for text in answer.records if is_record(text)]
        if len(texts) > 1:
            raise PermanentError(f"{shown(domain)} publishes {len(texts)} SPF records")
        if not texts:
            self._count_void(answer, domain)
            return None
        try:
            return parse_record(texts[0])
        except RecordError as error:
            raise PermanentError(f"the record of {shown(domain)} is malformed: {error}") from error

    def _matches(self, mechanism: Mechanism, domain: str) -> Evaluation[bool]:
        if mechanism.name == "all":
            return True
        if mechanism.network is not None:
            return mechanism.covers(mechanism.network, self._asker.address)
        self._spend()
        target = domain
        if mechanism.domain is not None:
            target = yield from self._expanded(mechanism.domain, domain)
        return (yield from self._found(mechanism, target))

    def _found(self, mechanism: Mechanism, target: str) -> Evaluation[bool]:
        match mechanism.name:
            case "include":
                return (yield from self._include(target))
            case "exists":
                return (yield from self._exists(target))
            case "ptr":
                return (yield from self._ptr(target))
            case "mx":
                return (yield from self._mx(mechanism, target))
            case _:
                return (yield from self._a(mechanism, target))

    def _include(self, target: str) -> Evaluation[bool]:
        ruling = yield from self.ruling(target)
        if ruling.result is Result.NONE:
            raise PermanentError(f"it includes {shown(target)}, which has no SPF record")
        return ruling.result is Result.PASS

    def _exists(self, target: str) -> Evaluation[bool]:
        answer = self._known((yield from ask(target, RecordType.A)), target)
        self._count_void(answer, target)
        return bool(answer.records)

    def _a(self, mechanism: Mechanism, target: str) -> Evaluation[bool]:
        answer = self._known((yield from ask(target, self._address_type)), target)
        self._count_void(answer, target)
        return self._covers_any(mechanism, answer.records)

    def _mx(self, mechanism: Mechanism, target: str) -> Evaluation[bool]:
        answer = self._known((yield from ask(target, RecordType.MX)), target)
        self._count_void(answer, target)
        if len(answer.records) > MOST_HOSTS:
            raise PermanentError(f"{shown(target)} has more than {MOST_HOSTS} mail exchangers")
        hosts = [(host, self._address_type) for host in answer.records]
        for (host, _), found in zip(hosts, (yield from ask_all(hosts)), strict=True):
            if self._covers_any(mechanism, self._known(found, host).records):
                return True
        return False

    def _ptr(self, target: str) -> Evaluation[bool]:
        names = yield from self._validated_names()
        return any(is_within(name, normalised(target)) for name in names)

    def _validated_names(self) -> Evaluation[list[str]]:
        """Return the address's names that lead back to it (section 5.5); errors find none."""
        if self._names is None:
            address = self._asker.address
            pointers = yield from ask(reverse_name(address), RecordType.PTR)
            names = [normalised(name) for name in pointers.records[:MOST_HOSTS]]
            answers = yield from ask_all((name, self._address_type) for name in names)
            self._names = [
                name
                for name, answer in zip(names, answers, strict=True)
                if address in _addresses(answer.records)
            ]
        return self._names

    def _validated_name(self, domain: str) -> Evaluation[str]:
        """Return the `p` macro's value: `domain` itself, else a name below it, else any."""
        names = yield from self._validated_names()
        below = [name for name in names if is_within(name, domain)]
        return next(iter([*[name for name in below if name == domain], *below, *names]), "unknown")

    def _covers_any(self, mechanism: Mechanism, records: Iterable[str]) -> bool:
        address = self._asker.address
        return any(mechanism.covers(found, address) for found in _addresses(records))

    def _spend(self) -> None:
        self._lookups += 1
        if self._lookups > MOST_LOOKUPS:
            raise PermanentError(f"it takes more than {MOST_LOOKUPS} DNS lookups")

    def _known(self, answer: Answer, name: str) -> Answer:
        if answer.unknown:
            raise TemporaryError(f"{answer.why} about {shown(name)}")
        return answer

    def _count_void(self, answer: Answer, name: str) -> None:
        self._voids += answer.void
        if self._voids > MOST_VOIDS:
            raise PermanentError(
                f"more than {MOST_VOIDS} of the names it mentions do not exist, "
                f"the last being {shown(name)}"
            )

    def _expanded(self, macros: MacroString, domain: str) -> Evaluation[str]:
        values = yield from self._values(macros, domain)
        return normalised(expand_domain(macros, values))

    def explanation(self, ruling: Ruling) -> Evaluation[str | None]:
        """Return the domain's own words for a `fail` (section 6.2), `None` where unusable."""
        if ruling.explanation is None:
            return None
        name = yield from self._expanded(ruling.explanation, ruling.domain)
        answer = yield from ask(name, RecordType.TXT)
        if len(answer.records) != 1:
            return None
        try:
            macros = parse_macros(answer.records[0][:LONGEST_EXPLANATION], EXPLANATION_LETTERS)
        except MacroError:
            return None
        values = yield from self._values(macros, ruling.domain)
        return shown(expand(macros, values), LONGEST_EXPLANATION)

    def _values(self, macros: MacroString, domain: str) -> Evaluation[dict[str, str]]:
        asker = self._asker
        values = {
            "s": f"{asker.local}@{asker.sender_domain}",
            "l": asker.local,
            "o": asker.sender_domain,
            "d": domain,
            "i": dotted(asker.address),
            "v": "in-addr" if self._address_type is RecordType.A else "ip6",
            "h": asker.helo,
            "c": str(asker.address),
            "r": "unknown",
            "t": str(asker.now),
        }
        if needs_validated_name(macros):
            values["p"] = yield from self._validated_name(normalised(domain))
        return values


def _addresses(records: Iterable[str]) -> list[IPv4Address | IPv6Address]:
    found = []
    for record in records:
        try:
            found.append(ip_address(record))
        except (AddressValueError, ValueError):
            continue
    return found
