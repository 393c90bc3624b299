"""Opens messages inside messages: every body and every attachment, by our own parser."""

from collections.abc import Iterator

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, name_defects
from bartizan.forensics.examination import Defect, Trouble
from bartizan.forensics.mime import DefectCode, Part, parse

_ENDINGS = {"text/html": "body.html", "text/plain": "body.txt", "message/rfc822": "message.eml"}
_SERIOUS = {
    DefectCode.TOO_DEEP: Trouble.TOO_DEEP,
    DefectCode.TOO_MANY_PARTS: Trouble.TOO_MANY,
    DefectCode.TOO_MUCH_WORK: Trouble.TIME,
}


def open_message(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every leaf; a message in it is a leaf, to be opened in turn."""
    del passwords
    budget.work(len(content))
    message = parse(content)
    for defect in message.defects:
        if defect.code in _SERIOUS:
            yield Defect(_SERIOUS[defect.code], defect.sentence)
    for part in message.parts:
        if part.is_multipart and part.children:
            continue
        budget.entry()
        name = part.file_name or _ENDINGS.get(part.content_type, "")
        yield Entry(name, _within(part, budget), name_defects(name))


def _within(part: Part, budget: Budget) -> bytes:
    body = part.content()
    kept = body[: budget.room(len(body))]
    budget.spend(len(kept))
    return kept
