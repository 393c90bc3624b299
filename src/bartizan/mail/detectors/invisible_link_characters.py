"""A link's address holds characters that nobody sees, or letters that are escaped for no reason.

Browsers drop or decode them; filters that compare texts do not recognise the address.
"""

import re

from bartizan.forensics.urls import Quirk
from bartizan.mail.detectors._links import first, place
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Disguised letters in a link",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:evasion", "attack:T1027", "attack:T1566.002"),
)

_DISGUISES = frozenset({Quirk.INVISIBLE_HOST, Quirk.ENCODED_HOST, Quirk.COMPATIBILITY_HOST})
_NEEDLESS = re.compile(r"(?:%(?:6[1-9a-f]|7[0-9a]|4[1-9a-f]|5[0-9a])){4}", re.IGNORECASE)


def detect(facts: Facts) -> Found | None:
    """Look at how hosts and paths of links that lead away are written."""
    return first(
        filter(_is_disguised, facts.foreign_links),
        "The address of a link to {host} is written so that filters do not recognise it.",
    )


def _is_disguised(link: Link) -> bool:
    quirks = {*place(link).quirks, *(link.url.quirks if link.url is not None else ())}
    path = place(link).path + place(link).query
    return not _DISGUISES.isdisjoint(quirks) or _NEEDLESS.search(path[:2_000]) is not None
