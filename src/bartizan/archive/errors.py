"""Coded errors of the archive."""

from bartizan.base.errors import InvalidError, NotFoundError, UnavailableError


class QueryError(InvalidError):
    """The search query is malformed; `position` in the facts counts characters from 1."""

    code = "archive-query"
    title = "The search query cannot be read"

    def __init__(self, detail: str, position: int) -> None:
        """Say what is wrong and where."""
        super().__init__(f"{detail} (at character {position})", position=position)


class MessageMissingError(NotFoundError):
    """No archived message has that id or hash."""

    code = "archive-message-missing"
    title = "No such message in the archive"


class ProofPendingError(UnavailableError):
    """The message's ledger entry is durable but not sealed yet; it will be within a second."""

    code = "archive-proof-pending"
    title = "The proof is not sealed yet"
