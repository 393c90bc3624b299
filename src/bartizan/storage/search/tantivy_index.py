"""The embedded search engine: Tantivy in a folder.

Every value is added through the method of its type, and only after all of its batch was checked:
Tantivy turns `Document(id=1)` into a signed number, and a value that does not fit its field
kills the indexing thread, after which every write fails with a misleading error
(quickwit-oss/tantivy #2540). Queries are built from parts and never from text. Tantivy panics on
some of its arguments (a limit of 0, a phrase of one word); none of them get that far.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy
from tantivy import Occur

from bartizan.storage.errors import (
    IndexBrokenError,
    IndexWriteError,
    SearchQueryError,
    WriterBusyError,
)
from bartizan.storage.search.fields import Cell, Fields, check_id, is_id
from bartizan.storage.search.plan import (
    Every,
    Phrase,
    Prefix,
    Range,
    Some,
    Step,
    Term,
    Without,
    plan,
)
from bartizan.storage.search.port import Document, FieldKind, Hits, SearchField
from bartizan.storage.search.query import Query
from bartizan.storage.search.tokens import TOKENS_VERSION

_ID = "id"
#: An index whose words were split otherwise has another schema, and is refused as such.
_ANALYZER = f"bartizan-{TOKENS_VERSION}"
_HEAP_BYTES = 64 << 20
_LOOKED_UP_AT_ONCE = 10_000
_ANYTHING = "(.|\n)*"
_REGEX_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in r"\.+*?()|[]{}^$#&-~"})


def open_index(
    folder: Path, fields: Sequence[SearchField], *, heap_bytes: int = _HEAP_BYTES
) -> "TantivyIndex":
    """Open the index in `folder`, making an empty one where there is none.

    Args:
        folder: for this index alone; made for its owner alone (0700).
        fields: what documents hold, besides their id.
        heap_bytes: memory for documents that are not yet written, 15 MB at least.

    Raises:
        IndexBrokenError: it cannot be read, or was made for other fields.
    """
    known = Fields(fields)
    with _broken_named(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _one_at_a_time(folder):
            engine = tantivy.Index(_schema(known), path=str(folder), reuse=True)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        engine.register_tokenizer(_ANALYZER, analyzer)
        engine.config_reader("manual")
        engine.searcher()
    return TantivyIndex(engine, known, heap_bytes)


class TantivyIndex:
    """An open index: any number of readers, and at most one writer of all processes."""

    def __init__(self, engine: tantivy.Index, fields: Fields, heap_bytes: int) -> None:
        """Take over an open index; see `open_index`."""
        self._engine = engine
        self._fields = fields
        self._heap_bytes = heap_bytes

    def reader(self) -> "TantivyReader":
        """Return a reader that sees what is committed now."""
        return TantivyReader(self._engine, self._fields)

    def writer(self) -> "TantivyWriter":
        """Return the writer.

        Raises:
            WriterBusyError: another one is open, here or in another process.
        """
        return TantivyWriter(self._engine, self._fields, self._heap_bytes)


class TantivyReader:
    """A `SearchReader`; may be used by several threads."""

    def __init__(self, engine: tantivy.Index, fields: Fields) -> None:
        """Look things up in `engine`."""
        self._engine = engine
        self._fields = fields
        self.refresh()

    def search(
        self, query: Query, *, limit: int, offset: int = 0, newest_by: str | None = None
    ) -> Hits:
        """Return the best hits, or the newest by an INSTANT field when `newest_by` names one.

        Documents without that moment come last. `total` counts all hits, whatever the limit.

        Raises:
            SearchQueryError: the query does not fit the fields, is too large, or ends a phrase
                in a beginning that more than 16,000 words share.
            IndexBrokenError: the index cannot be read any more.
        """
        order = None if newest_by is None else self._fields.sortable(newest_by).name
        step = plan(query, self._fields)
        with _broken_named(), _vagueness_named():
            wanted = _translated(step, self._engine.schema)
            searcher = self._engine.searcher()
            # Tantivy sets aside room for every hit asked for.
            most = max(1, min(limit, searcher.num_docs))
            skipped = max(0, min(offset, searcher.num_docs))
            found = searcher.search(wanted, limit=most, offset=skipped, order_by_field=order)
            hits = found.hits[: max(0, limit)]
            ids = tuple(_id_at(searcher, address) for _rank, address in hits)
            return Hits(ids, _total(found))

    def count(self) -> int:
        """Return how many documents are committed."""
        return int(self._engine.searcher().num_docs)

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Return those of `ids`, in their order and once each, that are not in the index.

        Raises:
            IndexBrokenError: the index cannot be read any more.
        """
        wanted = list(dict.fromkeys(ids))
        searcher = self._engine.searcher()
        present: set[str] = set()
        for start in range(0, len(wanted), _LOOKED_UP_AT_ONCE):
            chunk = filter(is_id, wanted[start : start + _LOOKED_UP_AT_ONCE])
            with _broken_named():
                present |= self._present(searcher, list(chunk))
        return [one for one in wanted if one not in present]

    def refresh(self) -> None:
        """See what the writer committed since the last refresh.

        Raises:
            IndexBrokenError: the index cannot be read any more.
        """
        with _broken_named():
            self._engine.reload()

    def _present(self, searcher: tantivy.Searcher, ids: list[str]) -> set[str]:
        if not ids:
            return set()
        query = tantivy.Query.term_set_query(self._engine.schema, _ID, ids)
        found = searcher.search(query, limit=len(ids))
        if _total(found) == len(ids):
            return set(ids)
        return {_id_at(searcher, address) for _rank, address in found.hits}


class TantivyWriter:
    """A `SearchWriter`; for one thread at a time.

    After an `IndexWriteError` everything since the last commit has to be put again; the writer
    itself goes on.
    """

    def __init__(self, engine: tantivy.Index, fields: Fields, heap_bytes: int) -> None:
        """Become the one writer of `engine`; see `TantivyIndex.writer`."""
        self._engine = engine
        self._fields = fields
        self._heap_bytes = heap_bytes
        self._writer: tantivy.IndexWriter | None = self._opened()

    def put(self, documents: Iterable[Document]) -> None:
        """Add the documents, each replacing the one of its id; seen after `commit`.

        Raises:
            SearchDocumentError: one does not fit the fields; none of them was taken.
            IndexWriteError: the disk refuses; what was not committed is lost.
        """
        prepared = [(one.id, self._fields.cells(one)) for one in documents]
        with self._writing() as writer:
            for identifier, cells in prepared:
                writer.delete_documents_by_term(_ID, identifier)
                writer.add_document(self._document(identifier, cells))

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the documents; gone after `commit`.

        Raises:
            SearchDocumentError: something given is no id; nothing was removed.
            IndexWriteError: the disk refuses; what was not committed is lost.
        """
        wanted = list(ids)
        for identifier in wanted:
            check_id(identifier)
        with self._writing() as writer:
            for identifier in wanted:
                writer.delete_documents_by_term(_ID, identifier)

    def commit(self) -> None:
        """Make what was put and removed durable and visible.

        Raises:
            IndexWriteError: the disk refuses; what was not committed is lost.
        """
        with self._writing() as writer:
            writer.commit()

    def clear(self) -> None:
        """Remove everything, durably.

        Raises:
            IndexWriteError: the disk refuses.
        """
        with self._writing() as writer:
            # Else documents on their way in would come after the deletion.
            writer.rollback()
            writer.delete_all_documents()
            writer.commit()

    def close(self) -> None:
        """Drop what was not committed and let another writer open; once more does nothing."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # A writer that cannot even roll back is let go of all the same.
            with suppress(Exception):
                writer.rollback()
                writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """Lend the engine's writer, and replace it after an error: it may be dead."""
        if self._writer is None:
            self._writer = self._opened()
        try:
            yield self._writer
        except BaseException as error:
            self.close()
            if not _is_the_engines(error):
                raise
            raise IndexWriteError(
                f"The search index could not be written ({error}); make sure that its disk has "
                "room, and index again what was not committed."
            ) from error

    def _opened(self) -> tantivy.IndexWriter:
        try:
            return self._engine.writer(heap_size=self._heap_bytes, num_threads=1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise IndexWriteError(f"The search index takes no writer ({error}).") from error
            raise WriterBusyError(
                "Another process writes to the search index; stop it, or let it do the work."
            ) from error

    def _document(self, identifier: str, cells: Iterable[Cell]) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text(_ID, identifier)
        for cell in cells:
            if isinstance(cell.value, int):
                document.add_integer(cell.field, cell.value)
            else:
                document.add_text(cell.field, cell.value)
        return document


def _schema(fields: Fields) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_ID, stored=True, tokenizer_name="raw", index_option="basic")
    for field in fields:
        match field.kind:
            case FieldKind.TEXT:
                builder.add_text_field(field.name, tokenizer_name=_ANALYZER)
            case FieldKind.KEYWORD:
                builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
            case FieldKind.INTEGER | FieldKind.INSTANT:
                builder.add_integer_field(field.name, indexed=True, fast=True)
    return builder.build()


def _translated(step: Step, schema: tantivy.Schema) -> tantivy.Query:
    """Return a step as Tantivy's query; the depth of steps is bounded."""
    match step:
        case Every(steps):
            return _all_of(steps, schema)
        case Some(steps):
            return _any_of(_translated(one, schema) for one in steps)
        case Without():
            return _all_of((step,), schema)
        case Phrase(field, words, prefix):
            return _in_a_row(field, words, prefix=prefix, schema=schema)
        case _:
            return _single(step, schema)


def _single(step: Term | Prefix | Range, schema: tantivy.Schema) -> tantivy.Query:
    match step:
        case Term(field, value):
            return tantivy.Query.term_query(schema, field, value)
        case Prefix(field, start):
            return tantivy.Query.regex_query(schema, field, _beginning(start))
        case Range(field, low, high):
            kind = tantivy.FieldType.Integer
            return tantivy.Query.range_query(schema, field, kind, low, high)


def _in_a_row(
    field: str, words: tuple[str, ...], *, prefix: bool, schema: tantivy.Schema
) -> tantivy.Query:
    if not prefix:
        return tantivy.Query.phrase_query(schema, field, [*words])
    # Words are letters and digits, so each but the last is its own pattern.
    return tantivy.Query.regex_phrase_query(schema, field, [*words[:-1], _beginning(words[-1])])


def _all_of(steps: Sequence[Step], schema: tantivy.Schema) -> tantivy.Query:
    """Return a conjunction; one of nothing but "not" takes away from everything."""
    taken = [step.step for step in steps if isinstance(step, Without)]
    wanted = [_translated(step, schema) for step in steps if not isinstance(step, Without)]
    parts = [(Occur.Must, query) for query in wanted or [tantivy.Query.all_query()]]
    parts += ((Occur.MustNot, _translated(step, schema)) for step in taken)
    return tantivy.Query.boolean_query(parts)


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    parts = [(Occur.Should, query) for query in queries]
    return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()


def _beginning(start: str) -> str:
    return start.translate(_REGEX_SIGNS) + _ANYTHING


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # missing from the library's stub


def _id_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address)[_ID][0])


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process after the other look whether there is an index, and make it."""
    descriptor = os.open(folder / "open.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _broken_named(folder: Path | None = None) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if not _is_the_engines(error):
            raise
        name = f"the folder {folder.name}" if folder else "its folder"
        raise IndexBrokenError(
            f"The search index cannot be used ({error}). Stop its writer, delete {name}, and "
            "index everything again."
        ) from error


@contextmanager
def _vagueness_named() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        if "max expansions" not in str(error):
            raise
        raise SearchQueryError(
            "Too many words begin like the last one of the phrase; type more of it."
        ) from error


def _is_the_engines(error: BaseException) -> bool:
    """Tell whether Tantivy failed; on damaged files it panics, which no class of ours covers."""
    panicked = type(error).__module__ == "pyo3_runtime"
    return panicked or isinstance(error, ValueError | OSError | RuntimeError)
