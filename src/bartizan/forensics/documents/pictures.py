"""Pictures inside documents: only the codes on them matter, and those are the document's own."""

from bartizan.forensics.codes import read_image
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait
from bartizan.forensics.file_types import Family, find_type

#: Pictures of one document that are looked at, and the largest.
PICTURES = 12
PICTURE_BYTES = 8_000_000


def read_picture(content: bytes, draft: Draft) -> None:
    """Note what the codes on a picture say."""
    kind = find_type(content)
    reading = read_image(content, kind, ()) if kind.family is Family.IMAGE else None
    for code in reading.codes if reading else ():
        draft.code(code)
        draft.sign(Trait.CODE, code)
