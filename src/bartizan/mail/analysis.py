"""How well the gateway catches what it should: figures of days, from the daily tallies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import Final

import sqlalchemy as sa

from bartizan.base.clock import Clock
from bartizan.mail import tallies
from bartizan.mail.tallies import DETECTOR, DISPOSITION, TACTIC, day_of, start_of
from bartizan.mail.verdict import Disposition
from bartizan.storage.database import Database

_CAUGHT: Final = frozenset({Disposition.HOLD, Disposition.REJECT})
_TACTICS: Final = 20
#: The 97.5 % quantile of the normal distribution: the interval holds with 95 % confidence.
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which bounds a share lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TacticFigures:
    """How many messages showed a tactic, and what people confirmed of them."""

    name: str
    messages: int
    confirmed_bad: int
    confirmed_good: int


@dataclass(frozen=True, slots=True)
class DetectorFigures:
    """How often a detector fired, and how often people found it right.

    `precision` is of the messages people decided about, `None` where there are none; `interval`
    says how much so few decisions can tell.
    """

    id: str
    fired: int
    confirmed_bad: int
    confirmed_good: int
    precision: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day (UTC): messages received and judged, caught, and what people confirmed of them.

    `bad_caught` are those of `confirmed_bad` that were caught.
    """

    day: datetime
    messages: int
    caught: int
    bad_caught: int
    confirmed_bad: int
    confirmed_good: int


@dataclass(slots=True)
class _Sum:
    messages: int = 0
    bad: int = 0
    good: int = 0

    def add(self, row: sa.RowMapping) -> None:
        self.messages += row["messages"]
        self.bad += row["bad"]
        self.good += row["good"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The figures of some days.

    `caught` were held or rejected. Of what people decided about, `bad_caught` and `bad_missed`
    were bad and caught or not, `good_caught` and `good_passed` good; `catch_rate` is the share of
    confirmed bad mail that was caught, `None` where nobody confirmed any.
    """

    since: datetime
    messages: int
    caught: int
    caught_share: float | None
    bad_caught: int
    bad_missed: int
    good_caught: int
    good_passed: int
    catch_rate: float | None
    catch_interval: Interval | None
    tactics: Sequence[TacticFigures] = field(default_factory=tuple)
    detectors: Sequence[DetectorFigures] = field(default_factory=tuple)
    days: Sequence[DayFigures] = field(default_factory=tuple)


class Analyses:
    """Adds up the days."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def last(self, days: int) -> Analysis:
        """Return the figures of the last `days`, today included."""
        first = day_of(self._clock.now()) - days + 1
        async with self._database.reading() as connection:
            rows = await tallies.since(connection, first)
        return _analysis(first, days, rows)


def wilson(successes: int, tries: int) -> Interval | None:
    """Return the score interval of a share (E. B. Wilson, JASA 22, 1927); `None` without tries."""
    if not tries:
        return None
    share, square = successes / tries, _Z**2 / tries
    middle = share + square / 2
    margin = _Z * sqrt(share * (1 - share) / tries + square / (4 * tries))
    low, high = (middle - margin) / (1 + square), (middle + margin) / (1 + square)
    return Interval(round(max(low, 0.0), 4), round(min(high, 1.0), 4))


def _analysis(first: int, days: int, rows: Sequence[sa.RowMapping]) -> Analysis:
    kinds = {kind: [row for row in rows if row["kind"] == kind] for kind in _KINDS}
    dispositions = _sums(kinds[DISPOSITION], "name")
    caught = _total(one for name, one in dispositions.items() if name in _CAUGHT)
    passed = _total(one for name, one in dispositions.items() if name not in _CAUGHT)
    messages, bad = caught.messages + passed.messages, caught.bad + passed.bad
    return Analysis(
        since=start_of(first),
        messages=messages,
        caught=caught.messages,
        caught_share=_share(caught.messages, messages),
        bad_caught=caught.bad,
        bad_missed=passed.bad,
        good_caught=caught.good,
        good_passed=passed.good,
        catch_rate=_share(caught.bad, bad),
        catch_interval=wilson(caught.bad, bad),
        tactics=_tactics(_sums(kinds[TACTIC], "name")),
        detectors=_detectors(_sums(kinds[DETECTOR], "name")),
        days=_days(first, days, kinds[DISPOSITION]),
    )


_KINDS: Final = (DISPOSITION, DETECTOR, TACTIC)


def _sums(rows: Iterable[sa.RowMapping], by: str) -> dict[str, _Sum]:
    found: dict[str, _Sum] = defaultdict(_Sum)
    for row in rows:
        found[row[by]].add(row)
    return found


def _total(sums: Iterable[_Sum]) -> _Sum:
    total = _Sum()
    for one in sums:
        total.messages += one.messages
        total.bad += one.bad
        total.good += one.good
    return total


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _tactics(sums: Mapping[str, _Sum]) -> tuple[TacticFigures, ...]:
    ordered = sorted(sums.items(), key=lambda one: (-one[1].messages, one[0]))
    return tuple(
        TacticFigures(name, one.messages, one.bad, one.good) for name, one in ordered[:_TACTICS]
    )


def _detectors(sums: Mapping[str, _Sum]) -> tuple[DetectorFigures, ...]:
    ordered = sorted(sums.items(), key=lambda one: (-one[1].messages, one[0]))
    return tuple(
        DetectorFigures(
            id=name,
            fired=one.messages,
            confirmed_bad=one.bad,
            confirmed_good=one.good,
            precision=_share(one.bad, one.bad + one.good),
            interval=wilson(one.bad, one.bad + one.good),
        )
        for name, one in ordered
    )


def _days(first: int, days: int, rows: Iterable[sa.RowMapping]) -> tuple[DayFigures, ...]:
    """Every day has its figures, those without mail too: a gap would look like a missing day."""
    every: dict[int, list[sa.RowMapping]] = {day: [] for day in range(first, first + days)}
    for row in rows:
        every.setdefault(row["day"], []).append(row)
    return tuple(_day(day, found) for day, found in sorted(every.items()))


def _day(day: int, rows: Sequence[sa.RowMapping]) -> DayFigures:
    return DayFigures(
        day=start_of(day),
        messages=sum(row["messages"] for row in rows),
        caught=sum(row["messages"] for row in rows if row["name"] in _CAUGHT),
        bad_caught=sum(row["bad"] for row in rows if row["name"] in _CAUGHT),
        confirmed_bad=sum(row["bad"] for row in rows),
        confirmed_good=sum(row["good"] for row in rows),
    )
