"""Whose domain the reader sees in From (RFC 9989, section 5.3.1)."""

from bartizan.forensics.addresses import parse_addresses
from bartizan.mail.authentication.domains import is_full, is_host, normalised
from bartizan.mail.authentication.fields import RawMessage
from bartizan.mail.authentication.results import Result
from bartizan.mail.authentication.wording import shown

#: A longer From field is not read: part of it might be the part that matters.
LONGEST_FIELD = 1 << 16


class NoAuthorError(ValueError):
    """DMARC does not apply: `result` says how, the text is the sentence."""

    def __init__(self, result: Result, sentence: str) -> None:
        super().__init__(sentence)
        self.result = result


def author_domain(message: RawMessage) -> str:
    """Return the one domain of the From field, normalised.

    A message that RFC 5322 forbids (no From, several, no address in it) is a permanent error. A
    proper From field with several domains is exempt from DMARC. Words that are no address
    (`Smith, John <john@example.com>`) do not count: nobody may be exempt by a stray comma.

    Raises:
        NoAuthorError: there is no such domain.
    """
    fields = message.named("from")
    if len(fields) != 1:
        how = "no From field" if not fields else f"{len(fields)} From fields"
        raise NoAuthorError(Result.PERMERROR, f"The message has {how}, so it has no one author.")
    if len(fields[0].value) > LONGEST_FIELD:
        sentence = f"The From field is longer than {LONGEST_FIELD:,} bytes."
        raise NoAuthorError(Result.PERMERROR, sentence)
    value = fields[0].value.decode("utf-8", "replace")
    mailboxes = parse_addresses(value)
    domains = list(dict.fromkeys(normalised(item.domain) for item in mailboxes if item.domain))
    if not domains:
        raise NoAuthorError(Result.PERMERROR, "The From field holds no address.")
    if len(domains) > 1:
        names = shown(", ".join(domains))
        raise NoAuthorError(
            Result.NONE,
            f"The From field names several domains ({names}), which exempts it from DMARC.",
        )
    if not (is_full(domains[0]) and is_host(domains[0])):
        raise NoAuthorError(
            Result.PERMERROR, f"“{shown(domains[0])}” in the From field is not a domain name."
        )
    return domains[0]
