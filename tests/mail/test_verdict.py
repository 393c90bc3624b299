import pytest
from pydantic import ValidationError

from bartizan.mail.verdict import Disposition, Evidence, Severity, Suspicion, Verdict


def suspicion(**changes) -> Suspicion:
    told = {"id": "odd", "title": "Odd", "severity": "low", "weight": 0.5, "sentence": "It is odd."}
    return Suspicion.model_validate(told | changes)


@pytest.mark.parametrize("weight", [-0.1, 1.1])
def test_a_weight_is_a_probability(weight):
    with pytest.raises(ValidationError):
        suspicion(weight=weight)


def test_evidence_has_a_bound():
    with pytest.raises(ValidationError):
        Evidence(where="link", text="x" * 501)


def test_a_verdict_survives_being_stored():
    verdict = Verdict(
        score=50, disposition=Disposition.TAG, policy="default", reasons=(suspicion(),),
        defects=(), authentication=None, milliseconds=1.5,
    )  # fmt: skip
    assert Verdict.model_validate(verdict.model_dump(mode="json")) == verdict


def test_dispositions_and_severities_go_from_least_to_most():
    assert list(Disposition) == ["deliver", "tag", "hold", "reject"]
    assert list(Severity) == ["info", "low", "medium", "high", "critical"]


def test_nothing_said_can_be_changed_afterwards():
    with pytest.raises(ValidationError):
        suspicion().weight = 0.1
