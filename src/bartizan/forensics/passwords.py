"""Finds what may be the password of an attachment in the text that came with it.

Malware is sent in locked archives so that filters cannot look, with the password in the message.
What stands behind a word for password counts, then short tokens near such a word.
"""

import re
from collections.abc import Iterator

#: Candidates returned, characters of text looked at, and how far from the word they may stand.
MOST, _REACH, _NEAR = 20, 200_000, 120
_WORDS = re.compile(
    r"pass[ -]?(?:word|code|phrase|wd)|\bpwd\b|\bpw\b|\bpin\b|\bcode\b|kennwort|passwort|"
    r"contrase(?:ñ|n)a|\bclave\b|mots? de passe|\bmdp\b|senha|palavra[ -]passe|wachtwoord|"
    r"l(?:ö|o)senord|adgangskode|salasana|has(?:ł|l)o|heslo|jelsz(?:ó|o)|parol(?:a|ă|e|ā|is)?\b|"
    r"(?:ş|s)ifre|пароль|пароля|паролем|парола|лозинка|κωδικ(?:ό|ο)ς|סיסמ|كلمة (?:ال)?(?:سر|مرور)|"
    r"密码|密碼|口令|解压码|パスワード|暗証番号|비밀번호|암호|mật khẩu|รหัสผ่าน",
    re.IGNORECASE,
)
#: What may stand between the word and the password.
_BRIDGE = re.compile(
    r"[\s:：=\-–—>»\"'“”«„‘’`*_\[({<|]{0,10}"
    r"(?:(?:is|ist|es|est|é|è|sind|lautet|of|for|the|to|file|zip|archive|attachment|document|"
    r"open|personal|für|para|pour|la|le|el|it|это|на|архив|は|是|为|為)[\s:：=\-–—>»\"'“”«„‘’`*_\[(<|]{1,10}){0,6}",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\s\"'“”«»„‘’`<>()\[\]{}|,;:：。、，]{1,40}")
_EDGES = ".!?…*_-–—"
_WORTHY = re.compile(r"\d|[^\w]|[a-z][A-Z]|^[A-Z]{3,}$")
_COMMON = frozenset({"", "is", "the", "to", "for", "and", "of", "a"})


def find_passwords(text: str) -> tuple[str, ...]:
    """Return up to `MOST` candidates, the likeliest first. Never raises; linear in the text."""
    found: dict[str, None] = {}
    words = [
        match.end() for match, _ in zip(_WORDS.finditer(text[:_REACH]), range(50), strict=False)
    ]
    for candidate in (*_behind(text, words), *_near(text, words)):
        if candidate.lower() not in _COMMON:
            found.setdefault(candidate, None)
        if len(found) >= MOST:
            break
    return tuple(found)


def _behind(text: str, words: list[int]) -> Iterator[str]:
    """Yield what stands directly behind the word: as it is, then without punctuation."""
    for end in words:
        start = _BRIDGE.match(text, end, end + _NEAR)
        token = _TOKEN.match(text, start.end() if start else end, end + _NEAR)
        if token is not None:
            bare = token[0].strip(_EDGES)
            yield bare
            yield token[0]


def _near(text: str, words: list[int]) -> Iterator[str]:
    """Yield tokens near the word that do not look like words of a language."""
    for end in words:
        for token in _TOKEN.finditer(text, max(0, end - _NEAR), end + _NEAR):
            bare = token[0].strip(_EDGES)
            if _WORTHY.search(bare) and "/" not in bare and "@" not in bare:
                yield bare
