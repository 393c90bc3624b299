"""Walks over what examining the attachments of a message found."""

from collections.abc import Iterator

from bartizan.forensics.examination import ExaminedFile, Trouble
from bartizan.mail.evidence import Attachment, Facts, Found, seen


def examined(facts: Facts) -> Iterator[tuple[Attachment, ExaminedFile]]:
    """Yield every file of every attachment, the attachment itself first."""
    for attachment in facts.attachments:
        if attachment.examination is not None:
            for file in attachment.examination.files:
                yield attachment, file


def troubled(
    facts: Facts, troubles: frozenset[Trouble]
) -> Iterator[tuple[Attachment, str, Trouble]]:
    """Yield each trouble of these kinds, with its sentence and the way to its file."""
    for attachment, file in examined(facts):
        for defect in file.defects:
            if defect.trouble in troubles:
                yield attachment, f"{way(file)}: {defect.sentence}", defect.trouble


def way(file: ExaminedFile) -> str:
    """Return the way to a file, as a person would write it."""
    return " > ".join(file.path)


def told(
    attachment: Attachment, sentence: str, evidence: str, weight: float | None = None
) -> Found:
    """Return a finding about something inside an attachment."""
    return Found(sentence, (seen(f"part:{attachment.part.index}", evidence),), weight=weight)
