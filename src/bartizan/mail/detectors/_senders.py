"""What a sender's name and address are made of: shared by the detectors that read senders."""

import re

from bartizan.forensics.addresses import Mailbox
from bartizan.mail.evidence import Facts, seen
from bartizan.mail.verdict import Evidence

_LETTERS = re.compile(r"[a-z]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,}")
_SWITCH = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_HEX = re.compile(r"[0-9a-f]{12,}\Z")
_LONG, _FEW_VOWELS, _MANY_SWITCHES = 8, 0.15, 4


def shown_sender(facts: Facts) -> tuple[Evidence, ...]:
    """Return the author as evidence, name and address as they stand."""
    sender = facts.sender
    if sender is None:
        return ()
    return (seen("header:from", f"{sender.name} <{sender.address}>"),)


def is_random(word: str) -> bool:
    """Tell whether a word looks thrown together: hardly a vowel, or letters and digits mixed."""
    low = word.lower()[:64]
    if len(low) < _LONG or _HEX.match(low):
        return bool(_HEX.match(low)) and not low.isdigit() and not low.isalpha()
    if len(_SWITCH.findall(low)) >= _MANY_SWITCHES or _CONSONANTS.search(low):
        return True
    letters = "".join(_LETTERS.findall(low))
    if len(letters) < _LONG:
        return False
    return sum(letter in "aeiouy" for letter in letters) / len(letters) < _FEW_VOWELS


def recipients(facts: Facts) -> tuple[Mailbox, ...]:
    """Return whom the message says it is to, copies included."""
    return (*facts.message.addresses("to"), *facts.message.addresses("cc"))[:100]


def addressees(facts: Facts) -> frozenset[str]:
    """Return the addresses that the message goes to: the envelope's where there is one."""
    named = (one.address for one in recipients(facts))
    told = facts.envelope.recipients if facts.envelope is not None else named
    return frozenset(address.lower() for address in told if "@" in address)
