import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.scoring import by_weight, is_hard, probability, score
from bartizan.mail.verdict import Basis, Mitigation, Severity, Suspicion


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


def speaking(strength: float) -> Mitigation:
    return Mitigation(id="known", sentence="They are known.", strength=strength)


strengths = st.lists(st.floats(0, 0.99), max_size=6)


@given(weights, strengths)
def test_what_speaks_for_a_message_never_raises_the_score_and_at_most_halves_it(values, strong):
    found = list(map(suspicion, values))
    tempered = score(found, map(speaking, strong))
    assert score(found) / 2 - 1 <= tempered <= score(found)


@given(weights, strengths, st.floats(0.75, 1))
def test_hard_evidence_is_never_talked_away(values, strong, hard):
    found = [*map(suspicion, values), suspicion(hard)]
    assert score(found, map(speaking, strong)) >= round(100 * hard)


@given(weights, strengths)
def test_a_score_is_the_probability_rounded(values, strong):
    found, speak = list(map(suspicion, values)), list(map(speaking, strong))
    assert score(found, speak) == round(100 * probability(found, speak))


def test_what_is_critical_is_hard_whatever_it_weighs():
    grave = suspicion(0.6).model_copy(update={"severity": Severity.CRITICAL})
    assert is_hard(grave)
    assert score([grave], [speaking(0.5)]) == 60
    assert score([suspicion(0.6)], [speaking(0.5)]) == 30
    assert score([suspicion(0.6), grave], [speaking(0.5)]) == 72


def resting(weight: float, basis: Basis | None) -> Suspicion:
    return suspicion(weight).model_copy(update={"basis": basis})


def test_what_rests_on_one_observation_counts_once_and_a_quarter():
    both = [resting(0.4, Basis.LINKS), resting(0.5, Basis.LINKS)]
    assert probability(both) == pytest.approx(1 - 0.5 * 0.9)
    apart = [resting(0.4, Basis.LINKS), resting(0.5, Basis.BRAND)]
    assert probability(apart) == pytest.approx(1 - 0.5 * 0.6)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from([None, *Basis])), max_size=12),
    st.floats(0, 1),
    st.sampled_from([None, *Basis]),
)
def test_one_more_finding_never_lowers_the_probability(values, more, basis):
    found = [resting(*value) for value in values]
    assert probability([*found, resting(more, basis)]) >= probability(found) - 1e-12
