"""A link or its text still holds the mark where a program should have put an address or a name.

Kits are run by people who do not read what they send: `#tracking link#`, `{{link}}`, `[[url]]`,
`__Link__`. Broken unsubscribe marks happen to honest senders, too.
"""

import re

from bartizan.mail.detectors._links import is_farewell
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Unfilled template",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:spam", "attack:T1566.002"),
)

_MARK = re.compile(
    r"""\{\{[^{}]{1,60}\}\} | \[\[[^\[\]]{1,60}\]\] | %%[\w .-]{1,40}%% | \*\|[\w: ]{1,40}\|\*
      | <%[^<>%]{1,80}%> | \$\{[\w.]{1,40}\} | \#[a-z]{2,20}[ _-][a-z]{2,20}\#
      | __[A-Za-z][A-Za-z_]{1,58}?[A-Za-z]__ | \{%[^{}%]{1,80}%\}""",
    re.VERBOSE | re.IGNORECASE,
)
_MANY_LINKS = 200
_LONGEST = 2_000
_FOOTER = 0.15


def detect(facts: Facts) -> Found | None:
    """Look for marks in the links of pages and in their texts."""
    broken = [link for link in facts.links[:_MANY_LINKS] if link.in_page and _mark(link)]
    body = [link for link in broken if not _is_footer(link)]
    if not broken:
        return None
    link = (body or broken)[0]
    return Found(
        "The message was made by a program that left a blank unfilled in a link.",
        (seen(f"part:{link.part}", f"{link.text.strip()} -> {link.href}"),),
        weight=None if body else _FOOTER,
    )


def _mark(link: Link) -> bool:
    return any(_MARK.search(text[:_LONGEST]) for text in (link.href, link.text))


def _is_footer(link: Link) -> bool:
    return is_farewell(link) or "unsub" in link.href.lower() or "archive" in link.href.lower()
