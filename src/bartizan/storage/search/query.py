"""The query tree that every search engine behind the port understands."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """The text, tokenised, in one field (`None`: the schema's default fields).

    More than one word means a phrase: they must follow each other. `prefix` lets the last word
    continue. Text without any word matches nothing. In a KEYWORD field the text is the whole
    value, or with `prefix` its beginning.
    """

    text: str
    field: str | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Exact:
    """The field holds exactly this value (after folding its case)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """The field lies in `[low, high)`; an open end is `None`."""

    field: str
    low: datetime | int | None
    high: datetime | int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every clause holds; of no clauses: everything matches."""

    clauses: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause holds; of no clauses: nothing matches."""

    clauses: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The clause does not hold."""

    clause: "Query"


Query: TypeAlias = Words | Exact | Between | AllOf | AnyOf | Not
