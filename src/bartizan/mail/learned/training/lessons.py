"""Turns examples into lessons: what each model is fed of a message, without the message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bartizan.mail.evidence import Facts, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.structure import Numbers, vector
from bartizan.mail.learned.text_expert import reading
from bartizan.mail.learned.training.examples import Example

_LINKS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One example as the models see it."""

    text: str
    links: tuple[str, ...]
    structure: Numbers
    threat: bool
    source: str
    weight: float


def learn(examples: Iterable[Example]) -> Iterator[Lesson]:
    """Yield the lesson of each example."""
    for example in examples:
        facts = gather(example.raw, None, None, Organisation())
        yield Lesson(
            text=reading(facts),
            links=_links(facts),
            structure=vector(facts),
            threat=example.threat,
            source=example.source,
            weight=example.weight,
        )


def _links(facts: Facts) -> tuple[str, ...]:
    hrefs = (link.href for link in facts.links if link.url is not None)
    return tuple(dict.fromkeys(hrefs))[:_LINKS]
