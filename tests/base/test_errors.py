import re

from bartizan.base.errors import BartizanError, NotFoundError, every_error, problem


def test_an_error_becomes_a_problem_document():
    error = NotFoundError("There is no message 7.", code="cannot replace", message="7")
    assert problem(error, instance="/api/v1/x") == {
        "type": "urn:bartizan:error:not-found",
        "title": "No such thing",
        "status": 404,
        "detail": "There is no message 7.",
        "code": "not-found",
        "instance": "/api/v1/x",
        "message": "7",
    }


def test_every_code_is_unique_and_well_formed():
    classes = {error for error in every_error() if error.__module__.startswith("bartizan.")}
    codes = [error.code for error in classes]
    assert len(codes) == len(set(codes)), sorted(codes)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", code) for code in codes)
    assert BartizanError in classes
