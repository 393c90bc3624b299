"""What attachments hold, as a verdict keeps it: short enough to be stored with every message."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bartizan.forensics.examination import ExaminedFile
from bartizan.mail.evidence import Facts
from bartizan.mail.verdict import FileSeen, SignSeen

#: Files kept of a message, names of a path, signs and defects of a file, characters of each.
_FILES: Final = 100
_NAMES: Final = 12
_SIGNS: Final = 12
_DEFECTS: Final = 5
_TEXT: Final = 200


def files_seen(facts: Facts) -> tuple[FileSeen, ...]:
    """Return the files that were taken apart, each after the one it lies in."""
    return tuple(islice(_every(facts), _FILES))


def _every(facts: Facts) -> Iterator[FileSeen]:
    for attachment in facts.attachments:
        if attachment.examination is not None:
            for file in attachment.examination.files:
                yield _seen(attachment.part.index, file)


def _seen(part: int, file: ExaminedFile) -> FileSeen:
    return FileSeen(
        part=part,
        path=tuple(_storable(name) for name in file.path[-_NAMES:]),
        type=file.type,
        size=file.size,
        sha256=file.sha256,
        signs=tuple(
            SignSeen(trait=str(sign.trait), detail=_storable(sign.detail))
            for sign in file.signs[:_SIGNS]
        ),
        defects=tuple(_storable(defect.sentence) for defect in file.defects[:_DEFECTS]),
    )


def _storable(text: str) -> str:
    """No database and no JSON takes half a character, and PostgreSQL takes no NUL."""
    return (
        text[:_TEXT].replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    )
