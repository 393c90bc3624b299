"""What a message is made of, as numbers: its page, its links, its sender, its subject.

Nothing here says which words it uses or which road it came by: those would be the collector's
marks. Nor whether links lead to the sender's own site: in mail that was made for tests they always
do, and in real mail they lead to a mailing service. Counts are logarithms, shares between 0 and 1.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from bartizan.forensics.confusables import count_invisible
from bartizan.forensics.file_types import Family
from bartizan.forensics.letters import count_letters
from bartizan.forensics.urls import find_registration
from bartizan.mail.evidence import Facts, Link

#: What the models of structure are fed; raise it whenever a number is added or changed.
FEATURES = 1

_FREE = frozenset(
    """gmail.com outlook.com hotmail.com yahoo.com live.com aol.com gmx.de gmx.net web.de mail.ru
    yandex.ru proton.me protonmail.com icloud.com qq.com 163.com libero.it orange.fr wanadoo.fr
    uol.com.br bol.com.br terra.com.br""".split()
)
_COMMON_TOPS = frozenset("com org net edu gov de fr uk nl it es br jp cn ru io eu ca au ch".split())
_LINKS = 100
_SUBJECT = 300

Numbers = npt.NDArray[np.float32]


def describe(facts: Facts) -> dict[str, float]:
    """Return each number by its name, always the same names in the same order."""
    return dict((*_page(facts), *_links(facts), *_sender(facts), *_subject(facts), *_files(facts)))


def vector(facts: Facts) -> Numbers:
    """Return the numbers alone."""
    return np.array(list(describe(facts).values()), np.float32)


def _page(facts: Facts) -> Iterator[tuple[str, float]]:
    pages = facts.html
    shown = count_letters(facts.text[:20_000])
    hidden = sum(count_letters(page.hidden_text[:20_000]) for page in pages)
    images = [image for page in pages for image in page.images]
    yield "has page", float(bool(pages))
    yield "letters shown", log1p(shown)
    yield "letters hidden", log1p(hidden)
    yield "share hidden", hidden / (1 + hidden + shown)
    yield "elements", log1p(sum(page.elements for page in pages))
    yield "comments", log1p(sum(page.comments for page in pages))
    yield "images", log1p(len(images))
    yield "images in links", float(any(link.has_image for page in pages for link in page.links))
    yield "counting pixels", log1p(sum(image.is_pixel for image in images))
    yield "forms", log1p(sum(len(page.forms) for page in pages))
    yield "scripts", log1p(sum(len(page.scripts) for page in pages))
    yield "data in links", log1p(sum(len(page.data_uris) for page in pages))
    yield "invisible characters", log1p(count_invisible(facts.text[:20_000]))
    yield "letters outside ASCII", _outside_ascii(facts.text[:4000])


def _links(facts: Facts) -> Iterator[tuple[str, float]]:
    links = [link for link in facts.links[:_LINKS] if link.url is not None]
    hosts = {link.url.host for link in links if link.url}
    sites = {find_registration(host).site or host for host in hosts}
    yield "links", log1p(len(facts.links))
    yield "sites", log1p(len(sites))
    yield "links without encryption", _part(links, lambda one: one.href[:5].lower() == "http:")
    yield "links to numbers", _part(links, lambda one: _host(one).replace(".", "").isdigit())
    yield "links that say nothing", _part(links, lambda one: not one.text.strip())
    yield "links that show themselves", _part(links, lambda one: one.text == one.href)
    yield "mean length of links", log1p(_mean([len(one.href) for one in links]))
    yield "mean length of hosts", _mean([len(host) for host in hosts])
    yield "digits in hosts", _mean([sum(map(str.isdigit, host)) for host in hosts])
    yield "hyphens in hosts", _mean([host.count("-") for host in hosts])
    yield "labels of hosts", _mean([host.count(".") for host in hosts])
    yield (
        "unusual ends of hosts",
        _mean([host.rpartition(".")[2] not in _COMMON_TOPS for host in hosts]),
    )


def _sender(facts: Facts) -> Iterator[tuple[str, float]]:
    sender = facts.sender
    name, address = (sender.name, sender.address) if sender else ("", "")
    local, _, domain = address.rpartition("@")
    elsewhere = {_site(box.domain) for box in facts.reply_to} - {_site(domain)}
    yield "sender has a name", float(bool(name.strip()))
    yield "words of the sender's name", float(len(name.split()[:10]))
    yield "name outside ASCII", _outside_ascii(name[:100])
    yield "digits in the address", log1p(sum(map(str.isdigit, address)))
    yield "length of the address", log1p(len(address))
    yield "length of its local part", log1p(len(local))
    yield "from a free service", float(domain.lower() in _FREE)
    yield "unusual end of its domain", float(domain.rpartition(".")[2].lower() not in _COMMON_TOPS)
    yield "answers go elsewhere", float(bool(facts.reply_to) and bool(elsewhere))


def _subject(facts: Facts) -> Iterator[tuple[str, float]]:
    subject = facts.subject[:_SUBJECT]
    yield "length of the subject", log1p(len(subject))
    yield "capitals in the subject", _share(subject, str.isupper)
    yield "digits in the subject", _share(subject, str.isdigit)
    yield "shouts in the subject", float(subject.count("!"))
    yield (
        "pictures in the subject",
        float(sum(unicodedata.category(one) == "So" for one in subject)),
    )
    yield "invisible in the subject", float(count_invisible(subject))
    yield (
        "an answer or forward",
        float(subject[:4].lower().startswith(("re:", "aw:", "fw:", "fwd:"))),
    )


def _files(facts: Facts) -> Iterator[tuple[str, float]]:
    families = [one.true_type.family for one in facts.attachments]
    yield "files", log1p(len(families))
    yield "pictures attached", log1p(families.count(Family.IMAGE))


def _site(domain: str) -> str:
    return (find_registration(domain.lower()).site or domain.lower()) if domain else ""


def _host(link: Link) -> str:
    return link.url.host if link.url else ""


def _part(links: Sequence[Link], wanted: Callable[[Link], bool]) -> float:
    return sum(map(wanted, links)) / len(links) if links else 0.0


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _outside_ascii(text: str) -> float:
    return 1 - len(text.encode("ascii", "ignore")) / len(text) if text else 0.0


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    return sum(map(wanted, text)) / len(text) if text else 0.0
