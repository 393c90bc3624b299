"""The DNS tree walk (RFC 9989, section 4.10): whose records stand above a name, and who owns it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bartizan.mail.authentication.dmarc.record import PolicyRecord, is_record, parse_record
from bartizan.mail.authentication.dns.questions import Answer, Evaluation, RecordType, ask_all
from bartizan.mail.authentication.domains import child_towards, parents

#: A longer name is cut to seven labels after the first query, so that eight queries always do.
MOST_LABELS = 7


class UnknownRecordError(Exception):
    """A record that matters could not be had just now; the text ends the sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record and the name (without `_dmarc.`) where it was found."""

    name: str
    record: PolicyRecord


@dataclass(frozen=True, slots=True)
class Walk:
    """The records above and at `start`, longest name first, up to the one that ends the walk."""

    start: str
    found: tuple[Found, ...]

    @property
    def organisation(self) -> str:
        """Return the organisational domain of `start` (section 4.10.2)."""
        for item in self.found:
            if item.record.boundary == "n":
                return item.name
            if item.record.boundary == "y" and item.name != self.start:
                return child_towards(item.name, self.start)
        return self.found[-1].name if self.found else self.start

    @property
    def policy(self) -> Found | None:
        """Return the record that applies to `start`: its own, its organisation's, its suffix's."""
        by_name = {item.name: item for item in self.found}
        own = by_name.get(self.start) or by_name.get(self.organisation)
        return own or next((item for item in self.found if item.record.boundary == "y"), None)


def targets(name: str) -> list[str]:
    """Return the names to ask about, at most eight: `name`, then its parents up to the top."""
    above = parents(name)
    return [name, *above[max(0, len(above) - MOST_LABELS) :]]


def walk_trees(names: Sequence[str]) -> Evaluation[dict[str, Walk]]:
    """Walk from each of `names`; all questions go out together.

    Raises:
        UnknownRecordError: DNS gave no answer where one is needed.
    """
    wanted = list(dict.fromkeys(target for name in names for target in targets(name)))
    answers = yield from ask_all((f"_dmarc.{target}", RecordType.TXT) for target in wanted)
    known = dict(zip(wanted, answers, strict=True))
    return {name: Walk(name, tuple(_walk(targets(name), known))) for name in names}


def _walk(names: Iterable[str], answers: Mapping[str, Answer]) -> Iterable[Found]:
    """Yield the records on the way up; `psd=y` and `psd=n` end it (steps 2 and 6)."""
    for name in names:
        record = record_at(name, answers[name])
        if record is not None:
            yield Found(name, record)
            if record.boundary in {"y", "n"}:
                return


def record_at(name: str, answer: Answer) -> PolicyRecord | None:
    """Return the one DMARC record of `name`; several count as none.

    Raises:
        UnknownRecordError: DNS gave no answer.
    """
    if answer.unknown:
        raise UnknownRecordError(f"{answer.why} about _dmarc.{name}")
    texts = [text for text in answer.records if is_record(text)]
    return parse_record(texts[0]) if len(texts) == 1 else None
