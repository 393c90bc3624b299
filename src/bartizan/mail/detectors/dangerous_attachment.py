"""An attached file runs code when it is opened, whatever its name claims.

Decided by the file's true type first and by its name second.
"""

from bartizan.forensics.file_types import Family, extension
from bartizan.mail.evidence import About, Attachment, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Attachment that runs code",
    severity=Severity.CRITICAL,
    weight=0.95,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1204.002"),
)

_FAMILIES = {
    Family.EXECUTABLE: "a program",
    Family.SCRIPT: "a script",
    Family.SHORTCUT: "a shortcut that starts something",
    Family.TEST: "the EICAR anti-virus test file",
}
_ENDINGS = frozenset(
    "ade adp apk appx bat chm cmd com cpl dll exe hta img ins iso isp jar js jse lib lnk mde msc "
    "msi msix msp mst nsh one pif ps1 reg scr sct settingcontent-ms shb sys url vb vbe vbs vhd "
    "vhdx vxd wsc wsf wsh xll".split()
)


def detect(facts: Facts) -> Found | None:
    """Look at the true type, then at the name, of every attachment."""
    for attachment in facts.attachments:
        what = _FAMILIES.get(attachment.true_type.family) or _by_name(attachment)
        if what is not None:
            return Found(
                f"The attachment {attachment.name or 'without a name'} is {what}.",
                (seen(f"part:{attachment.part.index}", attachment.name),),
            )
    return None


def _by_name(attachment: Attachment) -> str | None:
    ending = extension(attachment.name)
    return f"of a kind that runs code (.{ending})" if ending in _ENDINGS else None
