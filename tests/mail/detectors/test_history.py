from dataclasses import replace

from bartizan.mail.detectors._history import PRESSING, pressing, quoted
from bartizan.mail.evidence import Organisation, Phrase
from bartizan.mail.gathering import gather

FACTS = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())


def saying(*themes):
    said = tuple(Phrase(theme, "en", f"{theme} words", "body") for theme in themes)
    return replace(FACTS, phrases=said)


def test_each_theme_counts_once():
    found = pressing(saying("urgency", "urgency", "payment", "weather"))
    assert [one.theme for one in found] == ["urgency", "payment"]


def test_quotes_are_few_and_short():
    many = pressing(saying(*PRESSING))
    assert quoted(many).count("“") == 3
    assert len(quoted((Phrase("urgency", "en", "x" * 500, "body"),))) < 70
