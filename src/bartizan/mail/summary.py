"""The few words of a message that lists show and searches look in."""

from dataclasses import dataclass

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.mime import parse
from bartizan.mail.evidence import shown_author

_ADDRESSED = 100


@dataclass(frozen=True, slots=True)
class Summary:
    """What the message says of itself; all of it may lie. Lengths are bounded for the table.

    `authors` counts the mailboxes of From; `addressed` are the first ones of To and Cc;
    `from_list` tells that it says it came through a mailing list (RFC 2919, RFC 2369).
    """

    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    attachments: int = 0
    authors: int = 0
    addressed: tuple[Mailbox, ...] = ()
    from_list: bool = False


def summarise(raw: bytes) -> Summary:
    """Read a message's summary; whatever it is made of, there is one."""
    message = parse(raw)
    authors = message.addresses("from")
    author = shown_author(authors)
    return Summary(
        from_name=_storable(author.name, 300) if author else "",
        from_address=_storable(author.address, 600) if author else "",
        subject=_storable(message.header("subject") or "", 1000),
        attachments=len(message.attachments()),
        authors=len(authors),
        addressed=(*message.addresses("to"), *message.addresses("cc"))[:_ADDRESSED],
        from_list=any(message.header(name) is not None for name in ("list-id", "list-post")),
    )


def _storable(text: str, limit: int) -> str:
    """Bound a text and drop what PostgreSQL cannot store: NUL and lone surrogates."""
    return text[:limit].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
