"""The author is written to mislead programs: no address, several, or a name dressed in signs.

Honest mail programs write one name and one address; what is missing, doubled or decorated was put
together by hand, to slip past filters or to hide where the message comes from.
"""

import re
from collections.abc import Callable
from unicodedata import category

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import count_invisible, mixed_scripts
from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Odd sender",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:evasion", "tactic:impersonation", "attack:T1656"),
)

_LONGEST = 300
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff5a\u249c-\u24e9]")
_DRESSED = re.compile(r"^\s*[#*|_\\/~=<>{}^+]|[*|_\\/~=<>{}^]\s*$|[*|\\/_~]{2}")
_BRACKETED = re.compile(r"\s*[\[({]")
_NUMBERED = re.compile(r"[\s#:.-]\d{6,}\b")

_FEW_MARKS = 3
_USUAL_SIGNS = "®™©"


def detect(facts: Facts) -> Found | None:
    """Look at how the author's name and address are written, the gravest oddity first."""
    sender = facts.sender
    if sender is None:
        return None
    for odd, weight, sentence in _ODDITIES:
        if odd(sender):
            return Found(sentence, shown_sender(facts), weight=weight)
    return None


def _disguised(sender: Mailbox) -> bool:
    name = sender.name[:_LONGEST]
    if name.isascii():
        return False
    marks = sum(category(letter) == "Mn" and not _is_usual(letter) for letter in name)
    return marks + count_invisible(name.replace("\ufe0f", "").replace("\u200d", "")) >= _FEW_MARKS


def _is_usual(mark: str) -> bool:
    """Accents, Indic, Arabic, Hebrew and Thai marks belong to how names are written."""
    return (
        "\u0300" <= mark <= "\u0333"
        or "\u0591" <= mark <= "\u070f"
        or "\u0900" <= mark <= "\u0fff"
        or mark in "\ufe0f\u3099\u309a"
    )


def _several(sender: Mailbox) -> bool:
    return "@" in sender.local.strip('"') or "%" in sender.address


def _nowhere(sender: Mailbox) -> bool:
    return not sender.domain or not sender.local


def _bare_domain(sender: Mailbox) -> bool:
    return "." not in sender.domain and sender.domain.lower() not in ("localhost", "localdomain")


def _mathematical(sender: Mailbox) -> bool:
    return len(_MATHEMATICAL.findall(sender.name[:_LONGEST])) >= _FEW_MARKS


def _dressed(sender: Mailbox) -> bool:
    return _DRESSED.search(sender.name[:_LONGEST]) is not None


def _pictures(sender: Mailbox) -> bool:
    signs = (letter for letter in sender.name[:_LONGEST] if letter not in _USUAL_SIGNS)
    return any(category(letter) == "So" for letter in signs)


def _mixed(sender: Mailbox) -> bool:
    return mixed_scripts(sender.name[:_LONGEST])


def _bracketed(sender: Mailbox) -> bool:
    return _BRACKETED.match(sender.name[:_LONGEST]) is not None and is_free_mail(sender.domain)


def _numbered(sender: Mailbox) -> bool:
    return _NUMBERED.search(sender.name[:_LONGEST]) is not None


_ODDITIES: tuple[tuple[Callable[[Mailbox], bool], float, str], ...] = (
    (_disguised, 0.85, "The sender's name is strewn with signs that nobody sees."),
    (_mixed, 0.8, "The sender's name mixes letters of several alphabets in one word."),
    (_several, 0.7, "The sender's address holds more than one address."),
    (_mathematical, 0.7, "The sender's name is written in signs that only look like letters."),
    (_nowhere, 0.6, "The message names no address that it comes from."),
    (_dressed, 0.5, "The sender's name is set between signs that belong in no name."),
    (_bracketed, 0.5, "The sender's name begins with a label, at a mailbox anybody could open."),
    (_pictures, 0.5, "The sender's name is decorated with pictures."),
    (_numbered, 0.4, "The sender's name carries a number, as made-up names do."),
    (_bare_domain, 0.3, "The sender's address ends in a name that is no domain."),
)
