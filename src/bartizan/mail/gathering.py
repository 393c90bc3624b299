"""Takes a message apart into the facts that detectors look at. Pure: bytes in, facts out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import fold
from bartizan.forensics.file_types import find_type
from bartizan.forensics.html import HtmlFacts, read_html
from bartizan.forensics.mime import Message, Part, parse
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.brands.finding import find_mentions
from bartizan.mail.evidence import Attachment, Facts, Organisation, Phrase
from bartizan.mail.lexicon.matching import shipped_lexicon
from bartizan.mail.link_facts import lead_away, read_links
from bartizan.mail.verdict import Envelope

_HTML_PARTS, _TEXT_PARTS, _ATTACHMENTS = 20, 50, 200
_MAILBOXES = 100
_TEXT = 1_000_000
_FILES, _FILE_TEXT = 20, 10_000
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml"})
_HTML_ENDINGS = (".html", ".htm", ".shtml", ".xhtml", ".svg")


def gather(
    raw: bytes,
    envelope: Envelope | None,
    authentication: Authentication | None,
    organisation: Organisation,
) -> Facts:
    """Return the facts of a message; never raises, whatever the bytes are."""
    facts = begin(raw, envelope, authentication, organisation)
    for stage in STAGES:
        facts = stage(facts)
    return facts


def begin(
    raw: bytes,
    envelope: Envelope | None,
    authentication: Authentication | None,
    organisation: Organisation,
) -> Facts:
    """Return the facts that its headers and its structure show at once."""
    message = parse(raw)
    return Facts(
        message=message,
        envelope=envelope,
        authentication=authentication,
        organisation=organisation,
        subject=message.header("subject") or "",
        senders=_mailboxes(message, "from"),
        reply_to=_mailboxes(message, "reply-to"),
    )


def _read_pages(facts: Facts) -> Facts:
    pages = tuple(read_html(part.text()) for part in _pages(facts.message))
    return replace(facts, html=pages) if pages else facts


def _read_bodies(facts: Facts) -> Facts:
    message = facts.message
    pages = tuple(zip(_pages(message), facts.html, strict=True))
    plain = tuple(_plain(message))
    links = read_links(plain, pages)
    return replace(
        facts,
        text=_text(message, plain, pages),
        links=links,
        foreign_links=lead_away(links, facts.senders, facts.organisation, facts.authentication),
        attachments=tuple(_attachments(message)),
    )


def _find_words(facts: Facts) -> Facts:
    phrases = tuple(_own_phrases(facts))
    return replace(facts, phrases=phrases) if phrases else facts


def _find_brands(facts: Facts) -> Facts:
    mentions = find_mentions(facts)
    return replace(facts, mentions=mentions) if mentions else facts


#: What is done to the facts of a message after `begin`, in this order.
STAGES: Final = (_read_pages, _read_bodies, _find_words, _find_brands)


def _mailboxes(message: Message, name: str) -> tuple[Mailbox, ...]:
    return message.addresses(name)[:_MAILBOXES]


def _pages(message: Message) -> Iterator[Part]:
    """Every part a browser would show as a page, attached ones included."""
    found = (part for part in message.parts if is_page(part))
    for part, _ in zip(found, range(_HTML_PARTS), strict=False):
        yield part


def is_page(part: Part) -> bool:
    """Whether a browser would show a part as a page, by the type and name that it claims."""
    if part.is_multipart:
        return False
    name = (part.file_name or "").lower()
    return part.content_type in _HTML_TYPES or name.endswith(_HTML_ENDINGS)


def _plain(message: Message) -> Iterator[Part]:
    found = (
        part
        for part in message.parts
        if part.is_text and not is_page(part) and not part.is_attachment
    )
    for part, _ in zip(found, range(_TEXT_PARTS), strict=False):
        yield part


def _text(message: Message, plain: Sequence[Part], pages: Sequence[tuple[Part, HtmlFacts]]) -> str:
    """What a reader sees: the page where there is one, else the plain text."""
    shown = {part.index for part in message.html_body()}
    seen = [facts.text for part, facts in pages if part.index in shown]
    seen += [part.text() for part in plain if part.index in shown]
    return "\n".join(seen)[:_TEXT]


def _attachments(message: Message) -> Iterator[Attachment]:
    found = (part for part in message.parts if _is_file(part))
    for part, _ in zip(found, range(_ATTACHMENTS), strict=False):
        content = part.content()
        yield Attachment(
            part=part,
            name=part.file_name or "",
            claimed_type=part.content_type,
            true_type=find_type(content),
            size=len(content),
        )


def _is_file(part: Part) -> bool:
    return not part.is_multipart and not part.children and (part.is_attachment or not part.is_text)


def phrases_of_files(facts: Facts) -> Iterator[Phrase]:
    """Yield what examined attachments say of the lexicon's themes, beyond the message itself."""
    texts = (text[:_FILE_TEXT].split("\n") for text in _file_texts(facts.attachments))
    said = (("attachment", "\n".join(map(fold, lines))) for lines in texts)
    yield from _phrases(said, facts.phrases)


def _own_phrases(facts: Facts) -> Iterator[Phrase]:
    subject, _, body = facts.folded.partition("\n")
    return _phrases((("subject", subject), ("body", body)))


def _phrases(said: Iterable[tuple[str, str]], already: Iterable[Phrase] = ()) -> Iterator[Phrase]:
    """What texts say of the lexicon's themes; each phrase once, where it is first said."""
    known = {(phrase.theme, phrase.text) for phrase in already}
    for where, folded in said:
        for theme, language, text in shipped_lexicon().find(folded):
            if (theme, text) not in known:
                known.add((theme, text))
                yield Phrase(theme, language, text, where)


def _file_texts(attachments: Sequence[Attachment]) -> Iterator[str]:
    files = (file for one in attachments if one.examination for file in one.examination.files)
    for file, _ in zip(files, range(_FILES), strict=False):
        if file.text:
            yield file.text
