"""What detectors of relationships share: themes that ask something of a reader."""

from bartizan.mail.evidence import Facts, Phrase

#: Themes that press, or that ask for money or secrets; each adds to what a stranger's mail weighs.
PRESSING = (
    "urgency",
    "threat",
    "credentials",
    "payment",
    "bank-details",
    "gift-card",
    "payroll",
    "callback",
)


def pressing(facts: Facts) -> tuple[Phrase, ...]:
    """Return one phrase of each theme that presses or asks."""
    found = (facts.says(theme) for theme in PRESSING)
    return tuple(phrases[0] for phrases in found if phrases)


def quoted(phrases: tuple[Phrase, ...]) -> str:
    """Return phrases as a sentence quotes them."""
    return ", ".join(f"“{phrase.text[:60]}”" for phrase in phrases[:3])
