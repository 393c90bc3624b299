"""The figures of each day, kept up in the transaction that makes them true.

A verdict adds one to its disposition, its detectors and their tactics (what is only worth knowing
shows no tactic); a decision of people adds
to what was bad or good among them. Rows are written in the order of their keys and last in their
transaction, since every worker writes the same few.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.mail.models import Label, tallies
from bartizan.mail.verdict import Severity, Verdict

DISPOSITION: Final = "disposition"
DETECTOR: Final = "detector"
TACTIC: Final = "tactic"
_PREFIX: Final = "tactic:"
_LONGEST: Final = 100
#: What a person's word says of a message. Spam is unwanted: a detector was right to fire.
BAD: Final = frozenset({Label.PHISH, Label.SPAM})

Key = tuple[int, str, str]


def day_of(moment: datetime) -> int:
    """Return the number of a day, in UTC, since 1970."""
    return int(moment.timestamp() // 86_400)


def start_of(day: int) -> datetime:
    """Return when a day began."""
    return datetime.fromtimestamp(day * 86_400, UTC)


async def count_verdicts(
    connection: AsyncConnection, judged: Iterable[tuple[datetime, Verdict]]
) -> None:
    """Count verdicts under the day their message was received."""
    counted = Counter(key for received, verdict in judged for key in _keys(received, verdict))
    await _add(connection, {key: (count, 0, 0) for key, count in counted.items()})


@dataclass(frozen=True, slots=True)
class Redecided:
    """A judged message, what people said of it before, and what they say now."""

    received_at: datetime
    verdict: Verdict
    before: Label | None
    after: Label


async def count_decisions(connection: AsyncConnection, changed: Iterable[Redecided]) -> None:
    """Take back what was decided about messages, and count what is now."""
    bad: Counter[Key] = Counter()
    good: Counter[Key] = Counter()
    for one in changed:
        for key in _keys(one.received_at, one.verdict):
            bad[key] += _is_bad(one.after) - _is_bad(one.before)
            good[key] += _is_good(one.after) - _is_good(one.before)
    figures = {key: (0, bad[key], good[key]) for key in bad if bad[key] or good[key]}
    await _add(connection, figures)


def _is_bad(label: Label | None) -> int:
    return int(label in BAD)


def _is_good(label: Label | None) -> int:
    return int(label is not None and label not in BAD)


def _keys(received: datetime, verdict: Verdict) -> Iterator[Key]:
    day = day_of(received)
    yield day, DISPOSITION, str(verdict.disposition)
    for identifier in {reason.id[:_LONGEST] for reason in verdict.reasons}:
        yield day, DETECTOR, identifier
    telling = (reason for reason in verdict.reasons if reason.severity is not Severity.INFO)
    tags = {tag for reason in telling for tag in reason.tags if tag.startswith(_PREFIX)}
    for tag in tags:
        yield day, TACTIC, tag.removeprefix(_PREFIX)[:_LONGEST]


async def _add(connection: AsyncConnection, figures: Mapping[Key, tuple[int, int, int]]) -> None:
    if not figures:
        return
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = build.insert(tallies)
    names = ("messages", "bad", "good")
    changes = {name: tallies.c[name] + insert.excluded[name] for name in names}
    rows = [
        {"day": day, "kind": kind, "name": name, **dict(zip(names, counts, strict=True))}
        for (day, kind, name), counts in sorted(figures.items())
    ]
    keys = ["day", "kind", "name"]
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), rows)


async def since(connection: AsyncConnection, day: int) -> list[sa.RowMapping]:
    """Return the figures from a day on."""
    wanted = sa.select(tallies).where(tallies.c.day >= day).order_by(tallies.c.day)
    return list((await connection.execute(wanted)).mappings())
