"""Searching: the query is read, asked of the index, and its hits are shown from the rows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bartizan.archive import repository
from bartizan.archive.documents import NEWEST_BY
from bartizan.archive.metrics import SEARCH_SECONDS
from bartizan.archive.query.explain import explain
from bartizan.archive.query.parser import parse
from bartizan.archive.query.snippets import pattern_of, snippet
from bartizan.archive.records import ArchivedMessage, Found, Hit
from bartizan.base.clock import Clock
from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest
from bartizan.storage.database import Database
from bartizan.storage.search.port import Hits, SearchReader
from bartizan.storage.search.query import AllOf, Between, Query

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST_DIGITS = 17


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: `skip` hits into those received at `until` or before (`None`: ever)."""

    skip: int
    until: int | None = None  # microseconds since 1970

    def within(self, query: Query) -> Query:
        """Return the query without what came before the page."""
        if self.until is None:
            return query
        high = _EPOCH + timedelta(microseconds=self.until + 1)
        return AllOf((query, Between(NEWEST_BY, None, high)))


class Finder:
    """Finds archived messages."""

    def __init__(self, database: Database, reader: SearchReader, clock: Clock) -> None:
        """Read the index through `reader`; dates in queries count from the clock's now."""
        self._database = database
        self._reader = reader
        self._clock = clock

    async def search(self, query: str, wanted: PageRequest, order: Order = Order.NEWEST) -> Found:
        """Return one page of the messages that `query` asks for.

        Raises:
            QueryError: the query is malformed.
            InvalidError: the cursor is not one of ours.
        """
        with SEARCH_SECONDS.time():
            asked = parse(query, self._clock.now())
            place = _place(wanted, order)
            hits, total = await asyncio.to_thread(self._look, asked, place, wanted.page_size, order)
            return await self._found(asked, place, hits, total, order)

    def _look(self, asked: Query, place: _Place, limit: int, order: Order) -> tuple[Hits, int]:
        self._reader.refresh()
        newest_by = NEWEST_BY if order is Order.NEWEST else None
        hits = self._reader.search(
            place.within(asked), limit=limit, offset=place.skip, newest_by=newest_by
        )
        if place.until is None:
            return hits, hits.total
        return hits, self._reader.search(asked, limit=1).total

    async def _found(
        self, asked: Query, place: _Place, hits: Hits, total: int, order: Order
    ) -> Found:
        async with self._database.reading() as connection:
            known = await repository.messages_by_id(connection, hits.ids)
            texts = await repository.texts_of(connection, hits.ids)
            lag = await repository.count_pending(connection)
        pattern = pattern_of(asked)
        shown = tuple(
            Hit(known[identifier], snippet(texts.get(identifier, ""), pattern))
            for identifier in hits.ids
            if identifier in known
        )
        following = _next_key([hit.message for hit in shown], place, order)
        return Found(shown, total, explain(asked), lag, following)


def _place(wanted: PageRequest, order: Order) -> _Place:
    key = wanted.after()
    if key is None:
        return _Place(wanted.offset)
    kind, *numbers = key.split(":")
    sound = all(n.isascii() and n.isdigit() and len(n) <= _MOST_DIGITS for n in numbers)
    if not sound or (kind, len(numbers)) != _shape(order):
        raise InvalidError("The cursor is not of this search; start without it.")
    skip, *until = (int(number) for number in numbers)
    return _Place(skip, until[0] if until else None)


def _shape(order: Order) -> tuple[str, int]:
    return (order.value, 2 if order is Order.NEWEST else 1)


def _next_key(shown: Sequence[ArchivedMessage], place: _Place, order: Order) -> str | None:
    """Return the key that continues after the last message shown."""
    if not shown:
        return None
    if order is Order.RELEVANCE:
        return f"{order}:{place.skip + len(shown)}"
    last = _micros(shown[-1])
    skip = sum(1 for message in shown if _micros(message) == last)
    if last == place.until:
        skip += place.skip
    return f"{order}:{skip}:{last}"


def _micros(message: ArchivedMessage) -> int:
    return (message.first_received_at - _EPOCH) // _MICROSECOND
