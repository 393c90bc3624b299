import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.identity.usernames import PATTERN, folded


@pytest.mark.parametrize("name", ["ana", "Ana.Maria", "a", "7", "ana@example.org", "a_b-c+d"])
def test_a_name_is_folded(name):
    assert folded(name) == name.lower()


@pytest.mark.parametrize("name", ["", "-ana", "a b", "ana\n", "\0", "аna", "ß", "a" * 65, "\u212a"])
def test_what_no_user_can_be_called_is_nobody(name):
    assert folded(name) is None


@given(st.text(max_size=80))
def test_folding_agrees_with_the_wire_and_happens_once(name):
    found = folded(name)
    assert (found is not None) == (re.fullmatch(PATTERN.strip("^$"), name) is not None)
    assert found is None or folded(found) == found
