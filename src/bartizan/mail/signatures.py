"""Matches signatures against the parts of a message, and gathers those found in its attachments."""

from collections.abc import Iterable, Iterator, Sequence

from bartizan.forensics.examination import Examination, Trait
from bartizan.forensics.mime import Message, Part
from bartizan.forensics.signatures.rules import RuleSet
from bartizan.mail.evidence import Attachment, Signature

ENGINE = "yara"
SIGNATURES = 100
#: Octets of all parts of one message that are matched.
REACH = 32_000_000
_PARTS = 300


def find_signatures(
    message: Message, attachments: Sequence[Attachment], rules: RuleSet | None
) -> tuple[Signature, ...]:
    """Return the rules that match a part, or a file inside an attachment, each once a part."""
    found = {(one.name, _part(one)): one for one in _inside(attachments)}
    for one in _outside(message, rules) if rules is not None else ():
        found.setdefault((one.name, one.where), one)
    return tuple(found.values())[:SIGNATURES]


def _part(signature: Signature) -> str:
    return signature.where.partition(" ")[0]


def _inside(attachments: Iterable[Attachment]) -> Iterator[Signature]:
    for attachment in attachments:
        if attachment.examination is not None:
            yield from _examined(attachment.examination, attachment.part.index)


def _examined(examination: Examination, index: int) -> Iterator[Signature]:
    for file in examination.files:
        for sign in file.signs:
            if sign.trait is Trait.SIGNATURE:
                severity, _, name = sign.detail.rpartition(" ")
                where = f"part:{index} {' / '.join(file.path)}"[:200]
                yield Signature(ENGINE, name, where, severity)


def _outside(message: Message, rules: RuleSet) -> Iterator[Signature]:
    """Match bodies, and attachments as they are: rules of a company may be known only here."""
    room = REACH
    for part in _leaves(message.parts):
        if room <= 0:
            return
        content = part.content()[:room]
        room -= len(content)
        for match in rules.matches(content):
            yield Signature(ENGINE, match.name, f"part:{part.index}", match.severity)


def _leaves(parts: Iterable[Part]) -> Iterator[Part]:
    leaves = (part for part in parts if not part.is_multipart and not part.children)
    for part, _ in zip(leaves, range(_PARTS), strict=False):
        yield part
