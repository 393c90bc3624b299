from dataclasses import FrozenInstanceError

import pytest

from bartizan.storage.search.query import AllOf, AnyOf, Exact, Not, Words

TREE = AllOf((Words("invoice"), Not(AnyOf((Exact("tags", "spam"), Words("newsletter"))))))


def test_queries_are_values():
    same = AllOf((Words("invoice"), Not(AnyOf((Exact("tags", "spam"), Words("newsletter"))))))
    assert same == TREE
    assert hash(same) == hash(TREE)
    assert AllOf((Words("invoice", prefix=True),)) != TREE


def test_queries_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TREE.clauses = ()
