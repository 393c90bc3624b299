"""The trace of the way a message came was made up, at least in part.

Every server adds a Received field, and a sender can invent those below the first honest one.
Invented ones betray themselves: a time before that of the hop before, an address that cannot
exist, a greeting in the name of a mail provider from somebody else's machine.
"""

import re
from datetime import timedelta
from itertools import pairwise

from bartizan.forensics.received import parse_received
from bartizan.mail.authentication.results import Result
from bartizan.mail.detectors._chain import hop_dates, hop_texts
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Invented trace",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:evasion", "attack:T1036"),
)

#: Clocks of honest servers are wrong by a time zone, rarely by more.
_WRONG_CLOCK = timedelta(hours=26)
_WRONG_CLOCK_WEIGHT = 0.15
_FOUR_NUMBERS = re.compile(r"\[(\d{1,4}\.\d{1,4}\.\d{1,4}\.\d{1,4})\]")
#: The highest number in an address (IPv4); those that begin so high are no single machine's.
_HIGHEST, _OF_MANY = 255, 224
#: Providers none of whose servers greets with the bare domain of its mailboxes.
_BARE = frozenset(
    """gmail.com hotmail.com live.com msn.com yahoo.com aol.com icloud.com paypal.com gmx.de
    gmx.net web.de yandex.ru qq.com 163.com 126.com""".split()
)


def detect(facts: Facts) -> Found | None:
    """Look for addresses that cannot be, false greetings, then times that run backwards."""
    for text in hop_texts(facts):
        found = _impossible(text) or (_false_greeting(text) if _names_one(text) else None)
        if found is not None:
            return found
    return _false_session(facts) or _backwards(facts)


def _impossible(text: str) -> Found | None:
    peer, by, _ = text.partition(" by ")
    if not by or not text.lower().startswith("from "):
        return None
    for written in _FOUR_NUMBERS.findall(peer):
        if not _can_be(written):
            return Found(
                f"The trace of the message names {written}, an address no machine can have.",
                (seen("header:received", text),),
            )
    return None


def _can_be(address: str) -> bool:
    """Tell whether four numbers are the address of a machine: none of many, none set aside."""
    numbers = address.split(".")
    if any(number[0] == "0" != number for number in numbers):
        return False
    return all(int(number) <= _HIGHEST for number in numbers) and int(numbers[0]) < _OF_MANY


def _names_one(text: str) -> bool:
    """Tell whether it is worth taking the field apart."""
    lower = text.lower()
    return any(name in lower for name in _BARE)


def _false_greeting(text: str) -> Found | None:
    """A hop wrote down both what the peer called itself and what DNS calls it.

    Customers who log in to send (`ESMTPA`) may call themselves what they like.
    """
    hop = parse_received(text)
    if hop.protocol.endswith("A"):
        return None
    greeting = (hop.helo or hop.sender).lower()
    reverse = hop.reverse if not hop.helo else hop.sender
    if greeting not in _BARE or "." not in reverse or same_owner(greeting, reverse.rstrip(".")):
        return None
    return Found(
        f"On its way a machine called {reverse} passed itself off as {greeting}.",
        (seen("header:received", f"{greeting} ({reverse} [{hop.address}])"),),
    )


def _false_session(facts: Facts) -> Found | None:
    """Nobody may greet us with a provider's bare name, unless SPF says that it may."""
    if facts.envelope is None or facts.envelope.helo.lower() not in _BARE:
        return None
    spf = facts.authentication.spf if facts.authentication else None
    if spf and spf.result is Result.PASS and same_owner(spf.domain, facts.envelope.helo):
        return None
    return Found(
        f"The machine that delivered the message called itself {facts.envelope.helo}, which no "
        "server of that provider does.",
        (seen("envelope:helo", f"{facts.envelope.helo} [{facts.envelope.remote_address}]"),),
    )


def _backwards(facts: Facts) -> Found | None:
    dates = [date for date in hop_dates(facts) if date is not None]
    for later, earlier in pairwise(dates):
        if earlier - later > _WRONG_CLOCK:
            return Found(
                f"By its trace the message reached one server on {earlier:%d %B %Y} and the next "
                f"one before that, on {later:%d %B %Y}.",
                (seen("header:received", f"{earlier.isoformat()} then {later.isoformat()}"),),
                weight=_WRONG_CLOCK_WEIGHT,
            )
    return None
