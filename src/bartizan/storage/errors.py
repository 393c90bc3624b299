"""Coded errors of the stores."""

from bartizan.base.errors import BartizanError, UnavailableError


class DatabaseAwayError(UnavailableError):
    """The database does not answer; what was asked for was not done."""

    code = "database-away"
    title = "The database does not answer"


class DatabaseUrlError(BartizanError):
    """The database URL is of a kind we do not speak."""

    code = "database-url"
    title = "The database URL cannot be used"
