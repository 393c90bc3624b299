"""Turns examples into lessons: what each model is fed of a message, without the message.

What collectors leave is taken out first: detectors look at header fields.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bartizan.mail.cohort import Case
from bartizan.mail.detecting import asking, shipped_detectors
from bartizan.mail.evidence import Facts, Organisation
from bartizan.mail.fingerprints import strip
from bartizan.mail.gathering import gather
from bartizan.mail.learned.findings_expert import heaviest, share_read
from bartizan.mail.learned.structure import Numbers, vector
from bartizan.mail.learned.text_expert import reading
from bartizan.mail.learned.training.examples import Example

_LINKS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One example as the models see it.

    `findings` are the weights of what detectors found, `read` how much of a text there is.
    """

    text: str
    links: tuple[str, ...]
    structure: Numbers
    findings: Numbers
    read: float
    threat: bool
    source: str
    weight: float
    kin: str


def learn(examples: Iterable[Example]) -> Iterator[Lesson]:
    """Yield the lesson of each example."""
    asked = tuple(asking(shipped_detectors().values()))
    for example in examples:
        facts = gather(strip(example.raw), None, None, Organisation())
        case = Case(facts)
        for ask in asked:
            ask(case)
        yield Lesson(
            text=reading(facts),
            links=_links(facts),
            structure=vector(facts),
            findings=heaviest(case.suspicions),
            read=share_read(facts),
            threat=example.threat,
            source=example.source,
            weight=example.weight,
            kin=example.kin,
        )


def _links(facts: Facts) -> tuple[str, ...]:
    hrefs = (link.href for link in facts.links if link.url is not None)
    return tuple(dict.fromkeys(hrefs))[:_LINKS]
