import re

from bartizan.server.permissions import ServerPermission


def test_words_have_three_parts_and_name_the_server():
    assert all(re.fullmatch(r"server:[a-z]+:[a-z]+", word) for word in ServerPermission)
