from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest, decode_cursor, encode_cursor, page_of, page_request


@given(st.text(max_size=200))
def test_cursors_round_trip(key):
    assert decode_cursor(encode_cursor(key)) == key


@given(st.text(max_size=60))
def test_a_foreign_cursor_is_refused_or_read_but_never_crashes(cursor):
    with suppress(InvalidError):
        assert isinstance(decode_cursor(cursor), str)


def test_the_first_page_points_to_the_next():
    page = page_of(["a", "b"], 5, PageRequest(1, 2), last_key="b")
    assert (page.total_pages, page.has_next, page.has_prev) == (3, True, False)
    assert PageRequest(cursor=page.next_cursor).after() == "b"


def test_the_last_page_points_nowhere():
    page = page_of(["e"], 5, PageRequest(3, 2), last_key="e")
    assert (page.has_next, page.has_prev, page.next_cursor) == (False, True, None)


def test_an_empty_list_has_no_pages():
    page = page_of([], 0, page_request(1, 50, None), last_key=None)
    assert (page.items, page.total_pages, page.has_next) == ([], 0, False)


def test_a_bad_cursor_is_named():
    with pytest.raises(InvalidError):
        PageRequest(cursor="\x80").after()
