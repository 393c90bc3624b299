"""The message is put together as sending kits do it, and as mail programs do not.

A plain-text part left empty beside the page, a page that calls itself plain text, a Content-Type
with a placeholder in it, the same part twice.
"""

import re
from collections.abc import Iterator

from bartizan.forensics.mime import DefectCode, Message, Part
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Put together by a kit",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:kit", "attack:T1027"),
)

_PAGE = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|<#|\[-|-\]|\{%|<!doctype|<html", re.IGNORECASE)
_STRONG, _WEAK = 0.5, 0.15
_MOST_PARTS = 100
_LEAST_TWIN = 200


def detect(facts: Facts) -> Found | None:
    """Look for the marks of kits, the surest first."""
    message = facts.message
    for found in (_placeholder(message), _disguised_page(message), _twins(message)):
        if found is not None:
            return found
    return _empty_text(message) or _encoded_multipart(message)


def _leaves(message: Message) -> Iterator[Part]:
    return (part for part in message.parts[:_MOST_PARTS] if not part.is_multipart)


def _placeholder(message: Message) -> Found | None:
    for part in message.parts[:_MOST_PARTS]:
        value = part.header("content-type") or ""
        if _PLACEHOLDER.search(value[:1000]):
            return Found(
                "A part's type holds a placeholder that should have been filled in.",
                (seen(f"part:{part.index}", value),),
                weight=_STRONG,
            )
    return None


def _disguised_page(message: Message) -> Found | None:
    for part in _leaves(message):
        if part.content_type == "text/plain" and not part.is_attachment:
            start = part.text()[:400]
            if _PAGE.match(start):
                return Found(
                    "A web page in the message calls itself plain text.",
                    (seen(f"part:{part.index}", start[:100]),),
                )
    return None


def _twins(message: Message) -> Found | None:
    """The same page twice in one alternative: a kit fills every slot that it has."""
    seen_before: dict[tuple[int, str, bytes], int] = {}
    for part in _leaves(message):
        key = (part.parent, part.content_type, part.body)
        if part.content_type != "text/html" or len(part.body) < _LEAST_TWIN:
            continue
        if key in seen_before:
            return Found(
                "The message holds the same page twice.",
                (seen(f"part:{part.index}", f"the same as part {seen_before[key]}"),),
            )
        seen_before[key] = part.index
    return None


def _empty_text(message: Message) -> Found | None:
    root = message.root
    if root.content_type != "multipart/alternative":
        return None
    texts = [message.parts[index] for index in root.children]
    plain = [part for part in texts if part.content_type == "text/plain"]
    pages = [part for part in texts if part.content_type == "text/html"]
    if not plain or not pages or any(part.text().strip() for part in plain):
        return None
    return Found(
        "The message has a plain-text version, and it is empty.",
        (seen(f"part:{plain[0].index}", "no text"),),
        weight=_WEAK,
    )


def _encoded_multipart(message: Message) -> Found | None:
    for defect in message.defects:
        if defect.code is DefectCode.ENCODED_MULTIPART:
            return Found(defect.sentence, (seen(f"offset:{defect.offset}", defect.code),), _WEAK)
    return None
