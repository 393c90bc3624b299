"""What detectors may look at, and what they may say.

The pipeline gathers `Facts` once; detectors are pure functions of them: no I/O, no clock, no
database. Everything in `Facts` except `authentication` comes from the message and is hostile.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.file_types import FileType
from bartizan.forensics.html import HtmlFacts
from bartizan.forensics.mime import Message, Part
from bartizan.forensics.urls import Url
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.verdict import Envelope, Evidence, Severity, Suspicion

_LONGEST_EVIDENCE = 300


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
    """A file in the message: its name, the type it claims, and the type its bytes show."""

    part: Part
    name: str
    claimed_type: str
    true_type: FileType
    size: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One message, taken apart."""

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

    @property
    def sender(self) -> Mailbox | None:
        """The author a reader sees: the first mailbox of From."""
        return self.senders[0] if self.senders else None


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
