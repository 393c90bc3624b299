"""The way a message says it came: its Received fields, newest first, as data."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from bartizan.forensics.dates import parse_date
from bartizan.forensics.encoded_words import unfold
from bartizan.mail.evidence import Facts

#: No honest message takes more hops (RFC 5321, section 6.3, asks for at least 100 to be let pass).
MOST_HOPS = 60


def hop_texts(facts: Facts) -> Iterator[str]:
    """Yield the text of each hop's field, the latest first."""
    fields = (field for field in facts.message.fields if field.name == "received")
    return (unfold(field.value) for field in islice(fields, MOST_HOPS))


def hop_dates(facts: Facts) -> Iterator[datetime | None]:
    """Yield when each hop took the message, the latest first."""
    return (parse_date(text.rpartition(";")[2]) for text in hop_texts(facts))
