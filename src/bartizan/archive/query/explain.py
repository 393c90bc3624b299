"""Says in a sentence how a query was read, so that nobody searches for something else."""

from datetime import datetime, timedelta

from bartizan.storage.search.query import AllOf, AnyOf, Between, Exact, Not, Query, Words

_PLACES = {
    None: "anywhere",
    "from": "in the sender",
    "to": "among the recipients",
    "cc": "in Cc",
    "subject": "in the subject",
    "body": "in the text",
    "attachment": "in the name of an attachment",
}
_DISPOSITIONS = {"deliver": "delivered", "tag": "tagged", "hold": "held", "reject": "rejected"}
_DAY = timedelta(days=1)


def explain(query: Query) -> str:
    """Return one English sentence that says which messages `query` asks for."""
    if query == AllOf(()):
        return "All messages."
    if isinstance(query, Not):
        return f"All messages but those {_told(query.clause)}."
    return f"Messages {_told(query, outermost=True)}."


def _told(query: Query, *, outermost: bool = False) -> str:
    match query:
        case Words():
            return _words(query)
        case Exact():
            return _exact(query)
        case Between():
            return _between(query)
        case Not():
            return f"not those {_told(query.clause)}"
        case AllOf():
            return _joined(query.clauses, " and ", outermost=outermost)
        case AnyOf():
            return _joined(query.clauses, " or ", outermost=outermost)


def _joined(clauses: tuple[Query, ...], word: str, *, outermost: bool) -> str:
    text = word.join(_told(clause) for clause in clauses)
    return text if outermost else f"({text})"


def _words(query: Words) -> str:
    place = _PLACES[query.field]
    count = len(query.text.split())
    if query.prefix:
        return f"with a word that begins with “{query.text}” {place}"
    return f"with the {'phrase' if count > 1 else 'word'} “{query.text}” {place}"


def _exact(query: Exact) -> str:
    match query.field:
        case "disposition":
            return f"that were {_DISPOSITIONS[query.value]}"
        case "has":
            return "with an attachment"
        case "message_id":
            return f"with the Message-ID {query.value}"
        case _:
            return f"whose SHA-256 is {query.value}"


def _between(query: Between) -> str:
    if query.field == "date":
        return _dated(query)
    subject, unit = ("of", " bytes") if query.field == "size" else ("with a score of", "")
    low = None if query.low is None else f"{query.low:,}"
    if isinstance(query.high, int) and isinstance(query.low, int) and query.high == query.low + 1:
        return f"{subject} {low}{unit}"
    high = f"{query.high - 1:,}" if isinstance(query.high, int) else None
    if low is None:
        return f"{subject} at most {high}{unit}"
    return f"{subject} at least {low}{unit}" if high is None else f"{subject} {low} to {high}{unit}"


def _dated(query: Between) -> str:
    low = _moment(query.low) if isinstance(query.low, datetime) else None
    high = _moment(query.high) if isinstance(query.high, datetime) else None
    if low is None:
        return f"dated before {high}"
    if high is None:
        return f"dated {low} or later"
    if query.high == query.low + _DAY:  # type: ignore[operator]
        return f"dated on {low}"
    return f"dated {low} or later, but before {high}"


def _moment(moment: datetime) -> str:
    if moment.hour == moment.minute == moment.second == 0:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M} UTC"
