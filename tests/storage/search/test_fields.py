from datetime import UTC, datetime

import pytest

from bartizan.storage.errors import SearchDocumentError, SearchQueryError
from bartizan.storage.search.fields import Cell, Fields, check_id, is_id, number_of
from bartizan.storage.search.port import Document, FieldKind, SearchField

WHEN = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_a_document_becomes_cells(fields):
    document = Document(
        "1",
        {"body": ["One two", "Drei"], "tags": ["A", "ß"], "sender": "X@Y", "size": 5, "at": WHEN},
    )
    assert fields.cells(document) == [
        Cell("body", "one two"),
        Cell("body", "drei"),
        Cell("tags", "a"),
        Cell("tags", "ss"),
        Cell("sender", "x@y"),
        Cell("size", 5),
        Cell("at", 1_000_000),
    ]


def test_what_does_not_fit_is_refused_with_its_field(fields):
    with pytest.raises(SearchDocumentError, match="size takes a whole number"):
        fields.cells(Document("1", {"size": "5"}))
    with pytest.raises(SearchDocumentError, match="at takes a moment"):
        fields.cells(Document("1", {"at": 5}))
    with pytest.raises(SearchDocumentError, match="64 bits"):
        fields.cells(Document("1", {"size": -(2**63) - 1}))
    with pytest.raises(SearchDocumentError, match="colour"):
        fields.cells(Document("1", {"colour": "red"}))


def test_fields_are_found_by_name(fields):
    assert fields.named("size").kind is FieldKind.INTEGER
    assert [field.name for field in fields.defaults()] == ["subject", "body"]
    with pytest.raises(SearchQueryError, match="at, body, sender"):
        fields.named("colour")


def test_only_moments_sort(fields):
    assert fields.sortable("at").name == "at"
    with pytest.raises(SearchQueryError, match="size is none"):
        fields.sortable("size")


@pytest.mark.parametrize("names", [["id"], ["a", "a"]])
def test_names_are_unique_and_id_is_taken(names):
    with pytest.raises(ValueError, match="different names"):
        Fields([SearchField(name, FieldKind.TEXT) for name in names])


@pytest.mark.parametrize(
    ("identifier", "good"),
    [("1", True), ("é" * 512, True), ("", False), ("x" * 513, False), ("é\ud800", False)],
)
def test_ids_are_short_text(identifier, good):
    assert is_id(identifier) is good
    if good:
        check_id(identifier)
    else:
        with pytest.raises(SearchDocumentError):
            check_id(identifier)


def test_numbers_keep_their_kind():
    size, at = SearchField("n", FieldKind.INTEGER), SearchField("t", FieldKind.INSTANT)
    assert number_of(size, -7) == -7
    assert number_of(at, WHEN) == 1_000_000
    for field, value in [(size, WHEN), (size, False), (at, 7), (at, WHEN.replace(tzinfo=None))]:
        with pytest.raises(ValueError, match=f"{field.name} takes"):
            number_of(field, value)
