"""The vocabulary between evaluators, which do no input or output, and resolvers, which do.

An evaluator is a generator: it yields the questions it may ask at the same time and is sent their
answers in the same order, until it returns its result. So it is a pure function of the answers.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

from bartizan.mail.authentication.domains import is_askable, normalised


class RecordType(StrEnum):
    """The kinds of record that authentication reads."""

    A = "A"
    AAAA = "AAAA"
    MX = "MX"
    PTR = "PTR"
    TXT = "TXT"


class Outcome(StrEnum):
    """What became of a question."""

    FOUND = "found"
    NO_DATA = "no-data"
    NO_NAME = "no-name"
    TIMEOUT = "timeout"
    FAILURE = "failure"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Question:
    """One name and type; the name is normalised and askable."""

    name: str
    type: RecordType


@dataclass(frozen=True, slots=True)
class Answer:
    """What DNS said.

    `records` are texts: addresses; host names without trailing dots, mail exchangers in order of
    preference; TXT strings joined, one character per byte (Latin-1). `ttl` is in seconds.
    """

    outcome: Outcome
    records: tuple[str, ...] = ()
    ttl: int = 0

    @property
    def void(self) -> bool:
        """Whether DNS said for certain that there is nothing (RFC 7208, section 4.6.4)."""
        return self.outcome in {Outcome.NO_DATA, Outcome.NO_NAME}

    @property
    def unknown(self) -> bool:
        """Whether nobody knows: trying again later may give another answer."""
        return self.outcome in _WHY

    @property
    def why(self) -> str:
        """The end of a sentence that explains an `unknown` answer."""
        return _WHY.get(self.outcome, "DNS answered")


_WHY = {
    Outcome.TIMEOUT: "DNS did not answer in time",
    Outcome.FAILURE: "DNS answered with a failure",
    Outcome.UNASKED: "DNS was not asked",
}

Result = TypeVar("Result")
#: Yields questions, is sent answers, returns its result.
Evaluation: TypeAlias = Generator[tuple[Question, ...], tuple[Answer, ...], Result]


def ask(name: str, type_: RecordType) -> Evaluation[Answer]:
    """Ask one question; a name that DNS cannot carry does not exist."""
    return (yield from ask_all([(name, type_)]))[0]


def ask_all(wanted: Iterable[tuple[str, RecordType]]) -> Evaluation[tuple[Answer, ...]]:
    """Ask several questions at once; the same one twice is asked once."""
    questions = [Question(normalised(name), type_) for name, type_ in wanted]
    asked = tuple(dict.fromkeys(item for item in questions if is_askable(item.name)))
    answers = dict(zip(asked, (yield asked) if asked else (), strict=True))
    return tuple(answers.get(question, Answer(Outcome.NO_NAME)) for question in questions)
