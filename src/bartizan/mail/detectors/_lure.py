"""What turns a theme into a lure: shared by the detectors of what messages say.

Honest senders write of parcels, invoices and passwords too. What tells them apart is that their
links lead to their own site and that companies do not write from free mailboxes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bartizan.forensics.urls import Url
from bartizan.mail.detectors._domains import owner
from bartizan.mail.evidence import Facts, Found, Link, Phrase, seen
from bartizan.mail.verdict import Evidence, Severity

#: Mailboxes that anybody may have: the first label where they exist under many suffixes.
_FREE = frozenset(
    """gmail googlemail yahoo ymail rocketmail hotmail outlook live msn aol gmx icloud protonmail
    proton yandex rediffmail zohomail tutanota laposte libero virgilio""".split()
)
_FREE_DOMAINS = frozenset(
    """web.de freenet.de t-online.de mail.com email.com usa.com mail.ru bk.ru inbox.ru list.ru
    rambler.ru me.com pm.me 163.com 126.com yeah.net qq.com sina.com foxmail.com naver.com
    hanmail.net daum.net orange.fr wanadoo.fr free.fr sfr.fr tiscali.it alice.it uol.com.br
    bol.com.br terra.com.br ig.com.br seznam.cz wp.pl o2.pl interia.pl onet.pl abv.bg ukr.net
    walla.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net btinternet.com
    talktalk.net virginmedia.com ziggo.nl telenet.be skynet.be bluewin.ch shaw.ca bigpond.com
    ezweb.ne.jp docomo.ne.jp""".split()
)
#: Sites that honest mail points at whoever sends it, or goes through to count clicks.
_ANYBODYS = frozenset(
    """facebook.com twitter.com x.com instagram.com linkedin.com youtube.com pinterest.com
    tiktok.com w3.org apple.com play.google.com google.com maps.google.com schema.org
    list-manage.com mailchimp.com mailchi.mp hubspot.com hubspotlinks.com klaviyo.com
    klclick.com exacttarget.com salesforce.com mandrillapp.com mailjet.com sparkpostmail.com
    sendgrid.net awstrack.me mjt.lu mlsend.com sendibm1.com sendibm3.com mailgun.org
    customeriomail.com intercom-mail.com braze.com emarsys.net zendesk.com
    constantcontact.com rs6.net createsend.com cmail19.com cmail20.com gravatar.com
    whatsapp.com wa.me t.me microsoft.com aka.ms""".split()
)
_MAILTO = re.compile(r"\s*mailto:([^\s?@]{1,64}@[\w.-]{3,100})", re.IGNORECASE)
_MANY_LINKS, _SHOWN = 200, 3
_CLEAR = 2
#: A text of so many characters says nearly anything once.
_LONG = 3_000
_TELLING = 0.2
_PRESSURE = ("urgency", "threat")


@dataclass(frozen=True, slots=True)
class Lure:
    """A theme as a lure.

    `opening` is the sentence's first half; `weak` holds for the theme alone, `strong` where the
    theme is clear and something shows that the sender is not who such a message comes from.
    """

    theme: str
    opening: str
    weak: float = 0.1
    fair: float = 0.3
    strong: float = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What surrounds the theme: a link that leads away, a free mailbox, haste, a lot of text."""

    away: Link | None
    free: str | None
    pressed: bool
    long: bool


def find_lure(facts: Facts, lure: Lure) -> Found | None:
    """Return what is to be said of a theme, as strongly as its surroundings allow."""
    said = facts.says(lure.theme)
    if not said:
        return None
    signs = read_signs(facts)
    weight = _weigh(lure, said, signs)
    return Found(
        _sentence(lure, signs),
        (*quoted(said), *_evidence(signs)),
        weight=weight,
        severity=None if weight == lure.strong else _milder(weight),
    )


def read_signs(facts: Facts) -> Signs:
    """Return the signs that a message is not from whom it seems to be."""
    return Signs(
        away=leads_away(facts),
        free=free_mailbox(facts),
        pressed=any(facts.says(theme) for theme in _PRESSURE),
        long=len(facts.text) > _LONG,
    )


def _weigh(lure: Lure, said: tuple[Phrase, ...], signs: Signs) -> float:
    stranger = signs.away is not None or signs.free is not None
    if is_clear(said):
        return lure.strong if stranger else lure.fair if signs.pressed else lure.weak
    return lure.fair if stranger and not signs.long else lure.weak


def _milder(weight: float) -> Severity:
    return Severity.LOW if weight >= _TELLING else Severity.INFO


def is_clear(said: tuple[Phrase, ...]) -> bool:
    """Tell whether a message is about a theme: its subject says so, or it says so twice."""
    return len(said) >= _CLEAR or any(phrase.where == "subject" for phrase in said)


def _sentence(lure: Lure, signs: Signs) -> str:
    if signs.away is not None and signs.away.url is not None:
        return (
            f"{lure.opening}, and its links lead to {signs.away.url.host_unicode}, "
            "not to the sender's site."
        )
    if signs.free is not None:
        return f"{lure.opening}, and comes from or is answered at a free mailbox ({signs.free})."
    return f"{lure.opening}."


def quoted(said: tuple[Phrase, ...]) -> tuple[Evidence, ...]:
    """Return phrases as evidence."""
    return tuple(seen(phrase.where, phrase.text) for phrase in said[:_SHOWN])


def _evidence(signs: Signs) -> tuple[Evidence, ...]:
    return (seen("link", signs.away.href),) if signs.away is not None else ()


def free_mailbox(facts: Facts) -> str | None:
    """Return the author's or an answer's address where it is at a provider of free mailboxes."""
    named = (mailbox.address for mailbox in (*facts.senders[:1], *facts.reply_to[:1]))
    return next((one for one in (*named, *_written_to(facts)) if _is_free(one)), None)


def _written_to(facts: Facts) -> Iterator[str]:
    """Yield the addresses that buttons and links of the message write to."""
    for link in islice(facts.links, _MANY_LINKS):
        match = _MAILTO.match(link.href)
        if match is not None:
            yield match[1]


def _is_free(address: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    return domain.partition(".")[0] in _FREE or domain in _FREE_DOMAINS


def leads_away(facts: Facts) -> Link | None:
    """Return the first link to a stranger, where no link leads to the author's own site."""
    ours = {owner(domain) for domain in facts.organisation.domains}
    own = owner(facts.sender.domain) if facts.sender is not None else ""
    first: Link | None = None
    for link in islice(facts.links, _MANY_LINKS):
        if link.url is None or not link.url.host or is_anybodys(link.url):
            continue
        site = link.url.site or link.url.host
        if site == own:
            return None
        if first is None and site not in ours:
            first = link
    return first


def is_anybodys(url: Url) -> bool:
    """Tell whether honest mail of any sender leads to a site."""
    return url.host in _ANYBODYS or (url.site or "") in _ANYBODYS
