"""Text claims a character set that does not exist, or one that only attacks use.

Junk where the name of a character set belongs is what is left of a sending kit's template; UTF-7
writes tags in letters that a filter does not take for tags.
"""

import re

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Odd character set",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:evasion", "attack:T1027"),
)

# The characters of registered names (RFC 2978, section 2.3), and then some that senders use.
_NAME = re.compile(r"[\w.:+\-()' ]{1,60}", re.ASCII)
_UTF_7 = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7"})
_MOST_PARTS = 200


def detect(facts: Facts) -> Found | None:
    """Look at the names of the character sets, not at whether we know them."""
    for part in facts.message.parts[:_MOST_PARTS]:
        name = part.charset
        if not name:
            continue
        if name.strip().lower() in _UTF_7:
            words = "The text is written in UTF-7, which hides what it says from filters."
            return Found(words, (seen(f"part:{part.index}", name),))
        if not _NAME.fullmatch(name.strip()):
            words = "Where the name of a character set belongs, the message holds something else."
            return Found(words, (seen(f"part:{part.index}", name),))
    return None
