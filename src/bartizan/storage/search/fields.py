"""The fields of an index: what may be stored in them and asked of them, engine aside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bartizan.storage.errors import SearchDocumentError, SearchQueryError
from bartizan.storage.search.port import Document, FieldKind, SearchField
from bartizan.storage.search.tokens import keyword_of, words_of

#: Whole numbers that engines take.
LOWEST, HIGHEST = -(2**63), 2**63 - 1

_LONGEST_ID = 512
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one field, ready for an engine.

    Of TEXT the words, separated by spaces; of KEYWORD the folded value; of INSTANT microseconds
    since 1970.
    """

    field: str
    value: str | int


class Fields:
    """The fields of one index, by name."""

    def __init__(self, fields: Sequence[SearchField]) -> None:
        """Take `fields`; `id` is every document's and may not be among them."""
        self._by_name = {field.name: field for field in fields}
        if len(self._by_name) < len(fields) or "id" in self._by_name:
            raise ValueError("fields need different names, and none may be called id")

    def __iter__(self) -> Iterator[SearchField]:
        return iter(self._by_name.values())

    def named(self, name: str) -> SearchField:
        """Return the field called `name`.

        Raises:
            SearchQueryError: there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            known = ", ".join(sorted(self._by_name))
            raise SearchQueryError(f"There is no field {name!r}; there are {known}.") from None

    def defaults(self) -> list[SearchField]:
        """Return the fields searched when a query names none."""
        return [field for field in self if field.default]

    def sortable(self, name: str) -> SearchField:
        """Return the INSTANT field called `name`.

        Raises:
            SearchQueryError: there is none, or it is of another kind.
        """
        field = self.named(name)
        if field.kind is not FieldKind.INSTANT:
            raise SearchQueryError(f"Hits can be sorted by a moment; {name} is none.")
        return field

    def cells(self, document: Document) -> list[Cell]:
        """Return the values of a document as an engine takes them.

        Raises:
            SearchDocumentError: its id or a value does not fit.
        """
        check_id(document.id)
        cells: list[Cell] = []
        for name, value in document.values.items():
            field = self._by_name.get(name)
            if field is None:
                raise SearchDocumentError(f"Documents of this index have no field {name!r}.")
            cells += (Cell(name, one) for one in _values_of(field, value))
        return cells


def is_id(identifier: str) -> bool:
    """Tell whether a document may have this id: 1 to 512 characters, no lone surrogates."""
    if not 1 <= len(identifier) <= _LONGEST_ID:
        return False
    return identifier.isascii() or not any("\ud800" <= char <= "\udfff" for char in identifier)


def check_id(identifier: str) -> None:
    """Refuse what cannot be an id.

    Raises:
        SearchDocumentError: `identifier` is empty, too long or not encodable.
    """
    if not is_id(identifier):
        raise SearchDocumentError(f"A document's id is text of 1 to {_LONGEST_ID} characters.")


def number_of(field: SearchField, value: Any) -> int:
    """Return a value of an INTEGER or INSTANT field as a number.

    Raises:
        ValueError: the value is of another kind.
    """
    if field.kind is FieldKind.INTEGER and isinstance(value, int) and not isinstance(value, bool):
        return value
    if field.kind is FieldKind.INSTANT and isinstance(value, datetime) and value.tzinfo:
        return (value - _EPOCH) // _MICROSECOND
    wanted = "a whole number" if field.kind is FieldKind.INTEGER else "a moment with a time zone"
    raise ValueError(f"{field.name} takes {wanted}")


def _values_of(field: SearchField, value: Any) -> Iterator[str | int]:
    if field.kind in (FieldKind.INTEGER, FieldKind.INSTANT):
        yield _checked_number(field, value)
        return
    texts = [value] if isinstance(value, str) else value
    if not _is_texts(texts):
        raise SearchDocumentError(f"{field.name} takes text, or a sequence of texts.")
    for text in texts:
        yield " ".join(words_of(text)) if field.kind is FieldKind.TEXT else keyword_of(text)


def _checked_number(field: SearchField, value: Any) -> int:
    try:
        number = number_of(field, value)
    except ValueError as error:
        raise SearchDocumentError(f"The field {error}.") from error
    if not LOWEST <= number <= HIGHEST:
        raise SearchDocumentError(f"The field {field.name} takes numbers of 64 bits.")
    return number


def _is_texts(value: Any) -> bool:
    if not isinstance(value, Sequence) or isinstance(value, bytes | bytearray | Mapping):
        return False
    return all(isinstance(one, str) for one in value)
