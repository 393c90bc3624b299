"""The message was sent by a script on a web server, or by a program made for mass mail.

Broken-into web sites send most of what such scripts send; shops and forms do honestly, hence the
weight.
"""

import re

from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Sent by a script",
    severity=Severity.LOW,
    weight=0.25,
    tags=("tactic:compromised-host", "attack:T1584.004"),
)

_SCRIPT_FIELDS = ("x-php-script", "x-php-originating-script", "x-php-filename")
#: Programs that nobody writes letters with: old libraries that kits carry, and the kits' own.
_TOOLS = re.compile(
    r"PHPMailer \[version 1|PHPMailer 5\.[01]\b|class SMTPMail|SMTPMail|Leaf ?PHP|Alexus|"
    r"Anonymous ?Mail|Gammadyne|Atomic Mail|Advanced Mass|Mass ?Mail|Super ?Mail|Turbo ?Mailer|"
    r"DarkMailer|SendBlaster|Group ?Mail|QuickSender|\w{0,20}Bulk ?Mail|Direct ?Mailer|"
    r"Swift ?Inbox|King ?Mailer|XMailer",
    re.IGNORECASE,
)
_TOOL_WEIGHT = 0.4


def detect(facts: Facts) -> Found | None:
    """Look for what web hosts note about scripts, then at the name of the program."""
    for name in ("x-mailer", "user-agent"):
        mailer = (facts.message.header(name) or "")[:300]
        if _TOOLS.match(mailer.strip()) and not from_a_list(facts):
            return Found(
                f"The message was sent with {mailer[:60]}, a program for mass mail.",
                (seen(f"header:{name}", mailer),),
                weight=_TOOL_WEIGHT,
            )
    for name in _SCRIPT_FIELDS:
        script = facts.message.header(name)
        if script is not None:
            return Found(
                "The message was sent by a script on a web server.",
                (seen(f"header:{name}", script),),
            )
    return None
