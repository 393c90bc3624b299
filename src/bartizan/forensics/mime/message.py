"""A parsed message and its parts. Content is decoded when it is asked for, and kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from typing_extensions import override

from bartizan.forensics.addresses import Mailbox, parse_addresses
from bartizan.forensics.charsets import Reading, read_text
from bartizan.forensics.content_type import ContentType, parse_content_type
from bartizan.forensics.encoded_words import decode_words, read_unstructured, unfold
from bartizan.forensics.mime.bodies import Bodies, sort_bodies
from bartizan.forensics.mime.defects import Defect, DefectCode, defect
from bartizan.forensics.mime.fields import HeaderField
from bartizan.forensics.mime.limits import Limits
from bartizan.forensics.mime.structure import Outline, first_bare_cr, outline, view
from bartizan.forensics.transfer import Decoded, Encoding, Soundness, decode

_NESTED = frozenset({"message/rfc822", "message/global", "message/news"})


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a message; offsets are into the message's `raw`.

    `end` excludes the line break that belongs to the next delimiter. `lines` is `raw` as the
    structure was read from it: with bare carriage returns as line feeds.
    """

    raw: bytes = field(repr=False)
    lines: bytes = field(repr=False)
    outline: Outline = field(repr=False)
    limits: Limits = field(repr=False)
    nesting: int = 0

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and self._identity == other._identity

    @override
    def __hash__(self) -> int:
        return hash((self.outline.index, self.outline.header_start, self.outline.end))

    @property
    def _identity(self) -> tuple[Outline, bytes]:
        return self.outline, self.raw

    @property
    def index(self) -> int:
        """Its place in the message's `parts`."""
        return self.outline.index

    @property
    def parent(self) -> int:
        """The index of the part that holds it, -1 for the root."""
        return self.outline.parent

    @property
    def depth(self) -> int:
        """How many multiparts hold it."""
        return self.outline.depth

    @property
    def children(self) -> tuple[int, ...]:
        """The indices of the parts it holds."""
        return self.outline.children

    @property
    def header_start(self) -> int:
        """Where its header begins."""
        return self.outline.header_start

    @property
    def body_start(self) -> int:
        """Where its body begins."""
        return self.outline.body_start

    @property
    def end(self) -> int:
        """Where its body ends."""
        return self.outline.end

    @property
    def fields(self) -> tuple[HeaderField, ...]:
        """Its header's fields, in order."""
        return self.outline.fields

    @property
    def content_type(self) -> str:
        """Its media type in lower case; `text/plain` (in a digest `message/rfc822`) by default."""
        return self.outline.content_type.media_type

    @property
    def parameters(self) -> dict[str, str]:
        """The decoded parameters of its Content-Type."""
        return dict(self.outline.content_type.parameters)

    @property
    def charset(self) -> str | None:
        """The charset that it claims, as written."""
        return self.outline.content_type.parameters.get("charset")

    @property
    def encoding(self) -> Encoding:
        """Its transfer encoding; unknown ones count as identity."""
        return self.outline.encoding

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts (or should: a multipart in which none were found)."""
        return self.outline.content_type.kind == "multipart"

    @property
    def is_text(self) -> bool:
        """Whether clients show it as text: text/*, or a multipart without parts."""
        if self.outline.content_type.kind == "text":
            return True
        return self.is_multipart and not self.outline.children

    @property
    def is_attachment(self) -> bool:
        """Whether it asks to be an attachment, or is a leaf that has a file name."""
        if self.disposition == "attachment":
            return True
        return not self.outline.children and self.file_name is not None and not self.is_inline_image

    @property
    def is_inline_image(self) -> bool:
        """Whether it is an image that the HTML body may show by its Content-ID."""
        return self.outline.content_type.kind == "image" and self.content_id is not None

    @property
    def disposition(self) -> str | None:
        """`inline`, `attachment` or another word; `None` without a Content-Disposition."""
        return self._disposition.kind if self._disposition else None

    @cached_property
    def _disposition(self) -> ContentType | None:
        value = self.header_bytes("content-disposition")
        return parse_content_type(value) if value is not None else None

    @cached_property
    def file_name(self) -> str | None:
        """The file name as a client shows it: of the disposition, else of the type."""
        disposition = self._disposition.parameters if self._disposition else {}
        name = disposition.get("filename") or self.outline.content_type.parameters.get("name")
        name = name or disposition.get("name") or disposition.get("file name")
        return decode_words(name).strip() or None if name else None

    @cached_property
    def content_id(self) -> str | None:
        """Its Content-ID without brackets."""
        value = self.header("content-id")
        return value.strip("<> \t") or None if value else None

    @cached_property
    def _values(self) -> dict[str, bytes]:
        """The raw value of the first field of each name."""
        return {found.name: found.value for found in reversed(self.outline.fields)}

    def header_bytes(self, name: str) -> bytes | None:
        """Return the raw value of the first field called `name` (lower case)."""
        return self._values.get(name)

    def header(self, name: str) -> str | None:
        """Return the decoded text of the first field called `name` (lower case)."""
        texts = self._texts
        if name not in texts:
            value = self._values.get(name)
            texts[name] = read_unstructured(value) if value is not None else None
        return texts[name]

    @cached_property
    def _texts(self) -> dict[str, str | None]:
        """The decoded texts of the fields that somebody asked for."""
        return {}

    @property
    def body(self) -> bytes:
        """Its body as it stands in the message."""
        return self.raw[self.body_start : self.end]

    @cached_property
    def _decoded(self) -> Decoded:
        if self.is_multipart:
            return Decoded(self.body, Soundness.SOUND)
        return decode(self.body, self.encoding)

    @cached_property
    def _reading(self) -> Reading:
        return read_text(self._decoded.content, self.charset)

    def content(self) -> bytes:
        """Return its body with the transfer encoding undone."""
        return self._decoded.content

    def text(self) -> str:
        """Return its content as text in the charset that it claims, as clients show it."""
        return self._reading.text

    @property
    def is_undecodable(self) -> bool:
        """Whether its content is not in the encoding it claims; `content` is then the raw body."""
        return self._decoded.soundness is Soundness.UNDECODABLE

    @cached_property
    def message(self) -> "Message | None":
        """The message that it holds, `None` for other types and past the limit of nesting.

        Where the part is not encoded the inner offsets are into the same `raw`; otherwise into
        the decoded content.
        """
        if self.content_type not in _NESTED or self.nesting >= self.limits.messages:
            return None
        nesting = self.nesting + 1
        if self.encoding is Encoding.IDENTITY:
            return _parse_span(
                self.raw, self.lines, (self.body_start, self.end), self.limits, nesting
            )
        return _parse_whole(self.content(), self.limits, nesting)

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with its content; looking decodes it."""
        found = []
        if self._decoded.soundness is Soundness.REPAIRED:
            found.append(DefectCode.REPAIRED_ENCODING)
        elif self._decoded.soundness is Soundness.UNDECODABLE:
            found.append(DefectCode.UNDECODABLE_CONTENT)
        if self.is_text:
            if not self._reading.known:
                found.append(DefectCode.UNKNOWN_CHARSET)
            elif not self._reading.sound:
                found.append(DefectCode.CHARSET_MISMATCH)
        if self.content_type in _NESTED and self.message is None:
            found.append(DefectCode.TOO_MANY_MESSAGES)
        return tuple(defect(code, self.body_start) for code in found)


@dataclass(frozen=True, eq=False)
class Message:
    """A parsed message: its parts in preorder, the root first."""

    raw: bytes = field(repr=False)
    parts: tuple[Part, ...]
    defects: tuple[Defect, ...]

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.parts, self.defects) == (
            other.parts,
            other.defects,
        )

    @override
    def __hash__(self) -> int:
        return hash((self.parts, self.defects))

    @property
    def root(self) -> Part:
        """The outermost part, which carries the message's own header."""
        return self.parts[0]

    @property
    def fields(self) -> tuple[HeaderField, ...]:
        """The message's header fields, in order."""
        return self.root.fields

    def header(self, name: str) -> str | None:
        """Return the decoded text of the first field called `name` (lower case)."""
        return self.root.header(name)

    def headers(self, name: str) -> tuple[str, ...]:
        """Return the decoded text of every field called `name` (lower case)."""
        return tuple(read_unstructured(found.value) for found in self.fields if found.name == name)

    def addresses(self, name: str) -> tuple[Mailbox, ...]:
        """Return the mailboxes of every field called `name`, read before names are decoded.

        Text that was decoded first could pose as an address: use this, not `header`.
        """
        known = self._addresses.get(name)
        if known is None:
            known = self._addresses[name] = tuple(
                mailbox
                for found in self.fields
                if found.name == name
                for mailbox in parse_addresses(unfold(found.value))
            )
        return known

    @cached_property
    def _addresses(self) -> dict[str, tuple[Mailbox, ...]]:
        """The mailboxes of the fields that somebody asked for."""
        return {}

    @cached_property
    def _bodies(self) -> Bodies:
        return sort_bodies(self.parts)

    def text_body(self) -> tuple[Part, ...]:
        """Return the parts that a client shows, plain text preferred (RFC 8621, section 4.1.4)."""
        return tuple(self.parts[index] for index in self._bodies.text)

    def html_body(self) -> tuple[Part, ...]:
        """Return the parts that a client shows, HTML preferred (RFC 8621, section 4.1.4)."""
        return tuple(self.parts[index] for index in self._bodies.html)

    def attachments(self) -> tuple[Part, ...]:
        """Return the parts that a client lists as attachments (RFC 8621, section 4.1.4)."""
        return tuple(self.parts[index] for index in self._bodies.attachments)

    def walk(self) -> Iterator[Part]:
        """Yield every part, those of nested messages after the part that holds them.

        At most `Limits.parts` parts come, however the messages nest.
        """
        left = self.root.limits.parts
        stack: list[Part] = list(reversed(self.parts))
        while stack and left:
            part = stack.pop()
            left -= 1
            yield part
            if part.message is not None:
                stack.extend(reversed(part.message.parts))

    def every_defect(self) -> tuple[Defect, ...]:
        """Return all defects, decoding everything; those of nested messages come last."""
        found = list(self.defects)
        for part in self.walk():
            found += part.defects
            if part.message is not None:
                found += part.message.defects
        return tuple(found)


def parse(raw: bytes, limits: Limits | None = None) -> Message:
    """Parse a message. Never raises; what is wrong with it is in `defects`."""
    return _parse_whole(raw, limits or Limits(), 0)


def _parse_whole(raw: bytes, limits: Limits, nesting: int) -> Message:
    lines = view(raw)
    message = _parse_span(raw, lines, (0, len(raw)), limits, nesting)
    where = None if lines is raw else first_bare_cr(raw)
    if where is None:
        return message
    bare = defect(DefectCode.BARE_CR, where)
    return Message(raw, message.parts, (bare, *message.defects))


def _parse_span(
    raw: bytes, lines: bytes, span: tuple[int, int], limits: Limits, nesting: int
) -> Message:
    """Parse the message that stands in `raw[span[0]:span[1]]`, inside `nesting` others."""
    outlines, defects = outline(lines, *span, limits)
    parts = tuple(Part(raw, lines, entry, limits, nesting) for entry in outlines)
    return Message(raw, parts, defects)
