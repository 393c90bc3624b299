"""What can be wrong with a report."""

from bartizan.base.errors import InvalidError, UnavailableError


class ReportUnreadableError(InvalidError):
    """A file or message holds no report that can be read."""

    code = "mail-report-unreadable"
    title = "Not a readable report"


class DestinationsUnknownError(UnavailableError):
    """DNS does not say just now who may be sent a report of ours."""

    code = "mail-report-destinations"
    title = "It is not known who may be sent a report"
