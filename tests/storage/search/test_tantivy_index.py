"""What the embedded engine promises beyond the port: its folder, its lock, its failures."""

import resource
import subprocess
import sys
import time
from contextlib import closing

import pytest

from bartizan.storage.errors import (
    IndexBrokenError,
    IndexWriteError,
    SearchQueryError,
    WriterBusyError,
)
from bartizan.storage.search.port import (
    Document,
    FieldKind,
    SearchField,
    SearchReader,
    SearchWriter,
)
from bartizan.storage.search.query import AllOf, AnyOf, Between, Not, Words
from bartizan.storage.search.tantivy_index import TantivyReader, TantivyWriter, open_index

FIELDS = (
    SearchField("body", FieldKind.TEXT, default=True),
    SearchField("tags", FieldKind.KEYWORD),
    SearchField("size", FieldKind.INTEGER),
)
EVERYTHING = AllOf(())

#: Holds the writer of an index; puts a document for each line, and commits it if told to.
WRITER = """
import sys
from pathlib import Path
from bartizan.storage.search.port import Document, FieldKind, SearchField
from bartizan.storage.search.tantivy_index import open_index

fields = (
    SearchField("body", FieldKind.TEXT, default=True),
    SearchField("tags", FieldKind.KEYWORD),
    SearchField("size", FieldKind.INTEGER),
)
writer = open_index(Path(sys.argv[1]), fields, heap_bytes=15_000_000).writer()
print("ready", flush=True)
for number, line in enumerate(sys.stdin):
    writer.put([Document(str(number), {"body": "from afar"})])
    if line == "commit\\n":
        writer.commit()
    print("done", flush=True)
"""


@pytest.fixture
def opened(folder):
    return lambda: open_index(folder, FIELDS, heap_bytes=15_000_000)


@pytest.fixture
def filled(opened):
    """An index of ten documents whose writer was closed."""
    with closing(opened().writer()) as writer:
        writer.put(Document(str(n), {"body": f"letter {n}", "size": n}) for n in range(10))
        writer.commit()


def test_it_keeps_the_port(opened):
    index = opened()
    with closing(index.writer()) as writer:
        ports: tuple[SearchReader, SearchWriter] = (index.reader(), writer)
        assert isinstance(ports[0], TantivyReader)
        assert isinstance(ports[1], TantivyWriter)


def test_an_absent_index_is_made_for_its_owner_alone(opened, folder):
    assert opened().reader().count() == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_committed_is_there_when_opened_again(opened, filled):
    assert opened().reader().count() == 10


def test_closing_drops_what_was_not_committed(opened, filled):
    with closing(opened().writer()) as writer:
        writer.put([Document("late", {})])
        writer.close()
    assert opened().reader().count() == 10


def test_one_writer_at_a_time(opened):
    index = opened()
    with closing(index.writer()):
        for other in (index, opened()):
            with pytest.raises(WriterBusyError):
                other.writer()
    with closing(index.writer()) as writer:
        writer.commit()


def tell(process, line):
    process.stdin.write(line + "\n")
    assert process.stdout.readline() == "done\n"


def test_other_processes_write_and_die(opened, folder):
    command = [sys.executable, "-c", WRITER, folder]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as other:
        assert other.stdout.readline() == "ready\n"
        index = opened()
        reader = index.reader()
        with pytest.raises(WriterBusyError):
            index.writer()
        for count in (1, 2):
            tell(other, "commit")
            assert reader.count() == count - 1
            reader.refresh()
            assert reader.count() == count
        tell(other, "leave it")
        other.kill()
    with closing(index.writer()) as writer:
        writer.commit()
    reader.refresh()
    assert sorted(reader.search(Words("from afar"), limit=9).ids) == ["0", "1"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": []}'])
def test_damaged_facts_about_the_index_are_named(opened, filled, folder, content):
    (folder / "meta.json").write_bytes(content)
    with pytest.raises(IndexBrokenError, match="delete the folder index"):
        opened()


@pytest.mark.parametrize("suffix", [".term", ".store", ".idx", ".pos"])
@pytest.mark.parametrize("how", ["lost", "cut", "empty"])
def test_a_damaged_segment_is_named(opened, filled, folder, suffix, how):
    for path in folder.glob(f"*{suffix}"):
        if how == "lost":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:5] if how == "cut" else b"")
    with pytest.raises(IndexBrokenError):
        opened().reader().search(Words("letter 3"), limit=1)


def test_an_index_that_breaks_while_open_is_named(opened, filled, folder):
    reader = opened().reader()
    (folder / "meta.json").write_bytes(b"")
    with pytest.raises(IndexBrokenError, match="index everything again"):
        reader.refresh()


@pytest.mark.parametrize(
    "fields",
    [
        FIELDS[:2],
        (*FIELDS, SearchField("more", FieldKind.TEXT)),
        (SearchField("body", FieldKind.KEYWORD), *FIELDS[1:]),
    ],
)
def test_an_index_for_other_fields_is_named(filled, folder, fields):
    with pytest.raises(IndexBrokenError, match="schema"):
        open_index(folder, fields)


def test_a_file_in_the_place_of_the_folder_is_named(folder, opened):
    folder.touch()
    with pytest.raises(IndexBrokenError):
        opened()


def test_a_writer_goes_on_after_the_disk_refused(opened, filled, folder):
    index = opened()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(index.writer()) as writer:
        writer.put([Document("lost", {"body": "words " * 100})])
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
        try:
            with pytest.raises(IndexWriteError, match="index again"):
                writer.commit()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        writer.put([Document("kept", {"body": "kept"})])
        writer.commit()
    reader = opened().reader()
    assert reader.count() == 11
    assert reader.missing(["lost", "kept"]) == ["lost"]


def test_a_writer_without_memory_is_refused(folder):
    with pytest.raises(IndexWriteError, match="memory"):
        open_index(folder, FIELDS, heap_bytes=1).writer()


def test_a_closed_writer_opens_again_when_used(opened):
    writer = opened().writer()
    writer.close()
    writer.close()
    writer.put([Document("1", {})])
    writer.commit()
    writer.close()
    assert opened().reader().count() == 1


def test_the_largest_queries_are_answered(opened, filled):
    reader = opened().reader()
    wide = AnyOf(tuple(Words(f"letter {n}") for n in range(1900)))
    assert reader.search(wide, limit=20).total == 10
    deep = Words("letter")
    for _ in range(48):
        deep = Not(deep)
    assert reader.search(deep, limit=20).total == 10
    long = Words("letter " * 1000, prefix=True)
    assert reader.search(long, limit=20).total == 0
    assert reader.search(Between("size", 3, 5), limit=20).total == 2


def test_a_phrase_with_too_many_endings_is_refused(opened):
    index = opened()
    with closing(index.writer()) as writer:
        writer.put(
            Document(str(n), {"body": " ".join(f"to x{n}x{m}" for m in range(100))})
            for n in range(400)
        )
        writer.commit()
    with pytest.raises(SearchQueryError, match="type more"):
        index.reader().search(Words("to x", prefix=True), limit=1)
    assert index.reader().search(Words("to x7x", prefix=True), limit=1).total == 1
    assert index.reader().search(Words("x", prefix=True), limit=1).total == 400


def test_a_hundred_thousand_ids_are_looked_up_at_once(opened):
    index = opened()
    with closing(index.writer()) as writer:
        writer.put(Document(str(n), {"size": n}) for n in range(0, 20_000, 2))
        writer.commit()
        writer.remove(["0"])
        writer.commit()
    reader = index.reader()
    started = time.monotonic()
    missing = reader.missing(map(str, range(100_000)))
    assert time.monotonic() - started < 10
    assert len(missing) == 90_001
    assert missing[:3] == ["0", "1", "3"]
    assert reader.search(EVERYTHING, limit=0).total == 9_999
