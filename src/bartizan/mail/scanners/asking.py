"""Asks every scanner about a message, side by side, within a budget of time.

A scanner that is away neither passes mail as clean nor holds it up: that it was not heard is a
defect of the message, which its verdict shows.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bartizan.mail.errors import ScannerError
from bartizan.mail.evidence import Signature
from bartizan.mail.verdict import DefectSeen


class Scanner(Protocol):
    """Somebody who knows signatures that we do not."""

    @property
    def engine(self) -> str:
        """The scanner's name in evidence: `clamav`."""
        ...

    async def scan(self, content: bytes) -> tuple[str, ...]:
        """Return the names of the signatures that match a whole message.

        Raises:
            ScannerError: it could not be asked, or did not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scanners said of a message, and who of them could not be heard."""

    signatures: tuple[Signature, ...] = ()
    defects: tuple[DefectSeen, ...] = ()


async def ask(scanners: Sequence[Scanner], raw: bytes, budget_seconds: float) -> Scanned:
    """Return what all scanners say; never raises because one of them is away."""
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(_ask(scanner, raw, budget_seconds)) for scanner in scanners]
    answers = [task.result() for task in asked]
    return Scanned(
        signatures=tuple(one for answer in answers for one in answer.signatures),
        defects=tuple(one for answer in answers for one in answer.defects),
    )


async def _ask(scanner: Scanner, raw: bytes, budget_seconds: float) -> Scanned:
    try:
        async with asyncio.timeout(budget_seconds):
            names = await scanner.scan(raw)
    except TimeoutError:
        return _unheard(scanner, "it did not answer in time")
    except ScannerError as error:
        return _unheard(scanner, error.detail)
    return Scanned(tuple(Signature(scanner.engine, name, "message") for name in names))


def _unheard(scanner: Scanner, why: str) -> Scanned:
    sentence = f"The scanner {scanner.engine} could not be asked: {why}"
    return Scanned(defects=(DefectSeen(code="scanner-unavailable", sentence=sentence, offset=0),))
