from sqlalchemy.exc import IntegrityError

from bartizan.jobs.errors import Permanent, sentence


def test_our_own_errors_are_told_with_their_code():
    assert sentence(Permanent("No such message.")) == "job-permanent: No such message."


def test_a_databases_parameters_are_left_out():
    error = IntegrityError("INSERT INTO t VALUES (?)", ("hunter2",), ValueError("not unique"))
    assert "not unique" in sentence(error)
    assert "hunter2" not in sentence(error)


def test_an_error_without_words_is_told_by_its_kind():
    assert sentence(KeyError()) == "KeyError"


def test_a_long_error_is_cut():
    assert len(sentence(ValueError("x" * 10_000))) <= 400
