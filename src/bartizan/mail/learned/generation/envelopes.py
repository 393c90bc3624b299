"""Puts letters into envelopes: MIME messages as mail programs and mailing services make them."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from random import Random

from bartizan.mail.learned.generation.letters import Letter
from bartizan.mail.learned.generation.links import honest_link, threat_link, word
from bartizan.mail.learned.generation.pages import page, picture_page

_FREE = ("gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "gmx.de", "web.de", "mail.ru")
_TOPS = ("com", "net", "org", "io", "de", "fr", "com.br", "nl", "es", "it", "co.uk", "ru", "jp")
_PERSONAL = frozenset({
    "colleague", "private", "kollegen", "colegas", "collegues", "collega", "colleghi", "kollegi",
    "tongshi", "shigoto", "list_patch", "trade", "bec", "romance", "inheritance", "donation",
})  # fmt: skip
_FIRST_DAY, _SPAN = datetime(2024, 1, 1, 6, tzinfo=UTC), 63_000_000  # two years of seconds
_LOOK_ALIKES = str.maketrans("aeopcx", "аеорсх")  # noqa: RUF001 - Cyrillic is the point
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060"


def envelope(letter: Letter, rng: Random) -> bytes:
    """Return the letter as a message."""
    message = EmailMessage(policy=SMTP)
    sender = _sender(letter, rng)
    message["From"] = formataddr((_line(letter.sender), sender))
    message["To"] = letter.slots["address"].encode("ascii", "ignore").decode() or "you@example.com"
    message["Subject"] = _line(_disguised(letter, letter.subject, rng))
    number = rng.getrandbits(64)
    message["Date"] = _FIRST_DAY + timedelta(seconds=number % _SPAN)
    message["Message-ID"] = f"<{number:x}@{sender.partition('@')[2]}>"
    if letter.pretext.threat and rng.random() < 0.15:  # noqa: PLR2004 - answers go elsewhere
        message["Reply-To"] = f"{word(rng)}@{rng.choice(_FREE)}"
    if not _is_personal(letter) and rng.random() < (0.15 if letter.pretext.threat else 0.5):
        message["List-Unsubscribe"] = f"<https://{sender.partition('@')[2]}/unsubscribe>"
    _fill(message, letter, sender, rng)
    return message.as_bytes()


def _fill(message: EmailMessage, letter: Letter, sender: str, rng: Random) -> None:
    """Choose between plain text, a page, and both."""
    make = threat_link if letter.pretext.threat else honest_link
    links = [make(sender.partition("@")[2], rng) for _ in range(rng.choice((1, 1, 2, 4)))]
    plain = _plain(letter, links, rng)
    form = rng.random()
    if _is_personal(letter) and form < 0.7:  # noqa: PLR2004 - people mostly write plain text
        message.set_content(plain)
        return
    made = picture_page(links, rng) if _is_picture(letter, rng) else page(letter, links, rng)
    if form < 0.12:  # noqa: PLR2004 - few senders have no page at all
        message.set_content(plain)
    elif form < 0.55:  # noqa: PLR2004 - about half send only the page
        message.set_content(made, subtype="html")
    else:
        message.set_content(plain)
        message.add_alternative(made, subtype="html")
        message.set_boundary(f"=_{rng.getrandbits(80):x}")


def _is_picture(letter: Letter, rng: Random) -> bool:
    return rng.random() < (0.08 if letter.pretext.threat else 0.02)


def _is_personal(letter: Letter) -> bool:
    return letter.pretext.name in _PERSONAL


def _plain(letter: Letter, links: list[str], rng: Random) -> str:
    parts = []
    for block in letter.blocks:
        words = _disguised(letter, block.text, rng)
        parts.append(f"{words}: {rng.choice(links)}" if block.kind == "button" else words)
    return rng.choice(("\n\n", "\n")).join(parts) + "\n"


def _sender(letter: Letter, rng: Random) -> str:
    """Return an address: honest ones fit the name, threats come from anywhere."""
    name = "".join(filter(str.isascii, letter.sender)).lower()
    plain = "".join(letter_ for letter_ in name if letter_.isalnum()) or word(rng)
    if letter.pretext.threat:
        domain = rng.choice((f"{word(rng)}{word(rng)}.{rng.choice(_TOPS)}", rng.choice(_FREE),
                             f"{plain[:20]}-{word(rng)}.{rng.choice(_TOPS)}"))  # fmt: skip
        return f"{rng.choice((word(rng), 'info', 'support', 'noreply', plain[:20]))}@{domain}"
    if _is_personal(letter):
        return f"{plain[:20]}@{rng.choice((rng.choice(_FREE), letter.slots['host']))}"
    local = rng.choice(("info", "noreply", "no-reply", "hello", "news", "billing", "support"))
    return f"{local}@{plain[:20]}.{rng.choice(_TOPS)}"


def _disguised(letter: Letter, text: str, rng: Random) -> str:
    """Some threats hide their words from filters."""
    if not letter.pretext.threat or rng.random() > 0.04:  # noqa: PLR2004 - few do
        return text
    if rng.random() < 0.5:  # noqa: PLR2004 - either way
        return text.translate(_LOOK_ALIKES)
    return "".join(one + (rng.choice(_ZERO_WIDTH) if rng.random() < 0.3 else "") for one in text)  # noqa: PLR2004


def _line(text: str) -> str:
    return " ".join(text.split())
