"""What turns a theme into a lure: shared by the detectors of what messages say.

Honest senders write of parcels, invoices and passwords too. What tells them apart is that their
links lead to their own site and that companies do not write from free mailboxes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._links import author_sites, host, strangers
from bartizan.mail.evidence import Facts, Found, Link, Phrase, seen
from bartizan.mail.verdict import Evidence, Severity

_MAILTO = re.compile(r"\s*mailto:([^\s?@]{1,64}@[\w.-]{3,100})", re.IGNORECASE)
_MANY_LINKS, _SHOWN = 200, 3
_CLEAR = 2
#: A text of so many characters says nearly anything once.
_LONG = 3_000
_TELLING = 0.2
_PRESSURE = ("urgency", "threat")


@dataclass(frozen=True, slots=True)
class Lure:
    """A theme as a lure.

    `opening` is the sentence's first half; `weak` holds for the theme alone, `strong` where the
    theme is clear and something shows that the sender is not who such a message comes from.
    """

    theme: str
    opening: str
    weak: float = 0.1
    fair: float = 0.3
    strong: float = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What surrounds the theme: a link that leads away, a free mailbox, haste, a lot of text."""

    away: Link | None
    free: str | None
    pressed: bool
    long: bool


def find_lure(facts: Facts, lure: Lure) -> Found | None:
    """Return what is to be said of a theme, as strongly as its surroundings allow."""
    said = facts.says(lure.theme)
    if not said:
        return None
    signs = read_signs(facts)
    weight = _weigh(lure, said, signs)
    return Found(
        _sentence(lure, signs),
        (*quoted(said), *_evidence(signs)),
        weight=weight,
        severity=None if weight == lure.strong else _milder(weight),
    )


def read_signs(facts: Facts) -> Signs:
    """Return the signs that a message is not from whom it seems to be."""
    return Signs(
        away=leads_away(facts),
        free=free_mailbox(facts),
        pressed=any(facts.says(theme) for theme in _PRESSURE),
        long=len(facts.text) > _LONG,
    )


def _weigh(lure: Lure, said: tuple[Phrase, ...], signs: Signs) -> float:
    stranger = signs.away is not None or signs.free is not None
    if is_clear(said):
        return lure.strong if stranger else lure.fair if signs.pressed else lure.weak
    return lure.fair if stranger and not signs.long else lure.weak


def _milder(weight: float) -> Severity:
    return Severity.LOW if weight >= _TELLING else Severity.INFO


def is_clear(said: tuple[Phrase, ...]) -> bool:
    """Tell whether a message is about a theme: its subject says so, or it says so twice."""
    return len(said) >= _CLEAR or any(phrase.where == "subject" for phrase in said)


def _sentence(lure: Lure, signs: Signs) -> str:
    if signs.away is not None:
        return (
            f"{lure.opening}, and its links lead to {host(signs.away)}, not to the sender's site."
        )
    if signs.free is not None:
        return f"{lure.opening}, and comes from or is answered at a free mailbox ({signs.free})."
    return f"{lure.opening}."


def quoted(said: tuple[Phrase, ...]) -> tuple[Evidence, ...]:
    """Return phrases as evidence."""
    return tuple(seen(phrase.where, phrase.text) for phrase in said[:_SHOWN])


def _evidence(signs: Signs) -> tuple[Evidence, ...]:
    return (seen("link", signs.away.href),) if signs.away is not None else ()


def free_mailbox(facts: Facts) -> str | None:
    """Return the author's or an answer's address where it is at a provider of free mailboxes."""
    named = (mailbox.address for mailbox in (*facts.senders[:1], *facts.reply_to[:1]))
    return next(
        (one for one in (*named, *_written_to(facts)) if is_free_mail(one.rpartition("@")[2])), None
    )


def _written_to(facts: Facts) -> Iterator[str]:
    """Yield the addresses that buttons and links of the message write to."""
    for link in islice(facts.links, _MANY_LINKS):
        match = _MAILTO.match(link.href)
        if match is not None:
            yield match[1]


def leads_away(facts: Facts) -> Link | None:
    """Return the first link to a stranger, where no link leads to the author's own site."""
    away = next(iter(strangers(facts)), None)
    if away is None:
        return None
    own = author_sites(facts)
    targets = (link.target for link in islice(facts.links, _MANY_LINKS))
    has_own = any(to is not None and to.host and (to.site or to.host) in own for to in targets)
    return None if has_own else away
