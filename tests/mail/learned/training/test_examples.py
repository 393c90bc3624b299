import pytest

from bartizan.base.errors import InvalidError
from bartizan.mail.learned.training.examples import from_folders, from_letters, from_pairs


def test_folders_are_labelled_by_their_names(tmp_path):
    for name in ("phish", "spam-2002", "ham-list", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.eml").write_bytes(f"Subject: {name}\r\n\r\nHi\r\n".encode())
    found = {one.source: one.threat for one in from_folders([tmp_path])}
    assert found == {"phish": True, "spam-2002": True, "ham-list": False}


def test_a_folder_without_any_of_them_is_refused(tmp_path):
    with pytest.raises(InvalidError, match="phish, spam or ham"):
        list(from_folders([tmp_path]))


def test_decisions_are_examples():
    (one,) = from_pairs([(b"x", True)])
    assert (one.raw, one.threat, one.source) == (b"x", True, "decisions")


def test_so_are_our_own_letters():
    assert sum(one.threat for one in from_letters(10, 1)) == 5
