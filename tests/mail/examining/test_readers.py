import pytest

from bartizan.forensics.unpacking import read_plainly
from bartizan.mail.examining.readers import READERS, READS_PICTURES, load_readers


def test_readers_are_loaded_by_name():
    assert load_readers(["bartizan.forensics.unpacking:read_plainly"]) == (read_plainly,)


def test_every_reader_that_ships_can_be_loaded():
    assert len(load_readers(READERS)) == len(READERS)
    assert READERS or not READS_PICTURES


@pytest.mark.parametrize("name", ["bartizan.nowhere:read", "bartizan.forensics.unpacking:nothing"])
def test_one_that_is_not_there_is_an_error(name):
    with pytest.raises((ImportError, AttributeError)):
        load_readers([name])
