import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.scoring import by_weight, probability, score
from bartizan.mail.verdict import Severity, Suspicion


def suspicion(weight: float, identifier: str = "x") -> Suspicion:
    return Suspicion(
        id=identifier, title="X", severity=Severity.LOW, weight=weight, sentence="It is odd."
    )


weights = st.lists(st.floats(0, 1), max_size=20)


@given(weights)
def test_a_score_is_a_percentage(values):
    assert 0 <= score(map(suspicion, values)) <= 100


@given(weights, st.floats(0, 1))
def test_a_further_suspicion_never_lowers_the_score(values, more):
    assert score(map(suspicion, [*values, more])) >= score(map(suspicion, values))


@pytest.mark.parametrize(
    ("values", "expected"), [([], 0), ([0.5], 50), ([0.5, 0.5], 75), ([1], 100)]
)
def test_independent_causes_add_up_by_noisy_or(values, expected):
    assert score(map(suspicion, values)) == expected


def test_the_gravest_comes_first_and_equals_by_id():
    ordered = by_weight([suspicion(0.1, "b"), suspicion(0.9, "z"), suspicion(0.1, "a")])
    assert [one.id for one in ordered] == ["z", "a", "b"]


def test_the_probability_is_kept_finer_than_the_score():
    assert probability([]) == 0
    assert probability([suspicion(0.5), suspicion(0.75)]) == pytest.approx(0.875)
