"""Command lines and scripts: do they download, run what they downloaded, or hide what they do?"""

import base64
import binascii
import re

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait

REACH = 2_000_000

_DOWNLOAD = re.compile(
    r"downloadstring|downloadfile|downloaddata|invoke-webrequest|invoke-restmethod|\biwr\s|\birm\s|"
    r"start-bitstransfer|bitsadmin\b.{0,80}?/transfer|certutil\b.{0,80}?-urlcache|net\.webclient|"
    r"\bcurl(?:\.exe)?\s.{0,80}?https?:|\bwget\s.{0,80}?https?:|msxml2\.\w{0,10}xmlhttp|"
    r"winhttp\.winhttprequest|microsoft\.xmlhttp|urldownloadtofile|mshta(?:\.exe)?\W{1,4}https?:|"
    r"regsvr32\b.{0,80}?https?:|msiexec\b.{0,80}?https?:|\\\\[\w.-]{3,80}@(?:ssl|\d{2,5})\\|"
    r"urlopen\(|urlretrieve\(|file_get_contents\(\s{0,3}['\"]https?:",
    re.IGNORECASE,
)
_EXECUTE = re.compile(
    r"\bpowershell(?:\.exe)?\b|\bpwsh\b|\bcmd(?:\.exe)?\s{1,9}/[ckv]|\bmshta\b|\bwscript\b|\bcscript\b|"
    r"\brundll32\b|\bregsvr32\b|\bcertutil\b|\bbitsadmin\b|\bwmic\b|\bforfiles\b|\bconhost\b|"
    r"\bmsiexec\b|\bschtasks\b|\bpcalua\b|\bssh(?:\.exe)?\s.{0,60}?proxycommand|"
    r"wscript\.shell|shell\.application|shellexecute|invoke-expression|\biex\b|start-process|"
    r"\beval\s{0,3}\(|new\s{1,5}activexobject|createobject\s{0,3}\(|os\.system\(|subprocess\.|"
    r"shell_exec\(|passthru\(|/bin/(?:ba|z|da)?sh\b",
    re.IGNORECASE,
)
_HIDE = re.compile(
    r"(?:-|/)e(?:nc|ncodedcommand|c)?\s{1,5}[A-Za-z0-9+/=]{40}|frombase64string|-w(?:indowstyle)?\s{1,5}"
    r"h(?:idden)?\b|\bstring\.fromcharcode|\bunescape\s{0,3}\(|\batob\s{0,3}\(|-bxor|strreverse|"
    r"(?:\[char\]\s{0,3}\d{1,3}.{0,6}?){6}|(?:chrw?\(\s{0,3}\d{1,3}\s{0,3}\)\s{0,3}&\s{0,3}){5}|"
    r"(?:\^[a-z]){6}|(?:%[a-z0-9]{1,12}:~-?\d{1,3},\d{1,3}%){3}|base64_decode\(|gzinflate\(",
    re.IGNORECASE,
)
_ENCODED = re.compile(
    r"(?:-|/)e(?:n|nc|nco|ncod|ncode|ncoded|ncodedcommand|c)?\s{1,5}['\"]?([A-Za-z0-9+/=]{40,60000})",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?|ftp)://[^\s\"'<>^`|)]{3,2000}", re.IGNORECASE)
_CARET = re.compile(r"\^(?=[A-Za-z/\\.:-])")
_NOISE = str.maketrans("", "", "`\0")
_CONCATENATED = re.compile(r"['\"]\s{0,5}[+&]\s{0,5}['\"]")
_CONTEXT = 80
_MATCHES = 8


def judge_command(text: str, draft: Draft, *, weigh_execution: bool = True) -> None:
    """Note what a command line or script does, in plain and with its simplest masks taken off.

    `weigh_execution` is off for text that may only talk about commands.
    """
    text = text[:REACH]
    plain = _CONCATENATED.sub("", _CARET.sub("", text.translate(_NOISE)))
    decoded = _decoded(plain)
    _note(Trait.DOWNLOAD, _DOWNLOAD, plain + "\n" + decoded, draft)
    if weigh_execution:
        _note(Trait.COMMAND, _EXECUTE, plain + "\n" + decoded, draft)
    _note(Trait.OBFUSCATED, _HIDE, text, draft)
    for match in _URL.finditer(plain + "\n" + decoded):
        draft.link(match[0])


def _note(trait: Trait, pattern: re.Pattern[str], text: str, draft: Draft) -> None:
    for match, _ in zip(pattern.finditer(text), range(_MATCHES), strict=False):
        draft.sign(trait, text[match.start() : match.end() + _CONTEXT])


def _decoded(text: str) -> str:
    """What PowerShell's encoded commands say."""
    found = []
    for match, _ in zip(_ENCODED.finditer(text), range(_MATCHES), strict=False):
        digits = match[1].rstrip("=")
        try:
            raw = base64.b64decode(digits + "=" * (-len(digits) % 4))
        except (binascii.Error, ValueError):
            continue
        found.append(raw.decode("utf-16-le", "replace"))
    return "\n".join(found)
