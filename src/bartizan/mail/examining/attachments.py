"""Adds to the facts of a message what examining its attachments finds.

What costs nothing to skip is skipped: plain text, sound, film, and pictures while nothing reads
them. A message without other attachments comes back as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from bartizan.base.clock import Clock
from bartizan.forensics.containers.zip_directory import ends_as_zip
from bartizan.forensics.examination import ExaminedFile, Trouble
from bartizan.forensics.file_types import Family, extension
from bartizan.forensics.html import read_html
from bartizan.forensics.links.reading import read_link
from bartizan.forensics.passwords import find_passwords
from bartizan.mail.evidence import Attachment, Facts
from bartizan.mail.examining.examiner import Examining, unread
from bartizan.mail.examining.readers import READS_PICTURES
from bartizan.mail.gathering import is_page, phrases_of_files
from bartizan.mail.link_facts import lead_away, links_of_page

#: Pages taken out of attachments, and the links that facts hold in all.
_PAGES, _LINKS = 10, 2_000
#: No bar code fits into a smaller one.
_SMALL_PICTURE = 200
_IGNORED = frozenset({Family.AUDIO, Family.VIDEO, Family.FONT})
#: What is not always read, unless an archive hides behind it.
_SHOWN = frozenset({Family.IMAGE, Family.TEXT})
#: Signatures and messages that only their recipient can open.
_SEALED = frozenset({"pgp"})
_PLAIN_ENDINGS = frozenset({"", "txt", "log", "md", "asc", "diff", "patch", "sig"})
_LATE = "There was no time left to read it: the message has too much in it."


def examine_attachments(facts: Facts, examiner: Examining, clock: Clock, seconds: float) -> Facts:
    """Return the facts with every attachment examined that is worth it, in `seconds` at most."""
    if not any(is_worth_it(attachment) for attachment in facts.attachments):
        return facts
    passwords = find_passwords(f"{facts.subject}\n{facts.text}")
    deadline = clock.monotonic() + seconds
    examined = []
    for attachment in facts.attachments:
        if not is_worth_it(attachment):
            examined.append(attachment)
            continue
        left = deadline - clock.monotonic()
        content, name = attachment.part.content(), attachment.name or "unnamed"
        found = (
            examiner.examine(content, name, passwords, left)
            if left > 0
            else unread(content, name, Trouble.TIME, _LATE)
        )
        examined.append(replace(attachment, examination=found))
    known = replace(facts, attachments=tuple(examined))
    said = tuple(phrases_of_files(known))
    return _with_pages(replace(known, phrases=facts.phrases + said))


def is_worth_it(attachment: Attachment) -> bool:
    """Whether there may be more to an attachment than its name and type say."""
    kind = attachment.true_type
    if not attachment.size:
        return False
    is_skipped = kind.family in _IGNORED or kind.name in _SEALED
    if (is_skipped or kind.family in _SHOWN) and ends_as_zip(attachment.part.content()):
        return True
    if is_skipped:
        return False
    if kind.family is Family.IMAGE:
        return READS_PICTURES and attachment.size >= _SMALL_PICTURE
    if kind.family is Family.TEXT:
        return extension(attachment.name) not in _PLAIN_ENDINGS
    return True


def _with_pages(facts: Facts) -> Facts:
    """Add the pages found in attachments, and their links, to those of the message."""
    found = zip(_files_with_pages(facts.attachments), range(_PAGES), strict=False)
    pages = [(attachment.part.index, read_html(file.html)) for (attachment, file), _ in found]
    if not pages:
        return facts
    read = cache(read_link)
    new = (link for part, page in pages for link in links_of_page(part, page, read))
    links = facts.links + tuple(islice(new, max(0, _LINKS - len(facts.links))))
    return replace(
        facts,
        html=facts.html + tuple(page for _, page in pages),
        links=links,
        foreign_links=lead_away(links, facts.senders[:1], facts.organisation),
    )


def _files_with_pages(
    attachments: Sequence[Attachment],
) -> Iterator[tuple[Attachment, ExaminedFile]]:
    for attachment in attachments:
        if attachment.examination is None:
            continue
        for number, file in enumerate(attachment.examination.files):
            if file.html and not (number == 0 and is_page(attachment.part)):
                yield attachment, file
