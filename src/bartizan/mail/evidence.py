"""What detectors may look at, and what they may say.

The pipeline gathers `Facts` once; detectors are pure functions of them: no I/O, no clock, no
database. Everything in `Facts` except `authentication` comes from the message and is hostile.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import ModuleType

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import LONGEST, fold
from bartizan.forensics.examination import Examination
from bartizan.forensics.file_types import FileType
from bartizan.forensics.html import HtmlFacts
from bartizan.forensics.mime import Message, Part
from bartizan.forensics.urls import Url
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.verdict import Envelope, Evidence, Severity, Suspicion

_LONGEST_EVIDENCE = 300
_LONGEST_FOLDED = 20_000
_TALL = re.compile(r"(?<=[a-z])I{1,3}(?=[a-z]|\b)")
_ZERO = re.compile(r"(?<=[A-Za-z])0(?=[A-Za-z])")


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
    what is shown, `part` the index of the part it is in.
    """

    href: str
    url: Url | None
    text: str
    part: int


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
    """A signature of a scanner (`yara`, `clamav`) that matched something in the message."""

    engine: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class History:
    """What the gateway knows about the author of a message, before this one came.

    Counts are of messages judged here: `seen` from this address, `domain_seen` from its domain,
    `written_to` by our people to it; `infrastructure_seen` says whether this address sent through
    this network before (`None`: it never sent). `released` and `confirmed_bad` count what analysts
    and recipients decided about its mail.
    """

    seen: int = 0
    domain_seen: int = 0
    written_to: int = 0
    first_seen: datetime | None = None
    infrastructure_seen: bool | None = None
    released: int = 0
    confirmed_bad: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """One message, taken apart.

    `history` is `None` where nobody keeps one; `received_at` is when the gateway took the message,
    `None` for messages on disk.
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
    attachments: tuple[Attachment, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    mentions: tuple[Mention, ...] = ()
    signatures: tuple[Signature, ...] = ()
    history: History | None = None
    received_at: datetime | None = None

    @property
    def folded(self) -> str:
        """Subject and visible text in lower case with look-alike letters and accents undone."""
        return _folded(self.subject, self.text[:_LONGEST_FOLDED])

    def says(self, theme: str) -> tuple[Phrase, ...]:
        """Return the phrases of a theme that the message says."""
        return tuple(phrase for phrase in self.phrases if phrase.theme == theme)

    @property
    def sender(self) -> Mailbox | None:
        """The author a reader sees: the first mailbox of From."""
        return self.senders[0] if self.senders else None


@lru_cache(maxsize=4)
def _folded(subject: str, text: str) -> str:
    """No line is so long that its end is not looked at."""
    lines = (subject[:_LONGEST_FOLDED], *text.split("\n"))
    return "\n".join("".join(fold(_plain(piece)) for piece in _pieces(line)) for line in lines)


def _plain(text: str) -> str:
    """Undo a capital I that stands for an l within a word (`waIIet`), and a zero for an o."""
    return _ZERO.sub("o", _TALL.sub(lambda found: "l" * len(found[0]), text))


def _pieces(line: str) -> Iterator[str]:
    for start in range(0, max(1, len(line)), LONGEST):
        yield line[start : start + LONGEST]


@dataclass(frozen=True, slots=True)
class About:
    """What is the same for every finding of a detector.

    `tags` name the tactic (`tactic:impersonation`) and the ATT&CK technique (`attack:T1566.002`).
    """

    title: str
    severity: Severity
    weight: float
    tags: tuple[str, ...] = ()


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


def seen(where: str, text: str) -> Evidence:
    """Return evidence, cut to a length that can be shown."""
    cut = text if len(text) <= _LONGEST_EVIDENCE else text[: _LONGEST_EVIDENCE - 1] + "…"
    return Evidence(where=where, text=cut)
