"""Our own MIME parser: bytes in, an immutable message out, defects instead of errors.

`parse` is the door. docs/forensics/parser.md says what is promised.
"""

from bartizan.forensics.mime.defects import Defect, DefectCode
from bartizan.forensics.mime.fields import HeaderField
from bartizan.forensics.mime.limits import Limits
from bartizan.forensics.mime.message import Message, Part, parse

__all__ = ["Defect", "DefectCode", "HeaderField", "Limits", "Message", "Part", "parse"]
