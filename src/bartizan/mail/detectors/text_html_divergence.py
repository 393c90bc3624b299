"""The message says one thing to programs that read plain text and another to people.

The two parts of one message are written by one program from one text; where they share hardly a
word, one of them is there for the filter.
"""

import re

from bartizan.forensics.confusables import fold
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Two texts in one message",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1027"),
)

_WORD = re.compile(r"[^\W\d_]{4,30}")
_READ = 20_000
_LEAST_WORDS, _SHARE = 25, 0.15
_PLAIN_TOO = re.compile(r"html|browser|view|ansehen|visualiz|afficher|weergeven", re.IGNORECASE)


def detect(facts: Facts) -> Found | None:
    """Compare the words of the plain part with those of the page beside it."""
    plain = _plain(facts)
    if plain is None or _PLAIN_TOO.search(plain[:2000]):
        return None  # some honest senders write only “please view this as HTML”
    ours, theirs = _words(plain), _words(facts.text)
    if min(len(ours), len(theirs)) < _LEAST_WORDS or len(ours & theirs) > _SHARE * len(ours):
        return None
    return Found(
        "The plain text of the message and the page that is shown have hardly a word in common.",
        (seen("text", " ".join(plain.split())),),
    )


def _plain(facts: Facts) -> str | None:
    """Return the text of the part that stands beside the page as an alternative to it."""
    shown = {part.index: part.parent for part in facts.message.html_body()}
    for part in facts.message.text_body():
        if part.index in shown or part.content_type != "text/plain":
            continue
        parent = facts.message.parts[part.parent] if part.parent >= 0 else None
        if parent is not None and parent.content_type == "multipart/alternative":
            return part.text()[:_READ]
    return None


def _words(text: str) -> set[str]:
    return {word for line in text[:_READ].split("\n") for word in _WORD.findall(fold(line))}
