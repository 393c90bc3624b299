"""Finds the brands that a message names or shows: what it says, not yet what that means."""

import re
from collections.abc import Iterator, Sequence

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import fold, skeleton
from bartizan.forensics.html import Image
from bartizan.mail.brands.catalogue import Brand, words
from bartizan.mail.brands.hosts import imitated
from bartizan.mail.brands.index import Entry, by_first_word, by_look, unspaced
from bartizan.mail.evidence import Facts, Mention

_MENTIONS = 200
_SENDERS, _IMAGES, _ATTACHMENTS, _LINKS = 3, 60, 20, 200
_LONGEST_NAME, _LONGEST_SUBJECT, _LONGEST_ALT = 200, 400, 80
_WINDOW = 4  # the most words of a name that is looked for in disguise
_SPELLED = 5  # single letters in a row that spell a word
#: What follows says whom somebody writes for, or where; only what stands before is who they are.
_INDIRECT = re.compile(r"\b(?:via|through|on behalf of|at|über|chez|por|in)\s|@\s", re.IGNORECASE)
_GATHERING = re.compile(r"\b(?:user group|meetup|alumni|fan ?club)\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FILE_STEM = re.compile(r"([^/\\?#=]{2,80})\.(?:png|jpe?g|gif|svg|webp)(?:[?#]|\Z)", re.IGNORECASE)
#: Beside these an ordinary word is the name of a company.
_COMPANY = frozenset(
    """account accounts alert alerts app bank banking billing bonus card cards care client cliente
    clientes clients club compte conta coupon cuenta customer customers delivery department email
    energy facture factura fatura gewinnspiel gift giftcard group gutschein help helpdesk id inc
    info invoice karte konto kunde kunden kundenservice kundendienst mail mastercard membership
    message mobile mon news nachricht notification notifications online order package parcel
    payment payments points premium prime rechnung reward rewards safe security service services
    shop store subscription support suporte survey team umfrage update versand wallet winner
    com de fr es it nl co""".split()
)


def find_mentions(facts: Facts) -> tuple[Mention, ...]:
    """Return where a message names which brands, each brand once a place."""
    found: dict[tuple[str, str], Mention] = {}
    for mention in _every_mention(facts):
        found.setdefault((mention.brand, mention.where), mention)
        if len(found) >= _MENTIONS:
            break
    return tuple(found.values())


def _every_mention(facts: Facts) -> Iterator[Mention]:
    for sender in facts.senders[:_SENDERS]:
        yield from _in_name(sender)
    yield from _in_text("subject", facts.subject[:_LONGEST_SUBJECT])
    for page in facts.html:
        yield from _in_text("title", page.title[:_LONGEST_SUBJECT])
        for image in page.images[:_IMAGES]:
            yield from _in_text("alt", image.alt[:_LONGEST_ALT])
            yield from _in_text("alt", _stem(image.src))
    yield from _in_body(facts.folded)
    for attachment in facts.attachments[:_ATTACHMENTS]:
        yield from _in_text("attachment", attachment.name[:_LONGEST_SUBJECT])
    yield from _in_hosts(facts)


def _stem(source: str) -> str:
    """Return the file name of a picture without its ending: `Amazon_logo`."""
    found = _FILE_STEM.search(source[-300:])
    return found[1][:_LONGEST_ALT] if found is not None else ""


def _in_text(where: str, text: str) -> Iterator[Mention]:
    if text:
        folded = fold(text)
        for brand in _brands(folded, words(folded), whole=True):
            yield Mention(brand.id, where, text, brand.domains)


def _in_body(folded: str) -> Iterator[Mention]:
    body = folded.partition("\n")[2]
    for entry in _entries(words(body), contextual=False):
        yield Mention(entry.brand.id, "body", " ".join(entry.words), entry.brand.domains)
    for name, brand in _unspaced(body):
        yield Mention(brand.id, "body", name, brand.domains)


def _in_hosts(facts: Facts) -> Iterator[Mention]:
    hosts = dict.fromkeys(link.url.host for link in facts.links[:_LINKS] if link.url)
    for host in hosts:
        found = imitated(host)
        if found is not None:
            yield Mention(found.brand.id, "link", host, found.brand.domains)


def _in_name(sender: Mailbox) -> Iterator[Mention]:
    name = (sender.name or ("" if sender.domain else sender.address))[:_LONGEST_NAME]
    claimed = _INDIRECT.split(name, maxsplit=1)[0]
    if not claimed or _GATHERING.search(name):
        return
    for brand in name_brands(claimed):
        yield Mention(brand.id, "header:from", name, brand.domains)


def name_brands(name: str) -> tuple[Brand, ...]:
    """Return the brands that a display name names, disguised ones too (`PayPaI`, `a m a z o n`)."""
    folded = fold(name)
    plain = tuple(_brands(folded, words(folded), whole=True))
    if plain:
        return plain
    camel = words(fold(_CAMEL.sub(" ", name)))
    return tuple(_brands("", camel, whole=True)) or tuple(_in_disguise(words(skeleton(name))))


def _in_disguise(spelled: Sequence[str]) -> Iterator[Brand]:
    """Look at runs of words written together, and at single letters as the word they spell."""
    joined = list(_joined(spelled))
    for start in range(len(joined)):
        for end in range(start + 1, min(start + _WINDOW, len(joined)) + 1):
            brand = by_look().get("".join(joined[start:end]))
            if brand is not None:
                yield brand


def _joined(spelled: Sequence[str]) -> Iterator[str]:
    letters = ""
    for word in (*spelled, "  "):
        if len(word) == 1:
            letters += word
            continue
        if letters:
            yield from (letters,) if len(letters) >= _SPELLED else letters
            letters = ""
        if word.strip():
            yield word


def _brands(folded: str, spelled: Sequence[str], *, whole: bool) -> Iterator[Brand]:
    for entry in _entries(spelled, contextual=whole):
        yield entry.brand
    for _, brand in _unspaced(folded):
        yield brand


def _entries(spelled: Sequence[str], *, contextual: bool) -> Iterator[Entry]:
    """Return the names that stand in a text; ordinary words only where context is looked at."""
    index = by_first_word()
    if index.keys().isdisjoint(spelled):
        return
    taken = 0
    for place, word in enumerate(spelled):
        if word not in index or place < taken:
            continue
        entry = _longest(index[word], spelled, place, contextual=contextual)
        if entry is not None:
            taken = place + len(entry.words)
            yield entry


def _longest(
    entries: tuple[Entry, ...], spelled: Sequence[str], place: int, *, contextual: bool
) -> Entry | None:
    for entry in entries:
        end = place + len(entry.words)
        if tuple(spelled[place:end]) != entry.words:
            continue
        if not entry.ordinary or (contextual and _is_company(spelled, place, end)):
            return entry
    return None


def _is_company(spelled: Sequence[str], start: int, end: int) -> bool:
    """Tell whether an ordinary word is a name here: it is all there is, or company words follow."""
    around = (*spelled[max(start - 1, 0) : start], *spelled[end : end + 1])
    return len(spelled) == end - start or any(word in _COMPANY for word in around)


def _unspaced(folded: str) -> Iterator[tuple[str, Brand]]:
    if folded.isascii():
        return
    pattern, brands = unspaced()
    for match in pattern.finditer(folded):
        yield match[0], brands[match[0]]


def brands_shown(image: Image) -> tuple[Brand, ...]:
    """Return the brands that a picture's text or file name names."""
    texts = (image.alt[:_LONGEST_ALT], _stem(image.src))
    found = (
        brand for text in texts for brand in _brands(fold(text), words(fold(text)), whole=True)
    )
    return tuple(dict.fromkeys(found))
