"""Turns a query into the few steps that any engine can take, checked against the fields.

What comes out names only fields that exist, holds only values that fit them, and is of bounded
depth and size: an engine's adapter translates it without a thought.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bartizan.storage.errors import SearchQueryError
from bartizan.storage.search.fields import HIGHEST, LOWEST, Fields, number_of
from bartizan.storage.search.port import FieldKind, SearchField
from bartizan.storage.search.query import AllOf, AnyOf, Between, Exact, Not, Query, Words
from bartizan.storage.search.tokens import keyword_of, words_of

MOST_CLAUSES = 2_000
MOST_WORDS = 1_000
DEEPEST = 50
#: In characters; of KEYWORD values.
LONGEST_PREFIX = 100


@dataclass(frozen=True, slots=True)
class Term:
    """The field holds this very word or value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The field holds a word or value that begins like this."""

    field: str
    start: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The field holds these words, two at least, in a row; `prefix` lets the last continue."""

    field: str
    words: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True, slots=True)
class Range:
    """The field's number lies between `low` and `high`, both included."""

    field: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Every:
    """All steps hold; of none: everything."""

    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one step holds; of none: nothing."""

    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Without:
    """The step does not hold."""

    step: "Step"


Step: TypeAlias = Term | Prefix | Phrase | Range | Every | Some | Without

EVERYTHING = Every()
NOTHING = Some()


def plan(query: Query, fields: Fields) -> Step:
    """Return the steps of a query.

    Raises:
        SearchQueryError: it names a field that is not there or of another kind, or it is too
            large or too deep.
    """
    _check_size(query)
    return _planned(query, fields)


def _check_size(query: Query) -> None:
    waiting, clauses = [(query, 1)], 0
    while waiting:
        one, depth = waiting.pop()
        clauses += 1
        if clauses > MOST_CLAUSES or depth > DEEPEST:
            raise SearchQueryError(
                f"A search may have {MOST_CLAUSES} clauses, {DEEPEST} inside one another; "
                "ask for less at once."
            )
        waiting += ((clause, depth + 1) for clause in _clauses(one))


def _clauses(query: Query) -> Iterator[Query]:
    if isinstance(query, AllOf | AnyOf):
        yield from query.clauses
    elif isinstance(query, Not):
        yield query.clause


def _planned(query: Query, fields: Fields) -> Step:
    match query:
        case AllOf(clauses):
            return Every(tuple(_planned(clause, fields) for clause in clauses))
        case AnyOf(clauses):
            return Some(tuple(_planned(clause, fields) for clause in clauses))
        case Not(clause):
            return Without(_planned(clause, fields))
        case Between():
            return _between(query, fields.named(query.field))
        case Exact():
            return _exact(query, fields.named(query.field))
        case Words():
            return _words(query, fields)


def _exact(query: Exact, field: SearchField) -> Step:
    if field.kind is not FieldKind.KEYWORD:
        raise SearchQueryError(f"The field {field.name} does not hold whole values.")
    return Term(field.name, keyword_of(query.value))


def _between(query: Between, field: SearchField) -> Step:
    if field.kind not in (FieldKind.INTEGER, FieldKind.INSTANT):
        raise SearchQueryError(f"The field {field.name} holds text, which has no range.")
    try:
        low = LOWEST if query.low is None else number_of(field, query.low)
        high = HIGHEST if query.high is None else number_of(field, query.high) - 1
    except ValueError as error:
        raise SearchQueryError(f"The field {error}.") from error
    low, high = max(low, LOWEST), min(high, HIGHEST)
    return Range(field.name, low, high) if low <= high else NOTHING


def _words(query: Words, fields: Fields) -> Step:
    named = fields.defaults() if query.field is None else [fields.named(query.field)]
    steps = tuple(_words_in(field, query) for field in named)
    return steps[0] if len(steps) == 1 else Some(steps)


def _words_in(field: SearchField, query: Words) -> Step:
    if field.kind is FieldKind.TEXT:
        return _words_in_text(field.name, query)
    if field.kind is FieldKind.KEYWORD:
        return _words_in_keyword(field.name, query)
    raise SearchQueryError(f"The field {field.name} holds no words; ask for a range of it.")


def _words_in_text(field: str, query: Words) -> Step:
    words = tuple(words_of(query.text))
    if len(words) > MOST_WORDS:
        raise SearchQueryError(f"A phrase may have {MOST_WORDS} words; ask for fewer.")
    if len(words) > 1:
        return Phrase(field, words, query.prefix)
    if not words:
        return NOTHING
    return Prefix(field, words[0]) if query.prefix else Term(field, words[0])


def _words_in_keyword(field: str, query: Words) -> Step:
    value = keyword_of(query.text)
    if not value:
        return NOTHING
    if not query.prefix:
        return Term(field, value)
    if len(value) > LONGEST_PREFIX:
        raise SearchQueryError(f"The start of a value may have {LONGEST_PREFIX} characters.")
    return Prefix(field, value)
