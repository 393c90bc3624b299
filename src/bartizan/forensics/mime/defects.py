"""What can be wrong with a message. Defects are facts for detectors, never errors."""

from enum import StrEnum
from typing import NamedTuple


class DefectCode(StrEnum):
    """Every defect the parser reports; `SENTENCES` says what each means."""

    # structure
    MISSING_BOUNDARY = "missing-boundary"
    BOUNDARY_NOT_FOUND = "boundary-not-found"
    BOUNDARY_TOO_LONG = "boundary-too-long"
    BOUNDARY_REUSED = "boundary-reused"
    BOUNDARY_GLUED = "boundary-glued"
    UNCLOSED_MULTIPART = "unclosed-multipart"
    ENCODED_MULTIPART = "encoded-multipart"
    # header
    MBOX_FROM_LINE = "mbox-from-line"
    MISSING_BLANK_LINE = "missing-blank-line"
    MALFORMED_FIELD = "malformed-field"
    REPEATED_FIELD = "repeated-field"
    RAW_EIGHT_BIT_HEADER = "raw-eight-bit-header"
    NUL_IN_HEADER = "nul-in-header"
    UNREADABLE_CONTENT_TYPE = "unreadable-content-type"
    UNKNOWN_ENCODING = "unknown-encoding"
    BARE_CR = "bare-cr"
    # parameters: the same words as content_type.ParameterDefect
    TOO_MANY_PARAMETERS = "too-many-parameters"
    REPEATED_PARAMETER = "repeated-parameter"
    PARAMETER_GAP = "parameter-gap"
    PARAMETER_CONFLICT = "parameter-conflict"
    # content
    REPAIRED_ENCODING = "repaired-encoding"
    UNDECODABLE_CONTENT = "undecodable-content"
    UNKNOWN_CHARSET = "unknown-charset"
    CHARSET_MISMATCH = "charset-mismatch"
    # limits
    TOO_DEEP = "too-deep"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_MANY_FIELDS = "too-many-fields"
    HEADER_TOO_LONG = "header-too-long"
    LINE_TOO_LONG = "line-too-long"
    TOO_MANY_MESSAGES = "too-many-messages"
    TOO_MUCH_WORK = "too-much-work"


SENTENCES = {
    DefectCode.MISSING_BOUNDARY: "A multipart names no boundary; its content is one opaque body.",
    DefectCode.BOUNDARY_NOT_FOUND: "The boundary of a multipart never occurs in it.",
    DefectCode.BOUNDARY_TOO_LONG: "A boundary is longer than the 70 characters RFC 2046 allows.",
    DefectCode.BOUNDARY_REUSED: "A multipart reuses the boundary of one that it stands in.",
    DefectCode.BOUNDARY_GLUED: "A closing boundary hangs at the end of a line of content.",
    DefectCode.UNCLOSED_MULTIPART: "A multipart ends without its closing boundary.",
    DefectCode.ENCODED_MULTIPART: "A multipart claims a transfer encoding, which RFC 2045 forbids.",
    DefectCode.MBOX_FROM_LINE: "The message begins with the 'From ' line of an mbox.",
    DefectCode.MISSING_BLANK_LINE: "No blank line separates a header from its body.",
    DefectCode.MALFORMED_FIELD: "A line of a header is neither a field nor its continuation.",
    DefectCode.REPEATED_FIELD: "A field that may stand once stands more often; the first counts.",
    DefectCode.RAW_EIGHT_BIT_HEADER: "A header holds bytes beyond ASCII that are not encoded.",
    DefectCode.NUL_IN_HEADER: "A header holds NUL bytes.",
    DefectCode.UNREADABLE_CONTENT_TYPE: "A Content-Type names no type.",
    DefectCode.UNKNOWN_ENCODING: "A Content-Transfer-Encoding is not one that exists.",
    DefectCode.BARE_CR: "A carriage return stands without its line feed; it is read as a line end.",
    DefectCode.TOO_MANY_PARAMETERS: "A field has more parameters than are read.",
    DefectCode.REPEATED_PARAMETER: "A parameter stands twice; the first counts.",
    DefectCode.PARAMETER_GAP: "A continued parameter lacks a piece or repeats one (RFC 2231).",
    DefectCode.PARAMETER_CONFLICT: "A parameter's plain and extended forms say different things.",
    DefectCode.REPAIRED_ENCODING: "Encoded content breaks its encoding's rules; it was repaired.",
    DefectCode.UNDECODABLE_CONTENT: "Content is not in the encoding it claims; it is shown raw.",
    DefectCode.UNKNOWN_CHARSET: "A charset is not one that exists; it was guessed.",
    DefectCode.CHARSET_MISMATCH: "Text is not in the charset that it claims.",
    DefectCode.TOO_DEEP: "Multiparts nest deeper than is read; the innermost is opaque.",
    DefectCode.TOO_MANY_PARTS: "There are more parts than are read; the rest is opaque.",
    DefectCode.TOO_MANY_FIELDS: "A header has more fields than are read.",
    DefectCode.HEADER_TOO_LONG: "A header is longer than is read.",
    DefectCode.LINE_TOO_LONG: "A header line is longer than the 998 bytes RFC 5322 allows.",
    DefectCode.TOO_MANY_MESSAGES: "Messages nest deeper than is read; the innermost is opaque.",
    DefectCode.TOO_MUCH_WORK: "Finding boundaries took more work than is spent on one message.",
}


class Defect(NamedTuple):
    """One defect: its code, the byte offset it was met at, and what it means."""

    code: DefectCode
    offset: int
    sentence: str


def defect(code: DefectCode, offset: int) -> Defect:
    """Return the defect `code` at `offset` with its sentence."""
    return Defect(code, offset, SENTENCES[code])
