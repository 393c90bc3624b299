from bartizan.base.errors import every_error, problem
from bartizan.mail import errors
from bartizan.mail.errors import MessageDeletedError, MessageMissingError


def test_codes_are_our_own_and_unique():
    ours = [error for error in every_error() if error.__module__ == errors.__name__]
    codes = [error.code for error in ours]
    assert len(set(codes)) == len(codes) == 10
    inherited = {base.code for error in ours for base in error.__mro__[1:] if hasattr(base, "code")}
    assert inherited.isdisjoint(codes)


def test_missing_and_deleted_messages_are_both_not_found_but_told_apart():
    missing, deleted = problem(MessageMissingError("x")), problem(MessageDeletedError("x"))
    assert missing["status"] == deleted["status"] == 404
    assert missing["code"] != deleted["code"]
