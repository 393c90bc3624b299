"""The header holds a placeholder that should have been filled in before sending.

Sending kits fill templates (`{{name}}`, `%RND%`, `<#from#>`) a thousand times; where one has a
mistake, the mark stays.
"""

import re

from bartizan.forensics.encoded_words import read_unstructured
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Unfilled template",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:kit", "attack:T1588.002"),
)

_FIELDS = frozenset({"from", "reply-to", "to", "subject", "message-id", "date", "return-path"})
_SUBJECT_WEIGHT = 0.4
_LONGEST = 1000
_LEFT = re.compile(
    r"\{\{[^{}\n]{1,40}\}\}|\{%[^{}\n]{1,40}%\}|<#[^<>\n]{1,30}#>|\$\{[\w.]{1,30}\}|##[\w.]{1,30}##"
    r"|%(?:RND|RAND|RANDOM|EMAIL|NAME|FNAME|FIRST|DOMAIN|FROM|TO|DATE|SUBJECT)[A-Z0-9_]{0,20}%"
    r"|\[-[A-Za-z_]{2,20}-\]|\[-(?:RAND|EMAIL|EMAI|USER|DOMAIN|NAME)|(?<![A-Za-z0-9])__[A-Z][A-Za-z]{2,20}__"
    r"|\*\|[A-Z_:]{2,30}\|\*|%%[a-zA-Z_]{2,30}%%|\[(?:RAND|RANDOM|EMAIL|DOMAIN)[A-Z0-9_]{0,20}\]"
)


def detect(facts: Facts) -> Found | None:
    """Look for the marks of common template languages in the fields that readers see."""
    for field in facts.message.fields:
        if field.name not in _FIELDS:
            continue
        text = read_unstructured(field.value[: 4 * _LONGEST])[:_LONGEST]
        left = _LEFT.search(text)
        if left is not None:
            return Found(
                f"The sender forgot to fill in a placeholder: {left[0]}.",
                (seen(f"header:{field.name}", text),),
                weight=_SUBJECT_WEIGHT if field.name == "subject" else None,
            )
    return None
