"""What a search index must do, whichever engine is behind it.

One process writes, any number read. The index is never the truth: it can be rebuilt from the
database and the blobs at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from bartizan.storage.search.query import Query

Value: TypeAlias = str | int | datetime | Sequence[str]


class FieldKind(StrEnum):
    """How a field is indexed."""

    TEXT = "text"  # words, with positions for phrases
    KEYWORD = "keyword"  # whole values, case folded
    INTEGER = "integer"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field of the documents; `default` ones are searched when a query names no field."""

    name: str
    kind: FieldKind
    default: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its id and its values by field name."""

    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Hits:
    """The ids found, in order, and how many there are in all."""

    ids: tuple[str, ...]
    total: int


class SearchReader(Protocol):
    """Looks things up."""

    def search(
        self, query: Query, *, limit: int, offset: int = 0, newest_by: str | None = None
    ) -> Hits:
        """Return the best hits, or the newest by an INSTANT field when `newest_by` names one.

        Raises:
            SearchQueryError: the query does not fit the fields, or is too large.
        """
        ...

    def count(self) -> int:
        """Return how many documents are committed."""
        ...

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Return those of `ids` that are not committed to the index."""
        ...

    def refresh(self) -> None:
        """See what the writer committed since the last refresh."""
        ...


class SearchWriter(Protocol):
    """Changes the index; at most one is open at a time."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add the documents, each replacing the one of its id; seen after `commit`.

        Raises:
            SearchDocumentError: one does not fit the fields; none of them was taken.
        """
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the documents; gone after `commit`."""
        ...

    def commit(self) -> None:
        """Make what was put and removed durable and visible."""
        ...

    def clear(self) -> None:
        """Remove everything, durably."""
        ...

    def close(self) -> None:
        """Drop what was not committed and let another writer open."""
        ...
