"""Walks over what examining the attachments of a message found."""

from collections.abc import Iterator

from bartizan.forensics.examination import ExaminedFile, Trouble
from bartizan.forensics.file_types import extension
from bartizan.mail.evidence import Attachment, Facts, Found, seen

#: Names that Windows starts on a double click.
RUNS_CODE = frozenset(
    "appx bat chm cmd com cpl dll exe hta iso img jar js jse lnk mde msc msi msix msp pif ps1 reg "
    "scr sct settingcontent-ms shb url vb vbe vbs vhd vhdx wsc wsf wsh xll".split()
)


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


def runs_by_name(file: ExaminedFile) -> bool:
    """Whether a file's name alone makes a double click start it."""
    return extension(file.path[-1]) in RUNS_CODE


def told(
    attachment: Attachment, sentence: str, evidence: str, weight: float | None = None
) -> Found:
    """Return a finding about something inside an attachment."""
    return Found(sentence, (seen(f"part:{attachment.part.index}", evidence),), weight=weight)
