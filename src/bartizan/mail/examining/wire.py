"""Reads the answers of a confined process, every field checked: it may be an attacker by now."""

from pydantic import TypeAdapter, ValidationError

from bartizan.forensics.examination import Examination

_ADAPTER: TypeAdapter[Examination] = TypeAdapter(Examination)
_FILES = 20_000


def decode(words: bytes) -> Examination:
    """Read an examination from JSON.

    Raises:
        ValueError: it is none.
    """
    try:
        found = _ADAPTER.validate_json(words, extra="forbid")
    except ValidationError:
        raise ValueError("the answer is not an examination") from None
    if not 0 < len(found.files) <= _FILES or any(not file.path for file in found.files):
        raise ValueError("the answer is not an examination of a file")
    return found
