import pytest

from bartizan.audit import errors
from bartizan.base.errors import BartizanError, problem

CODES = {
    "audit-note": 422,
    "audit-entry-invalid": 422,
    "audit-entry-not-found": 404,
    "audit-size-unknown": 422,
    "audit-ledger-broken": 500,
    "audit-signing-key": 500,
    "audit-verification-running": 409,
}


def ours():
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    return [kind for kind in found if kind.__module__ == errors.__name__]


def test_codes_and_statuses_are_the_documented_ones():
    assert {kind.code: kind.status for kind in ours()} == CODES


@pytest.mark.parametrize("kind", ours())
def test_each_renders_as_a_problem_of_its_own(kind):
    assert issubclass(kind, BartizanError)
    document = problem(kind("what to do"))
    assert (document["detail"], document["code"]) == ("what to do", kind.code)
    assert document["title"] != BartizanError.title
