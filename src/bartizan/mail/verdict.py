"""What may be said of a message: suspicions, their score, and what is done about it.

Every rendering (console, CLI, API, report) shows these models; nothing is judged twice.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bartizan.mail.authentication.results import Authentication


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


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Evidence(_Frozen):
    """Where in the message it was seen (`header:from`, `part:2`, `link`) and what was there."""

    where: str
    text: Annotated[str, Field(max_length=500)]


class Suspicion(_Frozen):
    """One detector's finding: the id is the detector's, the sentence is for the recipient.

    `weight` is the probability, between 0 and 1, that a message is malicious given this alone.
    """

    id: str
    title: str
    severity: Severity
    weight: Annotated[float, Field(ge=0, le=1)]
    sentence: str
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()


class DefectSeen(_Frozen):
    """Something malformed in the message, and the byte offset where."""

    code: str
    sentence: str
    offset: int


class Verdict(_Frozen):
    """The whole judgement of one message.

    `score` is 0 (nothing found) to 100; `policy` names the rule that turned it into the
    disposition; `milliseconds` is the time the analysis took.
    """

    score: Annotated[int, Field(ge=0, le=100)]
    disposition: Disposition
    policy: str
    reasons: tuple[Suspicion, ...]
    defects: tuple[DefectSeen, ...]
    authentication: Authentication | None
    milliseconds: float


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
