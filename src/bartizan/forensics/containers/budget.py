"""How much taking one attachment apart may cost, over everything that is inside it.

Counted in bytes and entries, not in seconds: the same file is always read equally far. Time is
kept by the process that does the work.
"""

from dataclasses import dataclass

from bartizan.forensics.examination import Defect, Trouble

#: Output that needs no excuse: below it a high ratio is only a small file that packs well.
_RATIO_FLOOR = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one attachment with all that it holds; far above what people send.

    `total_bytes` is what all files inside may come to and `work_bytes` what may be read to get
    there; `file_bytes` holds for each file; `ratio` for the output of a stream to its input;
    `characters` for the text and HTML kept of all files together.
    """

    total_bytes: int = 256 * 1024 * 1024
    work_bytes: int = 512 * 1024 * 1024
    file_bytes: int = 64 * 1024 * 1024
    ratio: int = 200
    entries: int = 2_000
    depth: int = 10
    characters: int = 2_000_000


class OpeningError(Exception):
    """A container cannot be read on. It is caught at the door, where it becomes a defect."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.defect = Defect(trouble, sentence)


class BudgetError(OpeningError):
    """Nothing more may be spent on this attachment."""


def broken(sentence: str) -> OpeningError:
    """Return the error for a container that does not follow its format."""
    return OpeningError(Trouble.BROKEN, sentence)


class Budget:
    """What is left to spend on one attachment."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.total_bytes
        self._work = limits.work_bytes
        self._entries = limits.entries

    def entry(self) -> None:
        """Count one more entry.

        Raises:
            BudgetError: there were too many.
        """
        if self._entries <= 0:
            raise BudgetError(
                Trouble.TOO_MANY, f"It holds more than the {self.limits.entries} files looked at."
            )
        self._entries -= 1

    def work(self, size: int) -> None:
        """Count `size` bytes that are read to get at others.

        Raises:
            BudgetError: there were too many.
        """
        self._work -= size
        if self._work < 0:
            raise BudgetError(Trouble.TIME, "Reading it takes more work than is spent on a file.")

    def room(self, packed: int) -> int:
        """Return how many bytes may come out of `packed` bytes.

        Raises:
            BudgetError: none at all.
        """
        if self._bytes <= 0:
            raise BudgetError(Trouble.TOO_LARGE, "Unpacked, it is larger than is looked at.")
        return min(self.limits.file_bytes, self._bytes, self._by_ratio(packed))

    def spend(self, size: int) -> None:
        """Count `size` bytes that came out."""
        self._bytes -= size

    def cut(self, packed: int) -> Defect:
        """Return the defect of a stream that was cut at its `room`."""
        if self._by_ratio(packed) <= self.limits.file_bytes:
            sentence = f"It unpacks to more than {self.limits.ratio} times its size."
            return Defect(Trouble.RATIO, sentence)
        return Defect(Trouble.TOO_LARGE, "It is larger than is looked at; only its beginning is.")

    def _by_ratio(self, packed: int) -> int:
        return max(_RATIO_FLOOR, self.limits.ratio * packed)
