"""The way a message says it came: its Received fields, newest first, as data."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from bartizan.forensics.dates import parse_date
from bartizan.forensics.encoded_words import unfold
from bartizan.forensics.received import Received, parse_received
from bartizan.mail.evidence import Facts

#: No honest message takes more hops (RFC 5321, section 6.3, asks for at least 100 to be let pass).
MOST_HOPS = 60


def hop_dates(facts: Facts) -> Iterator[datetime | None]:
    """Yield when each hop took the message, the latest first; a field is read when it is wanted."""
    fields = (field for field in facts.message.fields if field.name == "received")
    for field in islice(fields, MOST_HOPS):
        yield parse_date(unfold(field.value).rpartition(";")[2])


def hops(facts: Facts) -> tuple[tuple[str, Received], ...]:
    """Return each hop's text and what it says, the latest first."""
    fields = (field for field in facts.message.fields if field.name == "received")
    texts = [unfold(field.value) for field in islice(fields, MOST_HOPS)]
    return tuple((text, parse_received(text)) for text in texts)
