"""Reads the archive's query language into the tree that search engines understand.

    query   = and *( "OR" and )
    and     = not *( ["AND"] not )
    not     = *( "NOT" / "-" ) term
    term    = "(" query ")" / field ":" value / field ":" "(" query ")" / word / phrase
    word    = text [ "*" ]          ; the star lets the word continue
    phrase  = DQUOTE text DQUOTE

`docs/archive/query.md` says it for people. Depth and length are bounded, so the recursion is too.
"""

from collections.abc import Callable
from datetime import datetime

from bartizan.archive.errors import QueryError
from bartizan.archive.query.lexer import Kind, Token, tokens_of
from bartizan.archive.query.values import READERS
from bartizan.storage.search.query import AllOf, AnyOf, Not, Query, Words
from bartizan.storage.search.tokens import words_of

DEEPEST = 20
_SHORTEST_PREFIX = 2

#: The text fields by the names people write.
TEXT_FIELDS = {
    "from": "from",
    "to": "to",
    "cc": "cc",
    "subject": "subject",
    "body": "body",
    "attachment": "attachment",
    "filename": "attachment",
}


def parse(query: str, now: datetime) -> Query:
    """Return what `query` asks for; an empty one asks for everything.

    `now` (aware, UTC) is what ages and `today` count from.

    Raises:
        QueryError: the query is malformed; the sentence says where and what to write instead.
    """
    return _Parser(tokens_of(query), now).read()


class _Parser:
    def __init__(self, tokens: list[Token], now: datetime) -> None:
        self._tokens = tokens
        self._now = now
        self._at = 0

    def read(self) -> Query:
        if self._next.kind is Kind.END:
            return AllOf(())
        found = self._any_of(None, 0)
        if self._next.kind is Kind.CLOSE:
            raise QueryError("This parenthesis closes nothing", self._next.position)
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _any_of(self, field: str | None, depth: int) -> Query:
        clauses = [self._all_of(field, depth)]
        while self._next.kind is Kind.OR:
            self._take()
            clauses.append(self._all_of(field, depth))
        return _joined(clauses, AnyOf)

    def _all_of(self, field: str | None, depth: int) -> Query:
        clauses = [self._not(field, depth)]
        while self._next.kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self._next.kind is Kind.AND:
                self._take()
            clauses.append(self._not(field, depth))
        return _joined(clauses, AllOf)

    def _not(self, field: str | None, depth: int) -> Query:
        negated = False
        while self._next.kind is Kind.NOT:
            self._take()
            negated = not negated
        clause = self._term(field, depth)
        return Not(clause) if negated else clause

    def _term(self, field: str | None, depth: int) -> Query:
        token = self._take()
        match token.kind:
            case Kind.OPEN:
                return self._group(token, field, depth)
            case Kind.FIELD:
                return self._field(token, depth)
            case Kind.WORD | Kind.PHRASE:
                return _words(token, field)
            case _:
                raise _expected_a_term(token)

    def _group(self, opening: Token, field: str | None, depth: int) -> Query:
        if depth >= DEEPEST:
            raise QueryError(f"Parentheses may nest {DEEPEST} deep", opening.position)
        found = self._any_of(field, depth + 1)
        if self._take().kind is not Kind.CLOSE:
            raise QueryError("This parenthesis never closes", opening.position)
        return found

    def _field(self, name: Token, depth: int) -> Query:
        value = self._take()
        if name.text in TEXT_FIELDS:
            return self._text_field(name, value, depth)
        read = READERS.get(name.text)
        if read is None:
            known = ", ".join(sorted([*TEXT_FIELDS, *READERS]))
            raise QueryError(
                f"There is no field {name.text}; put the words in quotation marks, or use one "
                f"of {known}",
                name.position,
            )
        if value.kind not in (Kind.WORD, Kind.PHRASE):
            raise QueryError(f"{name.text}: needs a value right after it", value.position)
        return read(value, self._now)

    def _text_field(self, name: Token, value: Token, depth: int) -> Query:
        field = TEXT_FIELDS[name.text]
        if value.kind is Kind.OPEN:
            return self._group(value, field, depth)
        if value.kind not in (Kind.WORD, Kind.PHRASE):
            raise QueryError(f"{name.text}: needs a word right after it", value.position)
        return _words(value, field)


def _words(token: Token, field: str | None) -> Words:
    text = token.text.removesuffix("*")
    prefix = text != token.text
    if "*" in text and token.kind is Kind.WORD:
        raise QueryError("A star may only end a word", token.position + text.index("*"))
    words = words_of(text)
    if not words:
        raise QueryError("Nothing here can be searched for: no letter, no digit", token.position)
    if prefix and len(words[-1]) < _SHORTEST_PREFIX:
        raise QueryError(f"Write {_SHORTEST_PREFIX} letters before a star", token.position)
    return Words(text, field, prefix)


def _joined(clauses: list[Query], join: Callable[[tuple[Query, ...]], Query]) -> Query:
    return clauses[0] if len(clauses) == 1 else join(tuple(clauses))


def _expected_a_term(token: Token) -> QueryError:
    if token.kind is Kind.END:
        return QueryError("The query ends where a word should follow", token.position)
    if token.kind is Kind.CLOSE:
        return QueryError("A word is missing before this parenthesis", token.position)
    return QueryError(
        f"{token.text} needs a word on both sides; in quotation marks it is a word itself",
        token.position,
    )
