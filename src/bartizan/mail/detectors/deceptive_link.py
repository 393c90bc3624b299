"""A link is built to be misread: a user name that looks like a host, two alphabets, a program.

None of these is needed by honest mail: `https://bank.example@evil.example/`, letters of several
alphabets in one name, a link that runs a program.
"""

from collections.abc import Callable

from bartizan.forensics.confusables import mixed_scripts
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Deceptive link",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:evasion", "attack:T1566.002"),
)

_MANY_LINKS = 500
_PROGRAM = 0.35  # mail programs do not run it; newsletters of old opened windows by it


def detect(facts: Facts) -> Found | None:
    """Look at each link for the ways a link lies."""
    for link in facts.links[:_MANY_LINKS]:
        for told in _TRICKS:
            sentence = told(link)
            if sentence is not None:
                return Found(
                    sentence,
                    (seen(f"part:{link.part}", link.href),),
                    weight=_PROGRAM if told is _program else None,
                )
    return None


def _userinfo(link: Link) -> str | None:
    for url in (link.url, link.target):
        if url is not None and "." in url.userinfo:
            return f"A link begins like one address but leads to {url.host}."
    return None


def _mixed_alphabets(link: Link) -> str | None:
    if link.target is None or not mixed_scripts(link.target.host_unicode):
        return None
    return f"A link's host mixes alphabets to look like another: {link.target.host_unicode}."


def _program(link: Link) -> str | None:
    if link.url is None or link.url.scheme not in ("javascript", "vbscript"):
        return None
    empty = link.url.path.strip().lower().rstrip(";") in _NOTHING
    return None if empty else "A link would run a program instead of opening a page."


#: What page builders leave in links that do nothing.
_NOTHING = ("", "void(0)", "void 0", "return false", "//", "0")

_TRICKS: tuple[Callable[[Link], str | None], ...] = (_userinfo, _mixed_alphabets, _program)
