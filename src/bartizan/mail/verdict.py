"""What may be said of a message: suspicions, their score, and what is done about it.

Every rendering (console, CLI, API, report) shows these models; nothing is judged twice.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bartizan.mail.authentication.results import Authentication

#: The tag of suspicions that a trained model speaks through.
LEARNED = "method:machine-learning"


class Disposition(StrEnum):
    """What is done with a message, from least to most severe."""

    DELIVER = "deliver"
    TAG = "tag"
    HOLD = "hold"
    REJECT = "reject"


class Severity(StrEnum):
    """How much one suspicion matters by itself."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Basis(StrEnum):
    """An observation that several detectors look at from different sides.

    What rests on one basis is not independent: the strongest finding counts in full, the others
    add little (`scoring`).
    """

    LINKS = "links"
    BRAND = "brand"
    SENDER = "sender"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Evidence(_Frozen):
    """Where in the message it was seen (`header:from`, `part:2`, `link`) and what was there."""

    where: str
    text: Annotated[str, Field(max_length=500)]


class Suspicion(_Frozen):
    """One detector's finding: the id is the detector's, the sentence is for the recipient.

    `weight` is the probability, between 0 and 1, that a message is malicious given this alone;
    `basis` the observation it shares with others, if it does.
    """

    id: str
    title: str
    severity: Severity
    weight: Annotated[float, Field(ge=0, le=1)]
    sentence: str
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    basis: Basis | None = None


class Mitigation(_Frozen):
    """Something that speaks for a message: a sentence for people, and how much it counts.

    `strength` is the share of the softer suspicions' probability that it takes away.
    """

    id: str
    sentence: str
    strength: Annotated[float, Field(ge=0, lt=1)]


class DefectSeen(_Frozen):
    """Something malformed in the message, and the byte offset where."""

    code: str
    sentence: str
    offset: int


class SignSeen(_Frozen):
    """Something a file is or can do (`macro`, `encrypted`), and the words that show it."""

    trait: str
    detail: str = ""


class FileSeen(_Frozen):
    """A file that was taken apart: an attachment, or something inside one.

    `part` is the index of the part it came in, `path` the way to it with the outermost name first.
    `defects` say why it could not be looked at to its end.
    """

    part: int
    path: tuple[str, ...]
    type: str
    size: int
    sha256: str
    signs: tuple[SignSeen, ...] = ()
    defects: tuple[str, ...] = ()


class Verdict(_Frozen):
    """The whole judgement of one message.

    `score` is 0 (nothing found) to 100, after what speaks for the message (`mitigations`) was
    counted; `suspected` is what the suspicions alone come to. `policy` names the rule that turned
    the score into the disposition; `withheld` are recipients who do not get the message whatever
    becomes of it for the others, because they block its sender; `files` are those that were taken
    apart; `milliseconds` is the time the analysis took.
    """

    score: Annotated[int, Field(ge=0, le=100)]
    disposition: Disposition
    policy: str
    reasons: tuple[Suspicion, ...]
    defects: tuple[DefectSeen, ...]
    authentication: Authentication | None
    milliseconds: float
    mitigations: tuple[Mitigation, ...] = ()
    suspected: Annotated[int, Field(ge=0, le=100)] | None = None
    withheld: tuple[str, ...] = ()
    files: tuple[FileSeen, ...] = ()


class Envelope(_Frozen):
    """What the SMTP session said, apart from the message itself.

    `mail_from` is empty for the null sender; `remote_address` is the peer's IP address, the one
    before a trusted proxy where PROXY protocol is on.
    """

    mail_from: str
    recipients: tuple[str, ...]
    remote_address: str
    helo: str
    tls: bool = False
