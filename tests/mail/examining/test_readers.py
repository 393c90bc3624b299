import mimetypes
import sys

import pytest

from bartizan.forensics.unpacking import read_plainly
from bartizan.mail.examining.readers import (
    READERS,
    READS_PICTURES,
    load_readers,
    preload,
    readers_with,
)


def test_readers_are_loaded_by_name():
    assert load_readers(["bartizan.forensics.unpacking:read_plainly"]) == (read_plainly,)


def test_every_reader_that_ships_can_be_loaded():
    assert len(load_readers(READERS)) == len(READERS)
    assert READERS or not READS_PICTURES


@pytest.mark.parametrize("name", ["bartizan.nowhere:read", "bartizan.forensics.unpacking:nothing"])
def test_one_that_is_not_there_is_an_error(name):
    with pytest.raises((ImportError, AttributeError)):
        load_readers([name])


def test_what_is_not_installed_is_no_reason_to_stop():
    preload(["no_such_library", "no_such_library:init", "colorsys"])
    assert "colorsys" in sys.modules


def test_a_library_may_be_made_ready():
    preload(["mimetypes:init"])
    assert mimetypes.inited


def test_rules_of_a_folder_are_one_reader_more(tmp_path):
    assert readers_with(None) == READERS
    assert len(readers_with(None, signatures=False)) == 1
    assert len(load_readers(readers_with(tmp_path))) == len(READERS)
