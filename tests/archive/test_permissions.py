import re

from bartizan.archive.permissions import ArchivePermission


def test_permissions_are_words_of_this_package():
    assert all(re.fullmatch(r"archive:[a-z]+:[a-z]+", word) for word in ArchivePermission)
