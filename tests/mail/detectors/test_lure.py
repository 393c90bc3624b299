import pytest

from bartizan.mail.detectors._lure import Lure, find_lure, read_signs
from bartizan.mail.evidence import Facts, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.verdict import Severity

LURE = Lure("parcel", "A parcel waits", weak=0.1, fair=0.3, strong=0.5)


def facts(
    sender: str = "a@sender.test", subject: str = "x", body: str = "", more: str = ""
) -> Facts:
    raw = f"From: {sender}\r\nSubject: {subject}\r\n{more}\r\n{body}\r\n"
    return gather(raw.encode(), None, None, Organisation(frozenset({"example.com"})))


@pytest.mark.parametrize(
    ("body", "host"),
    [
        ("https://stranger.invalid/", "stranger.invalid"),
        ("https://facebook.com/us and https://stranger.invalid/", "stranger.invalid"),
        ("https://stranger.invalid/ and https://www.sender.test/", None),
        ("https://facebook.com/us https://us1.list-manage.com/track", None),
        ("https://intranet.example.com/ and https://stranger.invalid/", "stranger.invalid"),
        ("https://intranet.example.com/", None),
        ("https://192.0.2.7/login", "192.0.2.7"),
        ("mailto:a@b.test", None),
        ("", None),
    ],
)
def test_links_lead_away_where_none_leads_to_the_sender(body, host):
    away = read_signs(facts(body=body)).away
    assert (away.url.host if away is not None else None) == host


@pytest.mark.parametrize(
    ("sender", "more", "free"),
    [
        ("a@GMAIL.com", "", "a@GMAIL.com"),
        ("a@yahoo.co.uk", "", "a@yahoo.co.uk"),
        ("a@web.de", "", "a@web.de"),
        ("a@sender.test", "Reply-To: b@163.com\r\n", "b@163.com"),
        ("a@sender.test", "", None),
        ("a@gmail-support.test", "", None),
    ],
)
def test_mailboxes_that_anybody_may_have(sender, more, free):
    found = read_signs(facts(sender, more=more)).free
    assert (found or "").lower() == (free or "").lower()


@pytest.mark.parametrize(
    ("sender", "subject", "body", "weight", "severity"),
    [
        ("a@sender.test", "x", "track your parcel", 0.1, Severity.INFO),
        ("a@sender.test", "track your parcel", "", 0.1, Severity.INFO),
        ("a@sender.test", "track your parcel", "act now", 0.3, Severity.LOW),
        ("a@gmail.com", "x", "track your parcel", 0.3, Severity.LOW),
        ("a@gmail.com", "track your parcel", "", 0.5, None),
        ("a@sender.test", "x", "track your parcel: customs fee. https://b.invalid", 0.5, None),
    ],
)
def test_a_theme_weighs_what_surrounds_it(sender, subject, body, weight, severity):
    found = find_lure(facts(sender, subject, body), LURE)
    assert (found.weight, found.severity) == (weight, severity)


def test_a_message_about_something_else_is_no_lure():
    assert find_lure(facts(body="act now https://b.invalid"), LURE) is None


def test_the_sentence_says_what_made_it_a_lure():
    body = "track your parcel"
    assert find_lure(facts(body=body), LURE).sentence == "A parcel waits."
    away = find_lure(facts(body=f"{body} https://b.invalid/x"), LURE)
    assert away.sentence == (
        "A parcel waits, and its links lead to b.invalid, not to the sender's site."
    )
    assert away.evidence[-1].text == "https://b.invalid/x"
    assert "free mailbox (a@gmail.com)" in find_lure(facts("a@gmail.com", body=body), LURE).sentence
