"""What can be wrong with a report."""

from bartizan.base.errors import InvalidError


class ReportUnreadableError(InvalidError):
    """A file or message holds no report that can be read."""

    code = "mail-report-unreadable"
    title = "Not a readable report"
