from bartizan.base.errors import BartizanError, every_error
from bartizan.identity import errors


def ours():
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type)
        and issubclass(value, BartizanError)
        and value.__module__ == errors.__name__
    ]


def test_each_error_has_a_code_of_its_own():
    codes = [error.code for error in every_error()]
    for error in ours():
        assert codes.count(error.code) == 1, error.code


def test_a_failed_sign_in_says_unauthenticated_and_a_wrong_current_password_does_not():
    assert errors.BadCredentialsError.status == 401
    assert errors.WrongPasswordError.status == 422


def test_refusals_are_of_the_kind_the_server_records():
    for error in (errors.CsrfError, errors.ForeignOriginError, errors.EscalationError):
        assert error.status == 403
