from dataclasses import replace

import pytest

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.detectors._links import (
    clicked,
    first,
    hosted_by_anybody,
    is_farewell,
    is_own,
    is_text,
    owner_of,
    related,
    says_little,
    strangers,
    told,
)
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather


def facts_of(body: str, sender: str = "a@b.test"):
    head = f"From: {sender}\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return gather((head + body).encode(), None, None, Organisation(frozenset({"example.com"})))


def test_strangers_are_nobodys_of_whom_all_speak():
    facts = facts_of(
        '<a href="https://b.test/">own</a><a href="https://www.example.com/">ours</a>'
        '<a href="https://facebook.com/x">platform</a><a href="https://x.list-manage.com/">sent</a>'
        '<a href="https://other.test/">stranger</a>'
    )
    assert [owner_of(link) for link in strangers(facts)] == ["other.test"]
    assert len(clicked(facts)) == 5
    assert [is_own(link, facts) for link in clicked(facts)] == [True, False, False, False, False]


SISTERS = (
    '<a href="https://harbour-shop.test/">sister</a><a href="https://harbour.github.io/">rented</a>'
)


def test_a_site_of_the_authors_name_is_no_stranger_unless_anybody_may_have_it():
    facts = facts_of(SISTERS, "a@harbour.example")
    assert [owner_of(link) for link in strangers(facts)] == ["harbour.github.io"]
    assert len(strangers(facts_of(SISTERS, "a@office.example"))) == 2


def test_a_provider_of_mailboxes_has_no_sisters():
    facts = facts_of('<a href="https://outlook-verify.test/">x</a>', "jane@outlook.com")
    assert [owner_of(link) for link in strangers(facts)] == ["outlook-verify.test"]


@pytest.mark.parametrize(("dmarc", "count"), [(Result.PASS, 1), (Result.FAIL, 2)])
def test_a_name_that_the_author_did_not_prove_makes_nobody_his_sister(dmarc, count):
    checked = Authentication(
        spf=SpfResult(result=Result.NONE, domain="harbour.example", sentence="No SPF."),
        dkim=(),
        dmarc=DmarcResult(result=dmarc, domain="harbour.example", sentence="DMARC."),
        arc=ArcResult(result=Result.NONE, sentence="No ARC."),
    )
    facts = replace(facts_of(SISTERS, "a@harbour.example"), authentication=checked)
    assert len(strangers(facts)) == count


def test_what_stands_in_text_is_not_clicked():
    facts = facts_of('<a href="https://x.weebly.com/">https://x.weebly.com/</a>')
    (link,) = hosted_by_anybody(facts.foreign_links, Kind.FREE_HOSTING)
    assert not is_text(link)
    assert first([], "nothing") is None
    assert first([link], "It is {host}.").sentence == "It is x.weebly.com."


def test_evidence_shows_the_way_behind_a_redirector_and_not_behind_a_filter():
    facts = facts_of(
        '<a href="https://www.google.com/url?q=https://other.test/">x</a>'
        '<a href="https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Felse.test%2F">y</a>'
    )
    shown = [told(link).text for link in facts.foreign_links]
    assert shown[0].endswith("-> https://other.test/")
    assert "->" not in shown[1]


@pytest.mark.parametrize(
    "text",
    [
        "Unsubscribe",
        "Hier abmelden",
        "Se désinscrire",
        "Darse de baja",
        "descadastrar-se",
        "Cancelar assinatura",
        "Uitschrijven",
        "Отписаться",
    ],
)
def test_words_that_end_a_subscription(text):
    (link,) = clicked(facts_of(f'<a href="https://other.test/">{text}</a>'))
    assert is_farewell(link)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("harbour.test", "harbour-mail.example", True),
        ("e-harbour.test", "harbour.example", True),
        ("harbour.test", "office.test", False),
        ("a.test", "abc.test", False),
        ("acme.test", "acme.example", True),
        ("acme.test", "acme-group.example", True),
        ("mail.test", "webmail-login.example", False),
        ("", "abc.test", False),
    ],
)
def test_sites_that_share_a_name(one, other, same):
    assert related(one, other) is same


def test_little_is_said():
    assert says_little(facts_of("<p>Hello</p>"))
    assert not says_little(facts_of("<p>" + "word " * 400 + "</p>"))
