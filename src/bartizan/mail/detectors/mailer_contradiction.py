"""The message claims to come from a mail program that does not write messages like this one.

Each program has its own way to write boundaries and numbers. Kits copy its name and not its ways.
Servers that rewrite a message (Exchange, mailing lists) leave boundaries of their own, which are
excused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="False mail program",
    severity=Severity.MEDIUM,
    weight=0.45,
    tags=("tactic:evasion", "attack:T1036"),
)

_OUTLOOK_ID = re.compile(r"<[0-9a-f]{8,32}\$[0-9a-f]{6,32}\$[0-9a-f]{6,32}(?:\$[0-9a-f]{1,8})?@")


@dataclass(frozen=True, slots=True)
class _Program:
    """A program: how it names itself, and what its boundaries look like."""

    name: str
    field: str
    claim: re.Pattern[str]
    boundary: re.Pattern[str]


_PROGRAMS = (
    _Program(
        "Microsoft Outlook",
        "x-mailer",
        re.compile(r"Microsoft (?:Office )?Outlook(?: Express)?,? (?:Build )?\d", re.IGNORECASE),
        re.compile(r"-{4,6}=_NextPart_\w{3}_\w{4}_\w{8}\.\w{8}"),
    ),
    _Program(
        "Apple Mail",
        "x-mailer",
        re.compile(r"(?:Apple Mail|iPhone Mail|iPad Mail) \("),
        re.compile(r"Apple-Mail[-=].{1,60}"),
    ),
    _Program(
        "Mozilla Thunderbird",
        "user-agent",
        re.compile(r"Mozilla/5\.0 .{1,200}Thunderbird/\d|Mozilla Thunderbird\b"),
        re.compile(r"-{12,14}(?:ms)?[0-9A-Za-z]{21,40}"),
    ),
)
#: Boundaries of servers and lists that take messages apart and put them together again.
_REWRITTEN = re.compile(
    r"_\d{3}_.{1,100}|={6,20}.{1,60}==|-{2,6}_?=_NextPart_.{1,60}|.{0,4}=_[\w.-]{1,60}|"
    r"(?:--)?[Mm]imepart.{1,60}|-{2,8}[Ss]?(?:MIME|PGP|ms).{0,60}",
)


def detect(facts: Facts) -> Found | None:
    """Compare what the claimed program writes with what is written."""
    if from_a_list(facts):
        return None
    for program in _PROGRAMS:
        claim = facts.message.header(program.field) or ""
        if not program.claim.match(claim):
            continue
        evidence = (seen(f"header:{program.field}", claim),)
        for boundary in _boundaries(facts):
            if not program.boundary.fullmatch(boundary) and not _REWRITTEN.fullmatch(boundary):
                return Found(
                    f"The message claims to be written with {program.name}, which does not put "
                    "messages together like this.",
                    (*evidence, seen("part:0", boundary)),
                )
        if program.field == "x-mailer" and program.name.startswith("Microsoft"):
            return _outlook_page(facts, evidence[0].text)
    return None


def _boundaries(facts: Facts) -> Iterator[str]:
    """The boundary of the outermost multipart: inner ones may be somebody else's, quoted."""
    root = facts.message.root
    boundary = root.parameters.get("boundary", "")
    if root.is_multipart and boundary and root.content_type != "multipart/signed":
        yield boundary


def _outlook_page(facts: Facts, claim: str) -> Found | None:
    """Outlook sends a page only beside plain text, and numbers messages in its own way."""
    root = facts.message.root
    number = facts.message.header("message-id") or ""
    if root.content_type != "text/html" or _OUTLOOK_ID.match(number):
        return None
    return Found(
        "The message claims to be written with Microsoft Outlook, which never sends a page "
        "without its plain text.",
        (seen("header:x-mailer", claim), seen("header:content-type", root.content_type)),
    )
