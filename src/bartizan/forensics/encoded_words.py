"""Encoded words (RFC 2047) and unfolding: what a client shows for a header's bytes.

Clients decode words that are glued to other text (`V=?UTF-8?B?w6k=?=rifiez`), put characters that
were split between two words back together, and pass over broken padding. So do we.
"""

import binascii
import re

from bartizan.forensics.charsets import read_raw, read_text
from bartizan.forensics.transfer import decode_base64

_WORD = re.compile(r"=\?([^?\s]{1,200})\?([BbQq])\?([^?]*+)\?=")


def unfold(value: bytes) -> str:
    """Return a raw header value as one line of text; encoded words stay as they are."""
    return join_lines(read_raw(value))


def read_unstructured(value: bytes) -> str:
    """Return what a client shows for an unstructured field such as Subject."""
    text = read_raw(value).strip()
    if "=?" in text:
        text = decode_words(text)
    return join_lines(text)


def join_lines(text: str, joint: str = " ") -> str:
    """Put the lines of a folded value together with `joint` for the white space between them."""
    if "\r" in text:
        text = text.replace("\r", "\n")
    elif "\n" not in text:
        return text.strip()
    lines = [line.strip(" \t") for line in text.split("\n")]
    return joint.join(filter(None, lines)).strip()


def decode_words(text: str) -> str:
    """Decode every encoded word in `text`; white space between two of them vanishes."""
    if "=?" not in text:
        return text
    shown: list[str] = []
    run: list[tuple[str, bytes]] = []
    end = 0
    for word in _WORD.finditer(text):
        gap = text[end : word.start()]
        if gap and not (run and gap.isspace()):
            _show(shown, run)
            _show_gap(shown, gap)
        run.append((word[1].partition("*")[0], _payload(word[2], word[3])))
        end = word.end()
    _show(shown, run)
    _show_gap(shown, text[end:])
    return "".join(shown)


def has_words(text: str) -> bool:
    """Tell whether `text` holds at least one encoded word."""
    return "=?" in text and _WORD.search(text) is not None


def _show(shown: list[str], run: list[tuple[str, bytes]]) -> None:
    """Move a run of adjacent words into `shown`, joining the bytes of words in one charset."""
    if not run:
        return
    if shown and shown[-1].endswith("]"):
        shown.append(" ")  # a gateway's tag ("[SPAM]") that was glued to the word
    charset, pieces = run[0][0], [run[0][1]]
    for label, data in run[1:]:
        if label.lower() != charset.lower():
            shown.append(read_text(b"".join(pieces), charset).text)
            charset, pieces = label, []
        pieces.append(data)
    text = read_text(b"".join(pieces), charset).text
    shown.append(text or " ")
    run.clear()


def _show_gap(shown: list[str], gap: str) -> None:
    if gap:
        shown.append(gap)


def _payload(encoding: str, text: str) -> bytes:
    if "\n" in text or "\r" in text:
        text = join_lines(text, "")
    data = text.encode("utf-8", "replace")
    if encoding in "Bb":
        return decode_base64(data).content
    return binascii.a2b_qp(data.replace(b"=\n", b""), header=True)
