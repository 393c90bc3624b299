"""One measured figure, how it is repeated, and how it is printed."""

import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """What was measured: the median and spread of several runs, and the floor it should reach.

    `better` is "higher" or "lower". A figure without runs could not be measured; its note says why.
    """

    name: str
    runs: tuple[float, ...]
    unit: str
    better: str = "higher"
    floor: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def reached(self) -> bool | None:
        if self.floor is None or not self.runs:
            return None
        return self.median >= self.floor if self.better == "higher" else self.median <= self.floor

    def line(self) -> str:
        if not self.runs:
            return f"{self.name:<46} {'-':>12} {self.note}"
        spread = f"{min(self.runs):,.1f} … {max(self.runs):,.1f}"
        verdict = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        floor = "" if self.floor is None else f"floor {self.floor:,.6g}"
        return (
            f"{self.name:<46} {self.median:>12,.1f} {self.unit:<13} {spread:<26} "
            f"{floor:<15} {verdict:<12} {self.note}"
        ).rstrip()


def repeat(times: int, measure: Callable[[], float]) -> tuple[float, ...]:
    """Run `measure` once to warm up and `times` times to count."""
    measure()
    return tuple(measure() for _ in range(times))


def alternate(
    times: int, ours: Callable[[], float], theirs: Callable[[], float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Like `repeat` for two, run by turns: what else the machine does weighs on both alike."""
    ours()
    theirs()
    pairs = [(ours(), theirs()) for _ in range(times)]
    return tuple(mine for mine, _ in pairs), tuple(its for _, its in pairs)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """Return how many times faster we were, turn by turn."""
    return tuple(mine / its for mine, its in zip(ours, theirs, strict=True))


def absent(peer: str) -> Figure:
    """Return the line for a peer that cannot be measured."""
    return Figure(f"  {peer}", (), "", note="not installed here: no ratio")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def machine() -> str:
    """Say what the figures were measured on, and how busy it is with other things."""
    model = "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {sys.version.split()[0]}, "
        f"load before the first run {os.getloadavg()[0]:.1f}"
    )


def sample(folder: Path, count: int) -> list[Path]:
    """Return a fixed sample of real mail: every n-th file of each set, the same every time."""
    found: list[Path] = []
    sets = sorted(path for path in folder.iterdir() if path.is_dir())
    for one in sets:
        files = sorted(one.glob("*.eml"))
        share = max(1, count // len(sets))
        found += files[:: max(1, len(files) // share)][:share]
    return found


def table(figures: Sequence[Figure]) -> str:
    return "\n".join(figure.line() for figure in figures)
