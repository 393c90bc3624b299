"""Each search engine behind the port, empty, for mail-like documents."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bartizan.storage.search.fields import Fields
from bartizan.storage.search.port import FieldKind, SearchField, SearchReader, SearchWriter
from bartizan.storage.search.tantivy_index import open_index

FIELDS = (
    SearchField("subject", FieldKind.TEXT, default=True),
    SearchField("body", FieldKind.TEXT, default=True),
    SearchField("sender", FieldKind.KEYWORD),
    SearchField("tags", FieldKind.KEYWORD),
    SearchField("size", FieldKind.INTEGER),
    SearchField("at", FieldKind.INSTANT),
)


@dataclass
class Engine:
    """One index: its writer, a reader, and how to get another reader."""

    writer: SearchWriter
    reader: SearchReader
    another_reader: Callable[[], SearchReader]


@pytest.fixture
def fields() -> Fields:
    return Fields(FIELDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def tantivy(folder: Path) -> Iterator[Engine]:
    index = open_index(folder, FIELDS, heap_bytes=15_000_000)
    with closing(index.writer()) as writer:
        yield Engine(writer, index.reader(), lambda: open_index(folder, FIELDS).reader())


@pytest.fixture(params=["tantivy"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each adapter of the port, in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
