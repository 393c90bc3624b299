"""What detectors may look at, and what they may say.

The pipeline gathers `Facts` once; detectors are pure functions of them: no I/O, no clock, no
database. Everything in `Facts` except `authentication` comes from the message and is hostile.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import ModuleType
from typing import Any, TypeVar

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import LONGEST, fold
from bartizan.forensics.examination import Examination
from bartizan.forensics.file_types import FileType
from bartizan.forensics.html import HtmlFacts
from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.forensics.links.unwrapping import Hop
from bartizan.forensics.mime import Message, Part
from bartizan.forensics.urls import Url
from bartizan.mail.authentication.results import Authentication, Result
from bartizan.mail.verdict import Basis, Envelope, Evidence, Severity, Suspicion

Derived = TypeVar("Derived")
_LONGEST_EVIDENCE = 300
_LONGEST_FOLDED = 20_000
_MOST_PIECES = 20
# Each begins with a letter that is quick to look for.
_TALL = re.compile(r"I(?<=[a-z]I)I{0,2}(?=[a-z]|\b)")
_ZERO = re.compile(r"0(?<=[A-Za-z]0)(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose name attackers would borrow, and the addresses that are really theirs."""

    name: str
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whom we protect: the domains that are ours, and the people outsiders pretend to be."""

    domains: frozenset[str] = frozenset()
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its reader meets it.

    `href` is what the message says, `url` what a browser makes of it (`None`: nothing), `text`
    what is shown, `part` the index of the part it is in. `target` is the last address that the
    link itself tells of, behind the `hops` that carry it; `kinds` and `oddities` are the target's.
    `in_page` tells an element that is clicked from an address that stands in plain text.
    """

    href: str
    url: Url | None
    text: str
    part: int
    target: Url | None = None
    hops: tuple[Hop, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    oddities: frozenset[Oddity] = frozenset()
    in_page: bool = False
    hidden: bool = False
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the message: its name, the type it claims, and the type its bytes show.

    `examination` is what taking it apart found; `None` where nobody did.
    """

    part: Part
    name: str
    claimed_type: str
    true_type: FileType
    size: int
    examination: Examination | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a theme (`urgency`, `gift-card`) that the message says in some language.

    `where` is `subject`, `body` or `attachment`; `text` the words as they stand in the lexicon.
    """

    theme: str
    language: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A well-known brand that the message names or shows.

    `where` is `header:from`, `subject`, `body`, `title`, `alt`, `attachment` or `link`; `domains`
    are the brand's own.
    """

    brand: str
    where: str
    text: str
    domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a scanner (`yara`, `clamav`) that matched something in the message.

    `severity` is what the rule says of itself (low, medium, high, critical); empty: nothing.
    """

    engine: str
    name: str
    where: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Somebody our people write to, whom the author of a message resembles.

    `how` is `name` (the same display name) or `address` (one letter apart).
    """

    address: str
    how: str


@dataclass(frozen=True, slots=True)
class History:
    """What the gateway knows about the author of a message, before this one came.

    Counts are of messages judged here: `seen` from this address and `domain_seen` from its domain
    where authentication proved the domain, `claimed` from this address where it did not;
    `written_to` by our people to it. `infrastructure_seen` says whether proved mail of this
    address came through this network before (`None`: there is no such mail). `released`,
    `confirmed_good` and `confirmed_bad` count what people decided about its mail of this
    message's kind, proved or claimed: what was decided about a forgery says nothing of the one
    whose name was forged. `first_seen` and `last_seen` are of that kind as well. `watched_days` is
    how long the gateway has kept such a memory: at its beginning everybody is new.
    """

    seen: int = 0
    claimed: int = 0
    domain_seen: int = 0
    written_to: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    infrastructure_seen: bool | None = None
    released: int = 0
    confirmed_good: int = 0
    confirmed_bad: int = 0
    resembles: Resemblance | None = None
    watched_days: int = 0


class Listed(StrEnum):
    """What a list does with a sender."""

    ALLOW = "allow"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Listing:
    """A sender (an address, or a domain that covers its subdomains) that people let in or out.

    `scope` is whom it counts for: a recipient's address, a domain of recipients, or everybody
    where it is empty.
    """

    kind: Listed
    pattern: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a trained model thinks of the message.

    `probability` is that of being malicious, as the model gives it; `reasons` are the words or
    links that moved it most, strongest first.
    """

    probability: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """One message, taken apart.

    `foreign_links` are the links that a reader may click and that lead to hosts which are neither
    the author's nor ours, each once.
    `history` is `None` where nobody keeps one; `listings` are the entries of people's lists that
    name a sender of this message; `received_at` is when the gateway took the message, `None` for
    messages on disk. `opinions` are those of the trained models by their names; empty where none
    was asked.
    """

    message: Message
    envelope: Envelope | None = None
    authentication: Authentication | None = None
    organisation: Organisation = field(default_factory=Organisation)
    subject: str = ""
    senders: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    text: str = ""
    html: tuple[HtmlFacts, ...] = ()
    links: tuple[Link, ...] = ()
    foreign_links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    mentions: tuple[Mention, ...] = ()
    signatures: tuple[Signature, ...] = ()
    history: History | None = None
    listings: tuple[Listing, ...] = ()
    received_at: datetime | None = None
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    _memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def folded(self) -> str:
        """Subject and visible text in lower case with look-alike letters and accents undone."""
        return _folded(self.subject, self.text[:_LONGEST_FOLDED])

    def says(self, theme: str) -> tuple[Phrase, ...]:
        """Return the phrases of a theme that the message says."""
        return tuple(phrase for phrase in self.phrases if phrase.theme == theme)

    def once(self, look: Callable[["Facts"], Derived]) -> Derived:
        """Return what `look` makes of these facts, and remember it: many detectors ask alike."""
        try:
            found: Derived = self._memo[look]
        except KeyError:
            found = self._memo[look] = look(self)
        return found

    @property
    def sender(self) -> Mailbox | None:
        """The author a reader sees: the first mailbox of From that has an address.

        Words that a stray comma cut off before it (`Bank, Support <a@b>`) are part of its name:
        mail programs show them so, and kits count on filters that stop at the comma.
        """
        return self.once(_sender)

    @property
    def proved(self) -> bool:
        """Whether authentication showed that the author's domain stands behind the message."""
        return len(self.senders) == 1 and proves(self.authentication)


def _sender(facts: Facts) -> Mailbox | None:
    return shown_author(facts.senders)


@lru_cache(maxsize=64)  # more than a cohort has messages
def _folded(subject: str, text: str) -> str:
    """No line is so long that its end is not looked at."""
    whole = _plain(f"{subject[:_LONGEST_FOLDED]}\n{text}")
    return whole.lower() if whole.isascii() else "".join(map(fold, _pieces(whole)))


def _plain(text: str) -> str:
    """Undo a capital I that stands for an l within a word (`waIIet`), and a zero for an o."""
    return _ZERO.sub("o", _TALL.sub(lambda found: "l" * len(found[0]), text))


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), LONGEST):
        yield text[start : start + LONGEST]


@dataclass(frozen=True, slots=True)
class About:
    """What is the same for every finding of a detector.

    `tags` name the tactic (`tactic:impersonation`) and the ATT&CK technique (`attack:T1566.002`);
    `basis` the observation that it shares with other detectors, if it does.
    """

    title: str
    severity: Severity
    weight: float
    tags: tuple[str, ...] = ()
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: a sentence a recipient understands, and the evidence for it.

    `weight` and `severity` replace the detector's own where this finding is weaker or stronger.
    """

    sentence: str
    evidence: tuple[Evidence, ...] = ()
    weight: float | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector as the roll call read it."""

    id: str
    description: str
    about: About
    detect: Callable[[Facts], Found | None]

    def __call__(self, facts: Facts) -> Suspicion | None:
        """Return the suspicion this detector has of a message, if any."""
        found = self.detect(facts)
        if found is None:
            return None
        return Suspicion(
            id=self.id,
            title=self.about.title,
            severity=found.severity or self.about.severity,
            weight=self.about.weight if found.weight is None else found.weight,
            sentence=found.sentence,
            evidence=found.evidence,
            tags=self.about.tags,
            basis=self.about.basis,
        )


def read_detector(identifier: str, module: ModuleType) -> Detector:
    """Read a detector module.

    Raises:
        AttributeError: it has no docstring, `ABOUT` or `detect`.
        TypeError: one of them is of another kind.
    """
    about, detect, words = module.ABOUT, module.detect, module.__doc__
    if not isinstance(about, About) or not callable(detect):
        raise TypeError("ABOUT must be an About and detect a function")
    if not words:
        raise AttributeError("it needs a docstring that says what it suspects")
    return Detector(identifier, words.strip().splitlines()[0], about, detect)


def shown_author(authors: Sequence[Mailbox]) -> Mailbox | None:
    """Return whom readers take for the author: the first mailbox of From that has an address.

    Words that a stray comma cut off before it (`Bank, Support <a@b>`) are part of its name: mail
    programs show them so, and kits count on filters that stop at the comma.
    """
    for position, mailbox in enumerate(authors[:_MOST_PIECES]):
        if mailbox.domain:
            return _whole(authors[: position + 1]) if position else mailbox
    return authors[0] if authors else None


def _whole(pieces: Sequence[Mailbox]) -> Mailbox:
    words = [piece.name or piece.address for piece in pieces[:-1]] + [pieces[-1].name]
    return pieces[-1]._replace(name=", ".join(filter(None, (word.strip(" ,_") for word in words))))


def proves(authentication: Authentication | None) -> bool:
    """Tell whether authentication showed that the author's domain stands behind a message.

    DMARC passed, or the domain publishes no policy and SPF or DKIM passed in its name all the same.
    """
    if authentication is None:
        return False
    dmarc = authentication.dmarc
    return dmarc.result is Result.PASS or (dmarc.result is Result.NONE and bool(dmarc.aligned))


def seen(where: str, text: str) -> Evidence:
    """Return evidence, cut to a length that can be shown."""
    cut = text if len(text) <= _LONGEST_EVIDENCE else text[: _LONGEST_EVIDENCE - 1] + "…"
    return Evidence(where=where, text=cut)
