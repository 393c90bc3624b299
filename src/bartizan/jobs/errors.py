"""Coded errors of queued work."""

from sqlalchemy.exc import DBAPIError

from bartizan.base.errors import BartizanError
from bartizan.storage.errors import DatabaseAwayError

_LONGEST_SENTENCE = 400

#: What a background loop rides out: it logs, rests and tries again.
DATABASE_TROUBLE = (DatabaseAwayError, DBAPIError)


class Permanent(BartizanError):  # noqa: N818 - a verdict that handlers raise: "this is permanent"
    """The job can never succeed, however often it is tried: it goes to the dead letters at once."""

    code = "job-permanent"
    title = "The job cannot succeed"


class ScheduleError(BartizanError):
    """A schedule's period makes no sense, or two schedules share a name."""

    code = "job-schedule"
    title = "The schedule cannot be kept"


def sentence(error: BaseException) -> str:
    """Return one bounded line about an error: its kind and first line.

    Only the first line: what follows in a database's error are the statement's parameters.
    """
    if isinstance(error, BartizanError):
        return f"{error.code}: {error.detail}"[:_LONGEST_SENTENCE]
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}"[:_LONGEST_SENTENCE].removesuffix(": ")
