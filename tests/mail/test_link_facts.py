import time

from bartizan.forensics.links.wrapping import HopKind
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.link_facts import lead_away

SAFE = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2Fa&amp;data=1"


def facts_of(body: str, kind: str = "text/html"):
    head = f"From: a@mail.b.test\r\nSubject: x\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n"
    return gather((head + body).encode(), None, None, Organisation(frozenset({"example.com"})))


def test_a_link_knows_where_it_leads():
    (link,) = facts_of(f'<a href="{SAFE}">x</a>').links
    assert link.url.host.endswith("outlook.com")
    assert link.target.host == "evil.test"
    assert [hop.kind for hop in link.hops] == [HopKind.WRAPPER]
    assert link.in_page


def test_a_link_in_plain_text():
    (link,) = facts_of("See https://t.co/a now", "text/plain").links
    assert not link.in_page
    assert link.kinds


def test_links_that_lead_away_are_those_of_others_seen_once():
    facts = facts_of(
        '<a href="https://www.b.test/">own</a><a href="https://shop.example.com/">ours</a>'
        '<a href="https://other.test/">1</a><a href="https://other.test/">2</a>'
        '<a href="https://hidden.test/" style="display:none">3</a><a href="mailto:x@y.test">4</a>'
        '<a href="http://192.168.1.5/">5</a><a href="http://203.0.113.9/">6</a>'
        '<a href="nothing">7</a>'
    )
    assert [link.target.host for link in facts.foreign_links] == ["other.test", "203.0.113.9"]


def test_who_signed_or_sent_for_the_author_is_no_stranger():
    def authenticated(dmarc: Result, spf: Result = Result.NONE) -> Authentication:
        return Authentication(
            spf=SpfResult(result=spf, domain="bounces.bad.test", sentence="SPF."),
            dkim=(
                DkimResult(result=Result.PASS, domain="sends.test", selector="s", sentence="Good."),
                DkimResult(result=Result.FAIL, domain="bad.test", selector="s", sentence="Bad."),
            ),
            dmarc=DmarcResult(result=dmarc, domain="b.test", sentence="DMARC."),
            arc=ArcResult(result=Result.NONE, sentence="No ARC."),
        )

    def hosts(authentication: Authentication | None) -> list[str]:
        links = facts_of(
            '<a href="https://click.sends.test/1">x</a><a href="https://bad.test/">y</a>'
        ).links
        found = lead_away(links, (), Organisation(), authentication)
        return [link.target.host for link in found]

    assert hosts(authenticated(Result.PASS)) == ["bad.test"]
    assert hosts(authenticated(Result.PASS, Result.PASS)) == []
    assert hosts(authenticated(Result.PASS, Result.SOFTFAIL)) == ["bad.test"]
    assert len(hosts(authenticated(Result.FAIL, Result.PASS))) == 2
    assert hosts(authenticated(Result.FAIL)) == ["click.sends.test", "bad.test"]
    assert hosts(None) == ["click.sends.test", "bad.test"]


def test_a_wrapped_link_to_the_author_does_not_lead_away():
    assert facts_of(f'<a href="{SAFE.replace("evil", "b")}">x</a>').foreign_links == ()


def test_many_links_stay_cheap_and_bounded():
    body = "".join(
        f'<a href="https://h{n}.test/?url=https://{n}.evil.test/">x</a>' for n in range(4000)
    )
    began = time.process_time()
    facts = facts_of(body)
    assert len(facts.links) == 2000
    assert len(facts.foreign_links) == 500
    assert time.process_time() - began < 3
