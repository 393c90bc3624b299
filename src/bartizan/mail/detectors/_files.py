"""What detectors of documents share: every examined file, and how to point at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bartizan.forensics.examination import ExaminedFile, Sign, Trait
from bartizan.mail.evidence import Facts, Found, seen
from bartizan.mail.verdict import Evidence

_FILES = 2_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of an attachment, with the file it lies in where it lies in one."""

    file: ExaminedFile
    part: int
    holder: ExaminedFile | None

    @property
    def name(self) -> str:
        """The file's own name, for a sentence."""
        return self.file.path[-1] if self.file.path and self.file.path[-1] else "without a name"

    def sign(self, *traits: Trait) -> Sign | None:
        """Return the first sign of one of the traits."""
        return next((sign for sign in self.file.signs if sign.trait in traits), None)

    def evidence(self, *traits: Trait) -> tuple[Evidence, ...]:
        """Return where the file is and, for each sign of the traits, what shows it."""
        where = f"part:{self.part}"
        found = [sign for sign in self.file.signs if sign.trait in traits][:5]
        path = " / ".join(self.file.path)
        return (
            seen(where, path),
            *(seen(where, f"{sign.trait}: {sign.detail}") for sign in found if sign.detail),
        )


def files(facts: Facts) -> Iterator[Seen]:
    """Yield every file that was examined."""
    count = 0
    for attachment in facts.attachments:
        examination = attachment.examination
        if examination is None:
            continue
        by_path = {file.path: file for file in examination.files}
        for file in examination.files:
            count += 1
            if count > _FILES:
                return
            yield Seen(file, attachment.part.index, by_path.get(file.path[:-1]))


def first(among: Iterable[Seen], trait: Trait, sentence: str) -> Found | None:
    """Return a finding on the first file with a trait; `{name}` and `{detail}` are the file's."""
    for one in among:
        if (sign := one.sign(trait)) is not None:
            told = sentence.format(name=one.name, detail=sign.detail[:100])
            return Found(told, one.evidence(trait))
    return None
