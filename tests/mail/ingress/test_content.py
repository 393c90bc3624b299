import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.ingress.content import Content, ContentReader, Flaw


def read(stream: bytes, *, limit: int = 10_000, cuts: tuple[int, ...] = ()):
    reader = ContentReader(limit)
    edges = [0, *sorted({cut for cut in cuts if cut < len(stream)}), len(stream)]
    for start, end in pairwise(edges):
        found = reader.feed(stream[start:end])
        if found is not None:
            content, rest = found
            return content, rest + stream[end:]
    return None


def test_dots_are_unstuffed_and_what_follows_is_handed_back():
    assert read(b"a\r\n..b\r\n...\r\n.\r\nQUIT\r\n") == (
        Content(b"a\r\n.b\r\n..\r\n"),
        b"QUIT\r\n",
    )


def test_nothing_at_all_is_a_message_too():
    assert read(b".\r\n") == (Content(b""), b"")


@pytest.mark.parametrize(
    "ending", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n\n.\r\n"]
)
def test_no_other_ending_ends_it_and_each_is_refused(ending):
    stream = b"first" + ending + b"MAIL FROM:<smuggled@example.com>\r\n"
    assert read(stream) is None
    assert read(stream + b".\r\n") == (Content(b"", Flaw.BARE_NEWLINE), b"")


def test_too_big_is_said_at_the_end_and_little_is_kept():
    reader = ContentReader(100)
    for _ in range(1000):
        assert reader.feed(b"x" * 1000) is None
        assert reader.held < 1200
    assert reader.received == 1_000_000
    assert reader.feed(b"\r\n.\r\nNOOP\r\n") == (Content(b"", Flaw.TOO_BIG), b"NOOP\r\n")


def test_the_limit_is_exact():
    exact = b"x" * 98 + b"\r\n"
    assert read(exact + b".\r\n", limit=100) == (Content(exact), b"")
    assert read(b"x" + exact + b".\r\n", limit=100) == (Content(b"", Flaw.TOO_BIG), b"")


@given(
    st.lists(st.sampled_from([b".", b"..", b"\r\n", b"\n", b"\r", b"ab", b"\r\n."]), max_size=30),
    st.lists(st.integers(1, 120), max_size=12),
    st.integers(1, 60),
)
def test_how_the_stream_is_cut_changes_nothing(pieces, cuts, limit):
    stream = b"".join(pieces) + b"\r\n.\r\nRSET\r\n"
    assert read(stream, limit=limit, cuts=tuple(cuts)) == read(stream, limit=limit)


@given(st.lists(st.binary(max_size=20).map(lambda line: line.translate(None, b"\r\n"))))
def test_what_a_client_stuffs_comes_out_as_it_was(lines):
    message = b"".join(line + b"\r\n" for line in lines)
    stuffed = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
    assert read(stuffed + b".\r\n") == (Content(message), b"")


def test_many_small_chunks_take_linear_time():
    reader = ContentReader(50_000_000)
    chunk = b"\r\n.x" * 16
    started = time.perf_counter()
    for _ in range(50_000):
        reader.feed(chunk)
    assert time.perf_counter() - started < 2
