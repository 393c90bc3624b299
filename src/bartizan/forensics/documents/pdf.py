"""PDF: its structure by an own scanner, its pages by PDFium."""

from collections.abc import Sequence

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.pdf_pages import read_pages
from bartizan.forensics.documents.pdf_structure import judge_structure
from bartizan.forensics.examination import Reading, Trouble
from bartizan.forensics.file_types import FileType


def read_pdf(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a PDF; what its structure says is kept even where its pages cannot be shown."""
    draft = Draft()
    judge_structure(content, draft)
    try:
        read_pages(content, passwords, draft)
    except Exception as error:  # noqa: BLE001 - the library raises many kinds on hostile bytes
        draft.defect(Trouble.BROKEN, f"Its pages cannot be read ({error.__class__.__name__}).")
    return draft.reading()
