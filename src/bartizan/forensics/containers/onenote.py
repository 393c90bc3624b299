"""Finds the files that lie in a OneNote section: what its pictures and buttons start.

Source: [MS-ONESTORE] 2.6.13, FileDataStoreObject. The pages themselves are not read.
"""

from collections.abc import Iterator

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found
from bartizan.forensics.examination import Defect, Trouble

_STORE = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
_DATA = 20


def open_onenote(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file data object, in order."""
    del passwords
    budget.work(len(content))
    position = number = 0
    while (position := content.find(_STORE, position)) >= 0:
        budget.entry()
        number += 1
        start = position + len(_STORE) + _DATA
        size = int.from_bytes(
            content[position + len(_STORE) : position + len(_STORE) + 8], "little"
        )
        body = content[start : start + size]
        room = budget.room(len(body))
        budget.spend(min(room, len(body)))
        short = (Defect(Trouble.BROKEN, "It ends too early."),) if len(body) < size else ()
        yield Entry(f"file-{number}", body[:room], short)
        position = start + len(body)
