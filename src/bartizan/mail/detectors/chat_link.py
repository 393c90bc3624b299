"""A link would move the conversation to a messenger, where no mail filter sees it."""

from bartizan.mail.detectors._links import place, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Invitation to a messenger",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:out-of-band-pivot", "attack:T1566.003"),
)

_HOSTS = frozenset(
    "wa.me api.whatsapp.com chat.whatsapp.com web.whatsapp.com t.me telegram.me signal.me "
    "line.me wa.link".split()
)
_MANY_LINKS = 8  # companies list their messenger among many other links


def detect(facts: Facts) -> Found | None:
    """Look for messengers among few links."""
    if len(facts.foreign_links) > _MANY_LINKS:
        return None
    link = next(filter(_is_chat, facts.foreign_links), None)
    if link is None:
        return None
    return Found(
        "A link opens a conversation with a stranger in a messenger, outside of mail.",
        (told(link),),
    )


def _is_chat(link: Link) -> bool:
    return place(link).host in _HOSTS and len(place(link).path + place(link).query) > 1
