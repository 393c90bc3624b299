"""Sorts parts into what a client shows and what it lists as attached.

The algorithm of RFC 8621, section 4.1.4 (JMAP), with an explicit stack in place of recursion.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

_INLINE_MEDIA = frozenset({"image", "audio", "video"})
_INLINE_TEXT = frozenset({"text/plain", "text/html"})


class BodyPart(Protocol):
    """What must be known of a part to sort it."""

    @property
    def content_type(self) -> str:
        """Its media type, lower-case."""
        ...

    @property
    def children(self) -> tuple[int, ...]:
        """The indices of the parts it holds."""
        ...

    @property
    def disposition(self) -> str | None:
        """`inline`, `attachment` or another word, if it says."""
        ...

    @property
    def file_name(self) -> str | None:
        """Its file name, if it has one."""
        ...

    @property
    def is_undecodable(self) -> bool:
        """Whether its content is not what its encoding claims."""
        ...


@dataclass(slots=True)
class Bodies:
    """Indices of the parts shown as text, shown as HTML, and attached."""

    text: list[int] = field(default_factory=list)
    html: list[int] = field(default_factory=list)
    attachments: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """One multipart on the way: its children still to come, and the lists still open to it."""

    children: tuple[int, ...]
    kind: str
    in_alternative: bool
    takes_text: bool = True
    takes_html: bool = True
    next: int = 0
    text_length: int = 0
    html_length: int = 0


def sort_bodies(parts: Sequence[BodyPart]) -> Bodies:
    """Sort the leaves of a message; `parts[0]` is its root."""
    bodies = Bodies()
    stack = [_Frame((0,), "mixed", in_alternative=False)]
    while stack:
        frame = stack[-1]
        if frame.next >= len(frame.children):
            _close(frame, bodies)
            stack.pop()
            continue
        position, frame.next = frame.next, frame.next + 1
        index = frame.children[position]
        part = parts[index]
        if part.children:
            stack.append(_inner(frame, part, bodies))
        elif _is_inline(part, frame.kind, position):
            _show(index, part, frame, bodies)
        else:
            bodies.attachments.append(index)
    return bodies


def _inner(frame: _Frame, part: BodyPart, bodies: Bodies) -> _Frame:
    kind = part.content_type.partition("/")[2]
    return _Frame(
        part.children,
        kind,
        frame.in_alternative or kind == "alternative",
        frame.takes_text,
        frame.takes_html,
        text_length=len(bodies.text),
        html_length=len(bodies.html),
    )


def _kind(part: BodyPart) -> str:
    """A multipart without parts is shown as plain text."""
    return "text/plain" if part.content_type.startswith("multipart/") else part.content_type


def _is_media(part: BodyPart) -> bool:
    return part.content_type.partition("/")[0] in _INLINE_MEDIA


def _is_inline(part: BodyPart, kind: str, position: int) -> bool:
    if part.disposition == "attachment":
        return False
    if _kind(part) not in _INLINE_TEXT and not _is_media(part):
        return False
    if position and (kind == "related" or not (_is_media(part) or not part.file_name)):
        return False
    return not part.is_undecodable


def _show(index: int, part: BodyPart, frame: _Frame, bodies: Bodies) -> None:
    kind = _kind(part)
    if frame.kind == "alternative":
        lists = {"text/plain": bodies.text, "text/html": bodies.html}
        lists.get(kind, bodies.attachments).append(index)
        return
    if frame.in_alternative:
        frame.takes_html = frame.takes_html and kind != "text/plain"
        frame.takes_text = frame.takes_text and kind != "text/html"
    if frame.takes_text:
        bodies.text.append(index)
    if frame.takes_html:
        bodies.html.append(index)
    if _is_media(part):
        bodies.attachments.append(index)


def _close(frame: _Frame, bodies: Bodies) -> None:
    """Where an alternative offered one form only, it stands for the other too."""
    if frame.kind != "alternative" or not (frame.takes_text and frame.takes_html):
        return
    text, html = bodies.text[frame.text_length :], bodies.html[frame.html_length :]
    if not text:
        bodies.text += html
    if not html:
        bodies.html += text
