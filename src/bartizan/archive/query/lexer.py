"""Cuts a search query into tokens: one pass, bounded."""

from dataclasses import dataclass
from enum import Enum, auto

from bartizan.archive.errors import QueryError

LONGEST_QUERY = 2000
MOST_TOKENS = 200

_OPERATORS = frozenset({"AND", "OR", "NOT"})
_QUOTES = str.maketrans("“”„‟«»", '""""""')


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query; `position` counts characters from 1."""

    kind: Kind
    text: str
    position: int


def tokens_of(query: str) -> list[Token]:
    """Return the tokens of a query, the last of them END.

    Raises:
        QueryError: the query is too long, or a quotation mark has no partner.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"A query may have {LONGEST_QUERY} characters; shorten it", LONGEST_QUERY)
    text = query.translate(_QUOTES)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _next(text, at)
        found.append(token)
        if len(found) > MOST_TOKENS:
            raise QueryError(f"A query may have {MOST_TOKENS} words and signs", token.position)
    return [*found, Token(Kind.END, "", len(text) + 1)]


def _next(text: str, at: int) -> tuple[Token, int]:
    sign = text[at]
    if sign == "(":
        return Token(Kind.OPEN, sign, at + 1), at + 1
    if sign == ")":
        return Token(Kind.CLOSE, sign, at + 1), at + 1
    if sign == '"':
        return _phrase(text, at)
    if sign == "-" and at + 1 < len(text) and not text[at + 1].isspace():
        return Token(Kind.NOT, sign, at + 1), at + 1
    return _word(text, at)


def _phrase(text: str, at: int) -> tuple[Token, int]:
    end = text.find('"', at + 1)
    if end < 0:
        raise QueryError("A quotation mark opens here and never closes", at + 1)
    return Token(Kind.PHRASE, text[at + 1 : end], at + 1), end + 1


def _word(text: str, at: int) -> tuple[Token, int]:
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in '()"':
        end += 1
    word = text[at:end]
    if word in _OPERATORS:
        return Token(Kind[word], word, at + 1), end
    name, colon, rest = word.partition(":")
    if colon and _names_a_field(name, rest):
        return Token(Kind.FIELD, name.lower(), at + 1), at + len(name) + 1
    return Token(Kind.WORD, word, at + 1), end


def _names_a_field(name: str, rest: str) -> bool:
    """Tell `subject:x` from `https://x` and `12:30`."""
    if not name[:1].isalpha() or rest.startswith("//"):
        return False
    return name.isascii() and name.replace("-", "").replace("_", "").isalnum()
